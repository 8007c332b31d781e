package wechattest

import (
	"strings"
	"time"

	"shangda/wechat"
)

// citizen is who may be written to, and how often: what the citizen did last of each sort grants some customer messages.
type citizen struct {
	left   bool             // unsubscribed
	grants map[string]grant // by what granted it
}

type grant struct {
	count int
	until time.Time
}

// heard notes an act of a citizen (客服消息 下发条件): a message grants five within 48 hours; a menu tap of a sort that asks the
// account, a scan or following it grants three within a minute.
func (p *Platform) heard(m wechat.Message) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.citizens[m.FromUserName]
	if c == nil {
		c = &citizen{grants: map[string]grant{}}
		p.citizens[m.FromUserName] = c
	}
	event := strings.ToLower(m.Event)
	switch {
	case m.MsgType != "event":
		c.grants["message"] = grant{5, p.Now().Add(48 * time.Hour)}
		return
	case event == "unsubscribe":
		c.left, c.grants = true, map[string]grant{}
		return
	case event == "subscribe":
		c.left = false
	case event != "click" && event != "scan" && !strings.HasPrefix(event, "scancode_"):
		return
	}
	c.grants["act"] = grant{3, p.Now().Add(time.Minute)}
}

// spend takes one message off the grant that ends first, or returns the code of the refusal.
func (c *citizen) spend(now time.Time) (code int) {
	if c == nil {
		return 45015
	}
	if c.left {
		return 43004
	}
	code = 45015
	for _, name := range []string{"act", "message"} {
		g := c.grants[name]
		switch {
		case !g.until.After(now):
		case g.count == 0:
			code = 45047
		default:
			g.count--
			c.grants[name] = g
			return 0
		}
	}
	return code
}
