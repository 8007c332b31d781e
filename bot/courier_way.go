package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
	"shangda/wechat"
)

// The platform takes customer messages for 48 hours after a citizen's own message, and five of them (客服消息). A minute is left
// for its clock and the way there.
const (
	window = 48*time.Hour - time.Minute
	quota  = 5
)

// open are the ways that a letter may go now, best first, or why there is none. Letters keep their order: behind one that
// waits for the citizen's next message the others wait too.
func (c *Courier) open(kind desk.LetterKind, r store.Reach) (ways []Template, reason string) {
	switch {
	case c.Client == nil:
		return nil, "no_account"
	case r.Held:
		return nil, "behind"
	case c.Now().Sub(r.Wrote) >= window:
		reason = "window"
	case r.Spent >= quota:
		reason = "quota"
	default:
		ways = append(ways, Template{Way: desk.WayMessage})
	}
	for _, t := range c.Templates {
		if t.Letter == kind {
			ways = append(ways, t)
		}
	}
	return ways, reason
}

func (c *Courier) send(ctx context.Context, w Template, openid, text, token string, l desk.Letter) (message string, err error) {
	if w.Way == desk.WayMessage {
		return "", c.sendText(ctx, openid, text)
	}
	says := map[string]string{
		"what": lockScreen[l.Kind], "office": c.Office.Name, "hint": sayHint,
		"time": l.At.In(disclosure.Zone).Format("2006年1月2日 15:04"),
	}
	f := wechat.Filled{
		Template: w.ID, Fields: map[string]string{}, URL: c.PublicURL + "/l/" + token, Once: "letter-" + strconv.FormatInt(l.ID, 10),
	}
	for name, value := range w.Fields {
		f.Fields[name] = says[value]
	}
	if w.Way == desk.WaySubscription {
		return c.Client.SendSubscription(ctx, openid, f)
	}
	return c.Client.SendTemplate(ctx, openid, f)
}

// sendText sends a text in two where the platform finds it too long (45002), which none of ours should be.
func (c *Courier) sendText(ctx context.Context, openid, text string) error {
	err := c.Client.SendText(ctx, openid, text)
	if errcode(err) != 45002 || len(text) < leastSplit {
		return err
	}
	head := clip(text, len(text)/2)
	head = head[:len(head)-len("……")]
	if err := c.sendText(ctx, openid, head); err != nil {
		return err
	}
	return c.sendText(ctx, openid, text[len(head):])
}

// leastSplit is a text that is not split any further.
const leastSplit = 200

// judge notes on l what a refusal means, see the platform's 全局返回码, and says whether another way may be open.
func (c *Courier) judge(l *desk.Letter, err error) (another bool) {
	now, reason := c.Now(), outcome(err)
	wait := min(time.Second<<min(l.Attempts-1, 12), longestWait)
	switch wechat.Classify(err) {
	case wechat.Quota:
		l.Again(reason, tomorrow(now), false)
	case wechat.Config:
		switch errcode(err) {
		case 40037, 47003, 48001: // of this interface only
			l.End(desk.LetterHeld, reason)
			return true
		}
		l.Again(reason, now.Add(longestWait), false)
	case wechat.Terminal:
		state, waits := holding[errcode(err)]
		if !waits {
			state = desk.LetterFailed
		}
		l.End(state, reason)
		return waits
	default:
		if errcode(err) == 45011 { // per minute
			wait = max(wait, time.Minute)
		}
		l.Again(reason, now.Add(wait), wechat.Uncertain(err))
	}
	return false
}

// holding are the refusals that the citizen's next message ends; another way may do so before.
var holding = map[int]desk.LetterState{
	45015: desk.LetterHeld, // 48 hours are over
	45047: desk.LetterHeld, // five messages
	43101: desk.LetterHeld, // no consent to the subscription
}

func errcode(err error) int {
	var api *wechat.APIError
	if errors.As(err, &api) {
		return api.Code
	}
	return 0
}

// outcome names an error in few stable words: the platform's code where there is one.
func outcome(err error) string {
	switch {
	case err == nil:
		return "sent"
	case errcode(err) != 0:
		return strconv.Itoa(errcode(err))
	case errors.Is(err, context.DeadlineExceeded):
		return "no_answer"
	case wechat.Classify(err) == wechat.Retry:
		return "unreachable"
	}
	return "unsendable"
}

// tomorrow is when the platform's quotas begin anew.
func tomorrow(now time.Time) time.Time {
	y, m, d := now.In(disclosure.Zone).Date()
	return time.Date(y, m, d+1, 0, 1, 0, 0, disclosure.Zone)
}

// notice brings a letter to a group of staff or into a mailbox, together with all that wait behind it.
func (c *Courier) notice(ctx context.Context, log *slog.Logger, l desk.Letter) error {
	letters := []desk.Letter{l}
	if l.Kind == desk.LetterWork {
		fellows, err := c.Store.Fellows(ctx, l, c.Now())
		if err != nil {
			return err
		}
		letters = append(letters, fellows...)
	}
	text, err := c.words(ctx, "", limit, letters...)
	if ended, err := c.unsaid(ctx, log, l, err); ended {
		return err
	}
	if l.Started {
		text = sayAgain + text
	}
	if err := c.Store.Begin(ctx, l.ID, ""); err != nil {
		return err
	}
	way, err := c.carry(ctx, l, text)
	for i := range letters {
		c.judgeNotice(&letters[i], way, err)
	}
	s := store.Sending{Way: way, Outcome: "sent"}
	if err != nil {
		s.Outcome = letters[0].Reason
	}
	return c.settle(ctx, log, s, letters...)
}

func (c *Courier) carry(ctx context.Context, l desk.Letter, text string) (desk.Way, error) {
	switch {
	case l.Channel == desk.ByRobot && c.Robot != nil:
		return desk.WayRobot, c.Robot(ctx, text, c.Now())
	case l.Channel == desk.ByMail && c.Mail != nil:
		st, err := c.Store.Staff(ctx, l.Staff)
		if err == nil {
			err = c.Mail(ctx, st.Email, lockScreen[l.Kind], text, c.Now())
		}
		return desk.WayMail, err
	}
	return "", fmt.Errorf("channel %s: %w", l.Channel, errNoCarrier)
}

var errNoCarrier = errors.New("not configured")

// refusal is an error of a carrier that says why, and whether trying again helps.
type refusal interface {
	Reason() string
	Final() bool
}

// patience is how long a notice is tried; after it nobody would be helped.
const patience = 24 * time.Hour

func (c *Courier) judgeNotice(l *desk.Letter, way desk.Way, err error) {
	now, reason, final := c.Now(), "unreachable", false
	var r refusal
	switch {
	case err == nil:
		l.Sent(way, "", now)
		return
	case errors.As(err, &r):
		reason, final = r.Reason(), r.Final()
	case errors.Is(err, errNoCarrier):
		reason, final = "not_configured", true
	}
	if final || now.Sub(l.At) > patience {
		l.End(desk.LetterFailed, reason)
		return
	}
	l.Again(reason, now.Add(min(5*time.Second<<min(l.Attempts, 12), longestWait)), false)
}
