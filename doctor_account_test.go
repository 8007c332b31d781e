package main

import (
	"strings"
	"testing"
)

func TestDoctorSaysWhatWorksOnThisKindOfAccount(t *testing.T) {
	base := []string{
		"SHANGDA_WECHAT_APP_ID=wx0", "SHANGDA_WECHAT_APP_SECRET=x", "SHANGDA_WECHAT_ORIGINAL_ID=gh_0", "SHANGDA_WECHAT_TOKEN=token",
		"SHANGDA_WECHAT_MODE=plain", "SHANGDA_WECHAT_API_BASE=http://127.0.0.1:1",
	}
	for _, c := range []struct {
		environ []string
		want    string
	}{
		{nil, "warn account   verified service account: everything works, but no template"},
		{[]string{"SHANGDA_WECHAT_VERIFIED=false"}, "not verified: replies and menu work; nothing can be sent"},
		{[]string{"SHANGDA_WECHAT_ACCOUNT=subscription"}, "ok   account   verified subscription account"},
		{[]string{"SHANGDA_WECHAT_TEMPLATES=reply template T1 thing1=what"}, "after that reply by template"},
		{[]string{"SHANGDA_WECHAT_TEMPLATES=notice template T1 thing1=what"}, "none for reply"},
		{[]string{"SHANGDA_NOTIFY_ROBOT=https://example.cn/hook"}, "staff hear of work by WeCom group robot"},
	} {
		var out, errs lockedBuffer
		environ := append(append([]string{"SHANGDA_DATA_DIR=" + t.TempDir()}, base...), c.environ...)
		if code := run(t.Context(), []string{"doctor"}, streams{&out, &errs, environ}); code != 0 || !strings.Contains(out.String(), c.want) {
			t.Errorf("%v: exit %d, want %q in\n%s%s", c.environ, code, c.want, out.String(), errs.String())
		}
	}
}
