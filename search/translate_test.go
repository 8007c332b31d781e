package search

import (
	"context"
	"log/slog"
	"testing"

	"shangda/desk"
	"shangda/policy"
)

// lessonsOfNames say that who asks for a 商号 is answered by articles of 名称.
var lessonsOfNames = []answeredBy{
	{[]string{"商号怎么取"}, []string{"企业名称由行业组成"}},
	{[]string{"商号能转让吗", "能把商号卖掉吗"}, []string{"企业名称可以转让"}},
	{[]string{"商号重复了"}, []string{"企业名称不得相同"}},
	{[]string{"罚款怎么交"}, []string{"当事人到银行缴纳"}},
	{[]string{"罚款能分期吗"}, []string{"当事人可以申请延期缴纳"}},
	{[]string{"押金怎么退"}, []string{"经营者返还预付款"}},
	{[]string{"押金不退"}, []string{"经营者返还余额"}},
}

func TestAnsweredQuestionsTeachTheWordsOfArticles(t *testing.T) {
	words := newTranslator(byCharacters, lessonsOfNames)
	for question, texts := range map[string][2]string{ // right and wrong, neither answered anything yet
		"商号被别人用了": {"名称受保护", "当事人应当缴纳"},
		"罚款太高":    {"逾期缴纳", "企业名称登记"},
		"押金多久到账":  {"返还期限", "企业名称登记"},
	} {
		x := words.translate(question)
		right, wrong := x.of(texts[0]), x.of(texts[1])
		if right <= wrong {
			t.Errorf("%s: %q counts %.2f, %q %.2f, want more", question, texts[0], right, texts[1], wrong)
		}
		x.release()
	}
}

func TestATranslationLeavesNothingToTheNext(t *testing.T) {
	words := newTranslator(byCharacters, lessonsOfNames)
	of := func(question string) float32 {
		x := words.translate(question)
		defer x.release()
		return x.of("企业名称登记")
	}
	before := of("商号")
	_ = of("罚款押金")
	if after := of("商号"); after != before || before == 0 {
		t.Errorf("got %v after another question, %v before", after, before)
	}
	if got := of("天气 hello"); got != 0 {
		t.Errorf("words never asked count %v, want 0", got)
	}
}

func TestWordingsOfOneAnswerCountOnce(t *testing.T) {
	many := []answeredBy{{[]string{"发票", "开发票", "要发票", "发票呢"}, []string{"税务机关"}}}
	few := []answeredBy{{[]string{"发票"}, []string{"税务机关"}}, {[]string{"开发票"}, []string{"税务机关"}}}
	of := func(lessons []answeredBy) float32 {
		x := newTranslator(byCharacters, append(lessons, lessonsOfNames...)).translate("发票")
		defer x.release()
		return x.of("税务机关")
	}
	if of(many) >= of(few) {
		t.Errorf("four wordings of one answer count %.3f, two answers %.3f, want less", of(many), of(few))
	}
}

// TestWhatWasAskedOfAnArticleSpeaksForThoseNearby: the next article of the same law is preferred to an equal one elsewhere.
func TestWhatWasAskedOfAnArticleSpeaksForThoseNearby(t *testing.T) {
	w := &world{}
	for _, title := range []string{"甲办法", "乙办法"} {
		d := doc(title)
		for _, n := range []string{"第五条", "第六条", "第七条"} {
			d.Articles = append(d.Articles, policy.Article{Name: n, Text: "仓库应当保持干燥，" + n + "另有规定的除外。"})
		}
		w.publish(d)
	}
	src := w.source()
	src.Links = func(context.Context, int64) (int64, []desk.Link, error) {
		return 1, []desk.Link{link("货物受潮谁赔", "乙办法", "第五条", desk.LinkStaff, 0, today)}, nil
	}
	e := New(t.TempDir(), src, slog.New(slog.DiscardHandler))
	t.Cleanup(func() { _ = e.Close() })
	refresh(t, e)
	v := e.current.Load()
	l := v.learned.Load()
	text := "货物受潮谁来赔"
	votes := l.trusted.vote(text, v.words.understand(text), l.known, chosen, 0)
	defer votes.release()
	of := func(title, article string) float32 {
		return votes.near(l.known.number[policy.Basis{Title: title, Article: article}])
	}
	if next, after, elsewhere := of("乙办法", "第六条"), of("乙办法", "第七条"), of("甲办法", "第六条"); next <= after || after <= elsewhere || elsewhere != 0 {
		t.Errorf("got %.3f for the next article, %.3f for the one after, %.3f elsewhere, want them falling to 0", next, after, elsewhere)
	}
}
