package main

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/silenceper/wechat/v2/util"
	vegeta "github.com/tsenart/vegeta/v12/lib"

	"shangda/store"
	"shangda/wechat"
	"shangda/wechat/wechattest"
)

const (
	rate     = 300  // messages a second
	citizens = 2000 // who write them, one after the other
)

// delivery is a message signed and sealed ahead of its time, so that the attack itself costs little.
type delivery struct {
	message wechat.Message
	query   string
	body    []byte
}

// mail makes deliveries with MsgIds that no other mail of this run has.
type mail struct{ sent int }

func (m *mail) deliveries(b *testing.B, questions []string) []delivery {
	b.Helper()
	sender := wechattest.NewSender(account, "")
	out := make([]delivery, len(questions))
	for i, q := range questions {
		m.sent++
		text := wechat.Message{
			ToUserName: account.OriginalID, FromUserName: fmt.Sprintf("oSynthetic%018d", m.sent%citizens), MsgType: "text",
			CreateTime: strconv.FormatInt(time.Now().Unix(), 10), MsgID: strconv.Itoa(1_000_000_000 + m.sent), Content: q,
		}
		query, body, err := sender.Request(text.FromUserName, wechattest.Document(text))
		if err != nil {
			b.Fatal(err)
		}
		out[i] = delivery{message: text, query: query.Encode(), body: body}
	}
	return out
}

// answered is a delivery with what came back.
type answered struct {
	delivery
	reply   string
	latency time.Duration
}

// attack delivers mail at the constant rate. Deliveries without a good answer are left out, and counted as lost.
func attack(b *testing.B, p *child, post []delivery, end func()) (good []answered, lost int) {
	b.Helper()
	byURL := map[string]delivery{}
	for _, d := range post {
		byURL["http://"+p.addr+"/wechat?"+d.query] = d
	}
	var next atomic.Int64
	targeter := func(t *vegeta.Target) error {
		i := next.Add(1) - 1
		if int(i) >= len(post) {
			return vegeta.ErrNoTargets
		}
		d := post[i]
		*t = vegeta.Target{
			Method: http.MethodPost, URL: "http://" + p.addr + "/wechat?" + d.query, Body: d.body,
			Header: http.Header{"Content-Type": {"text/xml"}},
		}
		return nil
	}
	attacker := vegeta.NewAttacker(vegeta.Timeout(5 * time.Second))
	results := attacker.Attack(targeter, vegeta.Rate{Freq: rate, Per: time.Second}, time.Duration(len(post))*time.Second/rate, "")
	if end != nil {
		go func() { end(); attacker.Stop() }()
	}
	var raw []*vegeta.Result
	for r := range results {
		raw = append(raw, r)
	}
	for _, r := range raw {
		if r.Code != http.StatusOK {
			lost++
			continue
		}
		d := byURL[r.URL]
		good = append(good, answered{delivery: d, reply: opened(b, d, r.Body), latency: r.Latency})
	}
	return good, lost
}

// opened is the text of a sealed reply, read by the SDK.
func opened(b *testing.B, d delivery, body []byte) string {
	b.Helper()
	var sealed struct{ Encrypt string }
	var plain struct{ ToUserName, MsgType, Content string }
	if err := xml.Unmarshal(body, &sealed); err != nil {
		b.Fatalf("reply of %d bytes: %v", len(body), err)
	}
	_, document, err := util.DecryptMsg(account.AppID, sealed.Encrypt, account.AESKey)
	if err != nil {
		b.Fatal(err)
	}
	if err := xml.Unmarshal(document, &plain); err != nil {
		b.Fatal(err)
	}
	if plain.ToUserName != d.message.FromUserName || plain.MsgType != "text" || plain.Content == "" {
		b.Fatalf("reply of type %q with %d bytes of text, addressed %t", plain.MsgType, len(plain.Content), plain.ToUserName == d.message.FromUserName)
	}
	return plain.Content
}

// verify opens the database that nobody serves any more and looks every answered message up: its row must hold the
// reply that was sent. It returns how many are missing and the counts of all rows.
func verify(b *testing.B, dir string, all []answered) (missing int, rows store.Tallies) {
	b.Helper()
	ctx := context.Background()
	st, err := store.Open(ctx, database(dir))
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	for _, a := range all {
		visit, err := st.Load(ctx, a.message.FromUserName, a.message.Key())
		if err != nil {
			b.Fatal(err)
		}
		if visit.First == nil || visit.First.Reply != a.reply {
			missing++
		}
	}
	if rows, err = st.Recount(ctx, "2000-01-01", "2100-01-01"); err != nil {
		b.Fatal(err)
	}
	return missing, rows
}
