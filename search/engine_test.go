package search

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"shangda/desk"
	"shangda/policy"
)

func TestFindBeforeAnyIndexSaysSo(t *testing.T) {
	e := newEngine(t, t.TempDir(), starter())
	if _, err := e.Find(t.Context(), Query{Text: "备案"}); !errors.Is(err, ErrNotReady) {
		t.Errorf("got %v, want %v", err, ErrNotReady)
	}
	if e.Ready() {
		t.Error("ready without an index")
	}
	if e.Library() == nil {
		t.Error("library is nil")
	}
}

func TestEmptyLibraryAnswersNone(t *testing.T) {
	w := &world{rev: 1}
	e := newEngine(t, t.TempDir(), w)
	refresh(t, e)
	if !e.Ready() {
		t.Error("not ready")
	}
	if got := ask(t, e, "备案", today).Outcome; got != desk.OutcomeNone {
		t.Errorf("outcome %s, want none", got)
	}
	w.publish(doc("价格法", "经营者应当明码标价。"))
	refresh(t, e)
	wantFirst(t, e, "明码标价", "价格法第一条")
	w.strike("价格法")
	refresh(t, e)
	if got := titles(ask(t, e, "明码标价", today).Hits); got != "" {
		t.Errorf("struck document still found: %s", got)
	}
}

func TestHowAQuestionIsTypedDoesNotMatter(t *testing.T) {
	e := newEngine(t, t.TempDir(), starter())
	refresh(t, e)
	for _, q := range []string{
		"记名卡有有效期吗", "記名卡有有效期嗎", "请问记名卡的有效期怎么规定？？", "  记名卡　有效期 ", "记名卡有郊期是多久", "不记名卡有效期几年",
	} {
		wantFirst(t, e, q, "单用途商业预付卡管理办法第二条")
	}
	wantFirst(t, e, "外商投姿企业的年度报告啥时候交", "外商投资信息报告办法第二条") // 投资 mistyped
	wantFirst(t, e, "单用途商业预付卡管理办法第３条", "单用途商业预付卡管理办法第三条")
	wantFirst(t, e, "５０００元限额", "单用途商业预付卡管理办法第一条")
}

func TestWithdrawnDocumentDisappearsWithoutANewIndex(t *testing.T) {
	w := starter()
	e := newEngine(t, t.TempDir(), w)
	refresh(t, e)
	before := e.current.Load().gen
	w.strike("商业特许经营管理条例")
	if err := e.follow(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := titles(ask(t, e, "特许经营合同备案", today).Hits); strings.Contains(got, "特许") {
		t.Errorf("found withdrawn text: %s", got)
	}
	if e.current.Load().gen != before || e.current.Load().outdated() {
		t.Error("a withdrawal asked for a new index")
	}
}

func TestTextNotInForceNeverAnswersButIsAnnounced(t *testing.T) {
	w := starter()
	former := doc("外国企业合伙管理办法", "外国企业设立合伙企业应当向工商行政管理部门申请合伙登记。")
	former.Status, former.Effective, former.Repealed = policy.Repealed, "2010-03-01", "2020-01-01"
	former.SupersededBy = []string{"外商投资合伙登记规定"}
	w.publish(former, doc("外商投资合伙登记规定", "外商投资合伙企业的登记适用市场主体登记规定。"))
	e := newEngine(t, t.TempDir(), w)
	refresh(t, e)

	const question = "外国企业设立合伙企业应当向工商行政管理部门申请什么"
	res := ask(t, e, question, today)
	if got := titles(res.Hits); strings.Contains(got, former.Title) {
		t.Errorf("repealed text answers: %s", got)
	}
	if len(res.Old) == 0 || res.Old[0].Passage.Title != former.Title {
		t.Fatalf("old: got %v, want %s", cites(res.Old), former.Title)
	}
	if h := res.Old[0]; h.Status != policy.Repealed || h.Successor != "外商投资合伙登记规定" {
		t.Errorf("got %s, succeeded by %q", h.Status, h.Successor)
	}
	res = ask(t, e, question, "2015-05-05")
	if got := cites(res.Hits); len(got) == 0 || got[0] != former.Title+"第一条" {
		t.Errorf("on a day when it applied: got %v", got)
	}
	res = ask(t, e, question, "2009-01-01")
	if len(res.Old) == 0 || res.Old[0].Status != policy.NotYet {
		t.Errorf("before it applied: got %v, want it as not yet in force", cites(res.Old))
	}
}

func TestOtherProvincesLawIsHidden(t *testing.T) {
	w := &world{}
	for _, place := range []string{"北京市", "上海市", "海南省", "山东省", "青岛市", "全国（自贸试验区另有清单）", "自由贸易试验区", ""} {
		d := doc(place+"预付卡规定", "预付卡应当实行资金存管。")
		d.Jurisdiction = place
		w.publish(d)
	}
	e := newEngine(t, t.TempDir(), w)
	refresh(t, e)
	res := ask(t, e, "预付卡资金存管", today)
	got := titles(append(res.Hits, res.Old...))
	for _, place := range []string{"北京", "上海", "海南"} {
		if strings.Contains(got, place) {
			t.Errorf("%s counts for Qingdao: %s", place, got)
		}
	}
	if len(res.Hits) != 5 {
		t.Errorf("got %d hits, want 5: %s", len(res.Hits), got)
	}
}

func TestArticleIsListedOnce(t *testing.T) {
	w := starter()
	w.mu.Lock()
	w.items = append(w.items, policy.NewItem(&policy.QA{
		Question: "记名卡会过期吗", Wordings: []string{"记名预付卡有没有有效期"}, Answer: "记名卡不得设有效期。",
		Basis: []policy.Basis{{Title: "单用途商业预付卡管理办法", Article: "第二条"}},
	}, policy.FromStaff, policy.Approved))
	w.mu.Unlock()
	e := newEngine(t, t.TempDir(), w)
	refresh(t, e)
	res := ask(t, e, "记名预付卡有没有有效期？", today)
	got := cites(res.Hits)
	slices.Sort(got)
	if len(slices.Compact(slices.Clone(got))) != len(got) {
		t.Errorf("an article twice: %v", got)
	}
	if res.Outcome != desk.OutcomeAnswer || res.Hits[0].Passage.Item.Kind != policy.KindQA {
		t.Errorf("a question asked before: got %s by %s, want answer by qa", res.Outcome, res.Hits[0].Passage.Item.Kind)
	}
}

func TestRestartReusesTheIndex(t *testing.T) {
	w, dir := starter(), t.TempDir()
	first := newEngine(t, dir, w)
	refresh(t, first)
	name := first.current.Load().gen.name
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, name, statsFile))
	if err != nil {
		t.Fatal(err)
	}
	w.publish() // a new revision of the same texts
	second := newEngine(t, dir, w)
	refresh(t, second)
	again, err := os.Stat(filepath.Join(dir, second.current.Load().gen.name, statsFile))
	if err != nil {
		t.Fatal(err)
	}
	if !info.ModTime().Equal(again.ModTime()) || second.current.Load().gen.name != name {
		t.Error("index built again although no text changed")
	}
	wantFirst(t, second, "特许经营备案", "商业特许经营管理条例第二条")
}

func TestDamagedIndexIsReplaced(t *testing.T) {
	for name, damage := range map[string]func(dir string) error{
		"cut":     func(dir string) error { return os.Truncate(filepath.Join(dir, segmentFile), 100) },
		"changed": func(dir string) error { return os.WriteFile(filepath.Join(dir, segmentFile), []byte("x"), 0o600) },
		"no root": func(dir string) error { return os.Remove(filepath.Join(dir, "store/root.bolt")) },
		"bad root": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "store/root.bolt"), make([]byte, 4096), 0o600)
		},
		"no stats": func(dir string) error { return os.Remove(filepath.Join(dir, statsFile)) },
		"gone":     os.RemoveAll,
	} {
		t.Run(name, func(t *testing.T) {
			w, dir := starter(), t.TempDir()
			e := newEngine(t, dir, w)
			refresh(t, e)
			gen := filepath.Join(dir, e.current.Load().gen.name)
			if err := e.Close(); err != nil {
				t.Fatal(err)
			}
			if err := damage(gen); err != nil {
				t.Fatal(err)
			}
			e = newEngine(t, dir, w)
			refresh(t, e)
			wantFirst(t, e, "特许经营备案", "商业特许经营管理条例第二条")
		})
	}
}

func TestOlderIndexAnswersWhileTheNewOneIsMissing(t *testing.T) {
	w, dir := starter(), t.TempDir()
	e := newEngine(t, dir, w)
	refresh(t, e)
	w.publish(doc("价格法", "经营者应当明码标价。"))
	refresh(t, e)
	newest := e.current.Load().gen.name
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, newest)); err != nil {
		t.Fatal(err)
	}
	w.strike("单用途商业预付卡管理办法")
	e = newEngine(t, dir, w)
	if err := e.follow(t.Context()); err != nil { // what Run does before it builds
		t.Fatal(err)
	}
	if !e.Ready() {
		t.Fatal("the older index doesn't serve")
	}
	wantFirst(t, e, "明码标价", "价格法第一条")
	wantFirst(t, e, "特许经营备案", "商业特许经营管理条例第二条")
	if got := titles(ask(t, e, "记名卡有效期", today).Hits); strings.Contains(got, "预付卡") {
		t.Errorf("the older index shows what is withdrawn: %s", got)
	}
	refresh(t, e)
	wantFirst(t, e, "明码标价", "价格法第一条")
}

func TestPanicInSearchGivesTheIndexUp(t *testing.T) {
	w := starter()
	e := newEngine(t, t.TempDir(), w)
	refresh(t, e)
	broken := e.current.Load().gen
	broken.score.pairs.common.by = map[string]*postings{"备案": {of: broken.score.pairs, low: []uint16{9999}, tfs: []uint8{1}, most: 1}}
	if _, err := e.Find(t.Context(), Query{Text: "备案", On: today}); !errors.Is(err, errCorrupt) {
		t.Fatalf("got %v, want %v", err, errCorrupt)
	}
	refresh(t, e)
	if e.current.Load().gen == broken {
		t.Error("the broken index is still served")
	}
	wantFirst(t, e, "特许经营备案", "商业特许经营管理条例第二条")
}

func TestOnlyOneOlderIndexIsKept(t *testing.T) {
	w, dir := starter(), t.TempDir()
	e := newEngine(t, dir, w)
	for range 4 {
		w.publish(doc("价格法", "经营者应当明码标价。"+strings.Repeat("补", int(w.rev))))
		refresh(t, e)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 2 {
		t.Errorf("got %d directories, want the served index and one other", len(entries))
	}
}

func TestSearchGoesOnWhileIndexesAreExchanged(t *testing.T) {
	w := starter()
	e := newEngine(t, t.TempDir(), w)
	refresh(t, e)
	ctx, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() {
		if err := e.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	for range 4 {
		all.Go(func() {
			for ctx.Err() == nil {
				res, err := e.Find(t.Context(), Query{Text: "特许经营合同备案", On: today, Jurisdiction: office})
				if err != nil {
					t.Error(err)
					return
				}
				if got := cites(res.Hits); len(got) == 0 || got[0] != "商业特许经营管理条例第二条" {
					t.Errorf("got %v", got)
					return
				}
			}
		})
	}
	for i := range 6 {
		w.publish(doc("价格法", "经营者应当明码标价。"+strings.Repeat("又", i)))
		refresh(t, e)
	}
	w.publish(doc("直销管理条例", "直销企业应当缴存保证金。"))
	within(t, 10*time.Second, func() bool {
		return strings.Contains(titles(ask(t, e, "直销企业保证金", today).Hits), "直销管理条例")
	})
	stop()
	all.Wait()
}

// within waits until something is true.
func within(t testing.TB, d time.Duration, is func() bool) {
	t.Helper()
	for end := time.Now().Add(d); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not true within %v", d)
		}
	}
}

func TestClosedEngineSaysSo(t *testing.T) {
	e := newEngine(t, t.TempDir(), starter())
	refresh(t, e)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Find(t.Context(), Query{Text: "备案"}); !errors.Is(err, ErrClosed) {
		t.Errorf("got %v, want %v", err, ErrClosed)
	}
}

func TestOfficesVocabularyIsTakenOverByEveryEngine(t *testing.T) {
	src := pack(t).source
	var revision int64
	text := ""
	src.Vocabulary = func(_ context.Context, known int64) (int64, string, error) { return revision, text, nil }
	e := New(t.TempDir(), src, slog.New(slog.DiscardHandler))
	t.Cleanup(func() { e.Close() })
	for _, c := range []struct {
		revision int64
		text     string
		want     bool
	}{{0, "", false}, {1, "钢蹦币\t单用途商业预付卡\t测试\n", true}, {2, "一栏\n", true}, {3, "", false}} {
		revision, text = c.revision, c.text
		if err := e.Refresh(context.Background()); err != nil {
			t.Fatal(err)
		}
		found := len(e.current.Load().words.understand("钢蹦币").lawPairs) > 0
		if found != c.want {
			t.Errorf("revision %d: the word is known: %v, want %v", c.revision, found, c.want)
		}
	}
}
