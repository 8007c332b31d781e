package search

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"shangda/desk"
	"shangda/policy"
)

// asking publishes the starter documents and the given links.
func asking(t *testing.T, stored ...desk.Link) *Engine {
	t.Helper()
	w := starter()
	src := w.source()
	src.Links = func(context.Context, int64) (int64, []desk.Link, error) { return int64(len(stored)) + 1, stored, nil }
	e := New(t.TempDir(), src, slog.New(slog.DiscardHandler))
	t.Cleanup(func() { _ = e.Close() })
	refresh(t, e)
	return e
}

func link(question, title, article string, kind desk.LinkKind, citizen int64, at policy.Date) desk.Link {
	day, _ := time.Parse(time.DateOnly, string(at))
	return desk.Link{Question: question, Title: title, Article: article, Kind: kind, Citizen: citizen, Approved: kind == desk.LinkStaff, At: day}
}

// foreign shares no words with the article that answers it.
const foreign = "剩下的钱啥时候作废"

func TestApprovedLinkBringsAnArticleThatWordsDontFind(t *testing.T) {
	if res := ask(t, asking(t), foreign, today); len(res.Hits) > 0 && res.Hits[0].Passage.Article == "第二条" {
		t.Fatalf("found without a link: %v", cites(res.Hits))
	}
	e := asking(t, link("卡里剩下的钱什么时候作废", "单用途商业预付卡管理办法", "第二条", desk.LinkStaff, 0, today))
	wantFirst(t, e, foreign, "单用途商业预付卡管理办法第二条")
}

func TestLinksFadeWithAge(t *testing.T) {
	var scores []float64
	for _, day := range []policy.Date{today, "2024-07-29", "2016-07-29"} {
		e := asking(t, link(foreign, "单用途商业预付卡管理办法", "第二条", desk.LinkStaff, 0, day))
		res := ask(t, e, foreign, today)
		at := slices.IndexFunc(res.Hits, func(h Hit) bool { return h.Passage.Article == "第二条" })
		if at < 0 {
			t.Fatalf("of %s: %v without what is linked", day, cites(res.Hits))
		}
		scores = append(scores, res.Hits[at].Score)
	}
	if scores[0] <= scores[1] || scores[1] <= scores[2] {
		t.Errorf("scores %v, want them falling with age", scores)
	}
}

func TestLinkToWhatIsNotPublishedIsIgnored(t *testing.T) {
	want := titles(ask(t, asking(t), foreign, today).Hits)
	e := asking(t, link(foreign, "没有的办法", "第二条", desk.LinkStaff, 0, today))
	if got := titles(ask(t, e, foreign, today).Hits); got != want {
		t.Errorf("got %s, want %s as without the link", got, want)
	}
}

// vague finds several articles, none for sure.
const vague = "企业报告备案办理"

func TestChoicesOfCitizensOnlyReorderCandidates(t *testing.T) {
	plain := ask(t, asking(t), vague, today)
	if plain.Outcome != desk.OutcomeChoose || len(plain.Hits) < 3 {
		t.Fatalf("%s with %v: the question no longer leaves a choice", plain.Outcome, cites(plain.Hits))
	}
	third := plain.Hits[2].Passage
	of := func(citizens ...int64) []desk.Link {
		var out []desk.Link
		for _, c := range citizens {
			out = append(out, link(vague, third.Title, third.Article, desk.LinkChoice, c, today))
		}
		return out
	}
	for name, c := range map[string]struct {
		links []desk.Link
		first string
	}{
		"one citizen, twenty times": {of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), plain.Hits[0].Passage.ID},
		"two citizens":              {of(1, 2), plain.Hits[0].Passage.ID},
		"three citizens":            {of(1, 2, 3), third.ID},
		"nobody's":                  {of(0, 0, 0, 0), plain.Hits[0].Passage.ID},
	} {
		res := ask(t, asking(t, c.links...), vague, today)
		if res.Outcome != plain.Outcome {
			t.Errorf("%s: outcome %s, want %s as before", name, res.Outcome, plain.Outcome)
		}
		if got := res.Hits[0].Passage.ID; got != c.first {
			t.Errorf("%s: first %s, want %s", name, got, c.first)
		}
		for _, h := range res.Hits {
			for _, p := range plain.Hits {
				if p.Passage.ID == h.Passage.ID && p.Confidence != h.Confidence {
					t.Errorf("%s: confidence of %s moved from %.3f to %.3f", name, h.Passage.ID, p.Confidence, h.Confidence)
				}
			}
		}
	}
}

func TestNewLinksNeedNoNewIndex(t *testing.T) {
	w := starter()
	src, revision := w.source(), int64(1)
	var stored []desk.Link
	src.Links = func(_ context.Context, known int64) (int64, []desk.Link, error) {
		if known == revision {
			return revision, nil, nil
		}
		return revision, stored, nil
	}
	e := New(t.TempDir(), src, slog.New(slog.DiscardHandler))
	defer e.Close()
	refresh(t, e)
	before := e.current.Load().gen
	stored = []desk.Link{link(foreign, "单用途商业预付卡管理办法", "第二条", desk.LinkStaff, 0, today)}
	revision++
	refresh(t, e)
	wantFirst(t, e, foreign, "单用途商业预付卡管理办法第二条")
	if e.current.Load().gen != before {
		t.Error("the index was exchanged")
	}
}

func TestPriorTurnsWithWhatWasAsked(t *testing.T) {
	of := func(subjects ...uint32) []float32 {
		var lessons []lesson
		for _, s := range subjects {
			lessons = append(lessons, lesson{[]string{"怎么办"}, source{doc: -1, to: []target{{s, 1}}}})
		}
		return newLinks(lessons, 1000).prior
	}
	var same, spread []uint32
	for i := range 900 {
		same, spread = append(same, uint32(i%10)), append(spread, uint32(i))
	}
	if p := of(same...); p[0] <= p[999] {
		t.Errorf("ten articles asked for ninety times each: prior %.2f, of one never asked for %.2f; want more", p[0], p[999])
	}
	if p := of(spread...); p[0] >= p[999] {
		t.Errorf("always another article: prior of an old one %.2f, of one never asked for %.2f; want less", p[0], p[999])
	}
	if p := of(); p[0] != 0 {
		t.Errorf("no links: prior %.2f, want 0", p[0])
	}
}

func BenchmarkVotes5k(b *testing.B) {
	passages := synthetic(5000)
	var lessons []lesson
	for i, p := range passages {
		text := []rune(p.Text)
		lessons = append(lessons, lesson{[]string{string(text[i%20 : i%20+18])}, source{doc: -1, to: []target{{uint32(i), 1}}}})
	}
	l := newLinks(lessons, len(passages))
	asked := understand("直销企业缴存保证金逾期不改正怎么处罚")
	b.ReportAllocs()
	for b.Loop() {
		l.similar(asked, mostTitles)
	}
}
