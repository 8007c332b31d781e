package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTemplateIsOneLine(t *testing.T) {
	c := load(t, `[wechat]
templates = ["reply template Ab_1 thing1=what time2=time", "notice subscription Cd-2 thing1=hint"]
account = "service"
verified = true`)
	want := []Template{
		{Letter: "reply", Way: "template", ID: "Ab_1", Fields: []TemplateField{{"thing1", "what"}, {"time2", "time"}}},
		{Letter: "notice", Way: "subscription", ID: "Cd-2", Fields: []TemplateField{{"thing1", "hint"}}},
	}
	if diff := cmp.Diff(want, c.WeChat.Templates); diff != "" {
		t.Errorf("templates (-want +got):\n%s", diff)
	}
	c = load(t, "", "SHANGDA_WECHAT_TEMPLATES=reply template X thing1=what, notice template Y thing1=what", "SHANGDA_WECHAT_VERIFIED=false")
	if len(c.WeChat.Templates) != 2 || c.WeChat.Verified {
		t.Errorf("from the environment: %+v, verified %v, want two and not verified", c.WeChat.Templates, c.WeChat.Verified)
	}
	wantIn(t, strings.Join(c.Warnings(), "; "), "wechat.templates: not used")
}

func TestMistakesOfTemplatesAndNoticesAreReported(t *testing.T) {
	got := refused(t, `[wechat]
account = "personal"
verified = "perhaps"
templates = ["reply template", "letter pigeon ID thing1=question"]
[notify]
robot = "qyapi.weixin.qq.com"
smtp = "mail.example"
smtp_user = "u"`)
	wantIn(t, got, "wechat.account:", "wechat.verified: want true or false", "wechat.templates: want a letter",
		`"letter" is no letter`, `"pigeon": want template or subscription`, `"thing1=question": want a field`,
		"notify.robot:", "notify.smtp:", "notify.from:", "notify.smtp_user:")
}
