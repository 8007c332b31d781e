package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/knowledge"
	"shangda/policy"
	"shangda/seal"
	"shangda/search"
	"shangda/store"
	"shangda/wechat"
)

// monday is a working day in office hours.
var monday = time.Date(2026, 11, 2, 10, 0, 0, 0, disclosure.Zone)

// house is a bot on a real SQLite file and a real index of the starter knowledge.
type house struct {
	*Bot
	t    testing.TB
	path string
	log  *bytes.Buffer
	now  time.Time
	sent int
}

// furniture is a folder with the store and the index of the starter knowledge. It is made once; each house gets a copy.
var furniture = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "bot"); err != nil {
		return "", err
	}
	ctx := context.Background()
	st, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "shangda.db"))
	if err != nil {
		return dir, err
	}
	items, err := knowledge.Starter()
	if err != nil {
		return dir, err
	}
	_, _, err = st.SyncStarter(ctx, items, monday)
	engine := search.New(filepath.Join(dir, "index"), search.Source{Revision: st.Revision, Library: st.Library, Links: st.Links}, slog.New(slog.DiscardHandler))
	return dir, errors.Join(err, engine.Refresh(ctx), engine.Close(), st.Close())
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, _ := furniture(); dir != "" {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

func newHouse(t testing.TB) *house {
	t.Helper()
	from, err := furniture()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, path: filepath.Join(dir, "shangda.db"), log: &bytes.Buffer{}, now: monday}
	h.Bot = h.open()
	return h
}

// open opens another process's view of the same files.
func (h *house) open() *Bot {
	h.t.Helper()
	ctx := context.Background()
	st, err := store.Open(ctx, "sqlite:"+h.path)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { st.Close() })
	key := filepath.Join(filepath.Dir(h.path), "key")
	keys, err := seal.Load(key)
	if errors.Is(err, seal.ErrNoKey) {
		keys, err = seal.Create(key)
	}
	if err := errors.Join(err, st.Unlock(ctx, keys)); err != nil {
		h.t.Fatal(err)
	}
	directory, err := knowledge.Directory()
	if err != nil {
		h.t.Fatal(err)
	}
	terms, err := knowledge.Terms()
	if err != nil {
		h.t.Fatal(err)
	}
	sections, err := knowledge.Sections()
	if err != nil {
		h.t.Fatal(err)
	}
	log := slog.New(slog.NewJSONHandler(&lockedWriter{w: h.log}, nil))
	engine := search.New(filepath.Join(filepath.Dir(h.path), "index"), search.Source{Revision: st.Revision, Library: st.Library, Links: st.Links}, log)
	if err := engine.Refresh(ctx); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { engine.Close() })
	tables := &Tables{policy.NewDirectory(directory), sections}
	hours, err := desk.ParseHours("09:00-12:00,13:30-17:00")
	if err != nil {
		h.t.Fatal(err)
	}
	return New(Options{
		Office: desk.Office{
			Name: "青岛西海岸新区商务局", Phone: "0532-00000000", Address: "示例路1号", Hours: "工作日 9:00—12:00，13:30—17:00",
			Jurisdiction: []string{"山东省", "青岛市", "青岛西海岸新区"},
		},
		Hours: hours, Calendar: disclosure.Official, Store: st, Search: engine, Terms: terms,
		Tables: func() *Tables { return tables }, ReplyTime: 8 * time.Hour, PublicURL: "https://example.gov.cn",
		Demo: true, Now: func() time.Time { return h.now }, Log: log,
		Fetch: func(context.Context, string) ([]byte, error) { return []byte("\x89PNG\r\n\x1a\n…"), nil },
	})
}

type lockedWriter struct {
	mu sync.Mutex
	w  *bytes.Buffer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

const citizen = "oCitizen00000000000000000001"

// text is the next text message of the citizen.
func (h *house) text(s string) wechat.Message {
	h.sent++
	return wechat.Message{
		FromUserName: citizen, ToUserName: "gh_test", MsgType: "text", Content: s,
		MsgID: fmt.Sprint(9000 + h.sent), CreateTime: fmt.Sprint(h.now.Unix() + int64(h.sent)),
	}
}

func (h *house) say(s string) string {
	h.t.Helper()
	return h.Answer(context.Background(), h.text(s))
}

// picture sends one.
func (h *house) picture() string {
	h.t.Helper()
	m := h.text("")
	m.MsgType, m.MediaID = "image", "media"
	return h.Answer(context.Background(), m)
}

func (h *house) event(name, key string) string {
	h.t.Helper()
	h.sent++
	return h.Answer(context.Background(), wechat.Message{
		FromUserName: citizen, ToUserName: "gh_test", MsgType: "event", Event: name, EventKey: key,
		CreateTime: fmt.Sprint(h.now.Unix() + int64(h.sent)),
	})
}

// logged is how many exchanges the store holds.
func (h *house) logged() int {
	h.t.Helper()
	counts, err := h.Store.Counts(context.Background(), "2000-01-01", "2100-01-01")
	if err != nil {
		h.t.Fatal(err)
	}
	return int(counts.Total())
}

func contains(t *testing.T, got string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("got %q\nwant it to contain %q", got, w)
		}
	}
}

func TestQuestionIsAnsweredWithDocumentArticleAndValidity(t *testing.T) {
	h := newHouse(t)
	contains(t, h.say("外资能投资稀土开采吗"), "不行", "清单第5项", "2024年版", "2024年11月1日起施行", "现行")
	contains(t, h.say("设立外资公司还要去商务局备案吗"), "信息报告", "《外商投资信息报告办法》", "现行")
	contains(t, h.say("政府信息公开申请多久答复"), "20个工作日", "第三十三条", "现行")
	if got := h.logged(); got != 3 {
		t.Errorf("logged %d exchanges, want 3", got)
	}
}

func TestRetriedMessageGetsItsFirstReply(t *testing.T) {
	h := newHouse(t)
	m := h.text("政府信息公开申请多久答复")
	first := h.Answer(context.Background(), m)
	h.say("人工")
	for name, b := range map[string]*Bot{"same process": h.Bot, "another process": h.open()} {
		if got := b.Answer(context.Background(), m); got != first {
			t.Errorf("%s: got %q, want the first reply %q", name, got, first)
		}
	}
	if got := h.logged(); got != 2 {
		t.Errorf("logged %d exchanges, want 2", got)
	}
}

func TestMessageDeliveredWhileTheFirstIsWorkedOnGetsTheSameReply(t *testing.T) {
	h := newHouse(t)
	other := h.open()
	m := h.text("外资能办幼儿园吗")
	replies := make([]string, 12)
	var wg sync.WaitGroup
	for i := range replies {
		wg.Go(func() { replies[i] = []*Bot{h.Bot, other}[i%2].Answer(context.Background(), m) })
	}
	wg.Wait()
	for i, r := range replies {
		if r != replies[0] || r == "" {
			t.Errorf("delivery %d got %q, want %q", i, r, replies[0])
		}
	}
	if got := h.logged(); got != 1 {
		t.Errorf("logged %d exchanges, want 1", got)
	}
}

func TestConcurrentMessagesOfOneCitizenKeepTheirOrder(t *testing.T) {
	q := newQueue()
	ctx := context.Background()
	if err := q.enter(ctx, "c", 0); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var order []int64
	var wg sync.WaitGroup
	for _, sent := range []int64{5, 3, 9, 1, 7} {
		wg.Go(func() {
			if err := q.enter(ctx, "c", sent); err != nil {
				t.Error(err)
			}
			mu.Lock()
			order = append(order, sent)
			mu.Unlock()
			q.leave("c")
		})
	}
	for {
		q.mu.Lock()
		n := len(q.busy["c"])
		q.mu.Unlock()
		if n == 5 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	q.leave("c")
	wg.Wait()
	if fmt.Sprint(order) != "[1 3 5 7 9]" {
		t.Errorf("got order %v, want as sent", order)
	}
}

func TestWaitingMessageThatGivesUpPassesItsTurnOn(t *testing.T) {
	q := newQueue()
	if err := q.enter(context.Background(), "c", 0); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := q.enter(ctx, "c", 1); err == nil {
		t.Fatal("entered although the context was over")
	}
	q.leave("c")
	if len(q.busy) != 0 {
		t.Errorf("queue still holds %v", q.busy)
	}
}

func TestManyMessagesOfOneCitizenAreAllAnsweredAndLogged(t *testing.T) {
	h := newHouse(t)
	var wg sync.WaitGroup
	messages := make([]wechat.Message, 30)
	for i := range messages {
		messages[i] = h.text("人工")
	}
	for _, m := range messages {
		wg.Go(func() {
			if got := h.Answer(context.Background(), m); !strings.Contains(got, "0532-00000000") {
				t.Errorf("got %q", got)
			}
		})
	}
	wg.Wait()
	if got := h.logged(); got != len(messages) {
		t.Errorf("logged %d, want %d", got, len(messages))
	}
}

func TestPanickingTalkApologisesAndKeepsTheWordsOutOfTheLog(t *testing.T) {
	h := newHouse(t)
	h.talks = []talk{func(*turn) bool { panic("秘密的话") }}
	contains(t, h.say("秘密的话"), sayApology)
	if strings.Contains(h.log.String(), "秘密") || !strings.Contains(h.log.String(), "talk panicked") {
		t.Errorf("log: %s", h.log)
	}
	if got := h.logged(); got != 1 {
		t.Errorf("logged %d, want the exchange with its apology", got)
	}
}

func TestUnwritableStoreSaysThatNothingWasRecorded(t *testing.T) {
	h := newHouse(t)
	if err := h.Store.Close(); err != nil {
		t.Fatal(err)
	}
	contains(t, h.say("政府信息公开申请多久答复"), "没有记录")
	contains(t, h.log.String(), "message not recorded")
}

func TestRateLimitedCitizenIsToldToWait(t *testing.T) {
	h := newHouse(t)
	h.Allow = func(context.Context, string) bool { return false }
	contains(t, h.say("政府信息公开申请多久答复"), saySlowDown)
}

func (h *house) freshConversation() desk.Conversation { return desk.Conversation{} }
