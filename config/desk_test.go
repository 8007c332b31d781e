package config

import (
	"slices"
	"strings"
	"testing"
)

func TestDeskIsSetAndChecked(t *testing.T) {
	c := load(t, "[desk]\nreply_hours = 16\nsections = [\"外资科\", \"办公室\"]\n")
	if c.Desk.ReplyHours != 16 || !slices.Equal(c.Desk.Sections, []string{"外资科", "办公室"}) {
		t.Errorf("got %+v", c.Desk)
	}
	for _, n := range []string{"0", "201", "-1"} {
		if _, err := Load("", []string{"SHANGDA_DESK_REPLY_HOURS=" + n}); err == nil || !strings.Contains(err.Error(), "desk.reply_hours") {
			t.Errorf("reply_hours %s: got %v, want it refused", n, err)
		}
	}
	for text, ok := range map[string]bool{"45m": true, "30s": false, "25h": false, "30": false} {
		if _, err := Load("", []string{"SHANGDA_DESK_SILENCE=" + text}); (err == nil) != ok {
			t.Errorf("silence %s: got %v, want it taken: %v", text, err, ok)
		}
	}
}
