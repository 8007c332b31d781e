package bot

import (
	"errors"
	"strings"

	"shangda/desk"
	"shangda/store"
)

var bindCode = compile(`^绑定\s*[:：]?\s*(\d{6,8})$`)

// hearBind binds the WeChat of a member of staff by the one-time code from their account page. The code is not logged.
func hearBind(t *turn) bool {
	m := bindCode.FindStringSubmatch(t.text)
	if m == nil {
		return false
	}
	t.x.Text = strings.TrimSuffix(t.text, m[1])
	switch _, err := t.Store.Binding(t.ctx, t.x.Citizen, m[1], t.now); {
	case errors.Is(err, store.ErrTooMany):
		return t.say(desk.TalkBind, desk.OutcomeNone, sayBindTooMany)
	case errors.Is(err, store.ErrNotFound):
		return t.say(desk.TalkBind, desk.OutcomeNone, sayWrongCode)
	case err != nil:
		t.Log.Error("binding not looked up", "err", err)
		return t.say(desk.TalkBind, desk.OutcomeError, sayApology)
	}
	t.effects = append(t.effects, store.Bind(m[1], t.now))
	return t.say(desk.TalkBind, desk.OutcomeInfo, sayBound)
}

// hearReport notes what became of a message that was sent. The platform wants no reply to it.
func hearReport(t *turn) bool {
	switch t.msg.Kind() {
	case "event.templatesendjobfinish":
		t.effects = append(t.effects, store.Confirm(t.msg.JobID, failure(t.msg.Status), t.now))
	case "event.subscribe_msg_sent_event":
		for _, s := range t.msg.Subscriptions {
			why := ""
			if s.ErrorCode != "0" {
				why = failure(s.ErrorText)
			}
			t.effects = append(t.effects, store.Confirm(s.MsgID, why, t.now))
		}
	default:
		return false
	}
	return t.silent(desk.TalkEvent)
}

// failure is the platform's word for why a message did not arrive (failed:user block), as one of ours; empty for success.
func failure(status string) string {
	switch status = strings.ToLower(status); {
	case status == "success":
		return ""
	case strings.Contains(status, "block"), strings.Contains(status, "refuse"), strings.Contains(status, "reject"):
		return "user_block"
	case strings.Contains(status, "system"):
		return "system_failed"
	}
	return "failed"
}
