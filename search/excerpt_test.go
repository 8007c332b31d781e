package search

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"shangda/needs"
	"shangda/policy"
)

func TestExcerptKeepsRuleAndProvisoTogether(t *testing.T) {
	const filler = "有关部门应当加强协作，提高服务水平。"
	for name, rule := range map[string]string{
		"但是": "外国投资者不得投资禁止类领域。但是，国务院批准的特殊情形除外。",
		"除外": "发卡企业不得设定记名卡有效期。法律、行政法规另有约定的除外。",
		"前款": "企业应当备案。前款规定不适用于个体工商户。",
		"列举": "有下列情形之一的，不予备案：\n（一）材料不全的；\n（二）主体不符的。\n但经补正的除外。",
	} {
		text := filler + rule + strings.Repeat(filler, 10)
		got, cut := Excerpt(text, strings.Trim(rule, "。")[:12], len(rule)+len(filler))
		if !cut || !strings.Contains(got, rule) {
			t.Errorf("%s: got %q, want all of %q", name, got, rule)
		}
		if got, cut := Excerpt(rule, "规定", len(rule)-1); got != "" && name != "列举" || !cut {
			t.Errorf("%s: a rule too long for its proviso came as %q", name, got)
		}
	}
}

func TestShortTextComesWhole(t *testing.T) {
	if got, cut := Excerpt(" 应当备案。 ", "备案", 100); got != "应当备案。" || cut {
		t.Errorf("got %q, %v", got, cut)
	}
}

// checkExcerpt holds an excerpt to what Excerpt promises.
func checkExcerpt(t rapid.TB, text, query string, most int) {
	text = strings.TrimSpace(text)
	got, cut := Excerpt(text, query, most)
	if len(got) > most {
		t.Fatalf("%d bytes, want at most %d", len(got), most)
	}
	if cut != (got != text) {
		t.Fatalf("cut is %v, text is whole: %v", cut, got == text)
	}
	if m := items.FindString(got); m != "" && list.MatchString(text[:max(strings.Index(text, got), 0)+len(m)]) {
		t.Fatalf("an item without the head of its list: %s", got)
	}
	for head, rest, left := strings.Cut(got, gap); left; head, rest, left = strings.Cut(got, gap) {
		if !strings.Contains(text, head) || !strings.HasSuffix(head, "：") && !strings.HasSuffix(head, ":") {
			t.Fatalf("%q is no head of a list in the text", head)
		}
		got = rest
	}
	at := strings.LastIndex(text, got)
	if at < 0 {
		t.Fatalf("%q is not part of the text", got)
	}
	if got == "" || strings.Count(text, got) > 1 {
		return // nobody can tell which of equal sentences it is
	}
	rest := strings.TrimSpace(text[at+len(got):])
	for _, proviso := range []string{"但", "除外", "前款规定不适用"} {
		if strings.HasPrefix(rest, proviso) {
			t.Fatalf("cut before %q:\n%s", rest[:min(30, len(rest))], got)
		}
	}
	if rest != "" && !strings.ContainsAny(got[len(got)-3:], "。！？；”）;.!?)") && !strings.HasSuffix(got, "：") && text[at+len(got)] != '\n' {
		t.Fatalf("cut inside a sentence: …%s", got[max(0, len(got)-30):])
	}
}

// items and list find items, and a head with its first item. They are written apart from itemMark, to check it.
var (
	items = regexp.MustCompile(`^[（(][一二三四五六七八九十]+[）)]`)
	list  = regexp.MustCompile(`[：:]\s*[（(]一[）)]`)
)

func TestItemStandsBelowTheHeadOfItsList(t *testing.T) {
	const filler = "有关部门应当加强协作，提高服务水平。"
	text := filler + "有下列情形之一的，可以不退款：\n（一）定作的商品。\n（二）鲜活易腐的商品。\n（三）拆封的音像制品、计算机软件。\n（四）报纸、期刊。\n" + strings.Repeat(filler, 9)
	const want = "有下列情形之一的，可以不退款：\n……\n（三）拆封的音像制品、计算机软件。"
	if got, cut := Excerpt(text, "拆封的音像制品", len(want)+3); got != want || !cut {
		t.Errorf("got %q, %v; want %q", got, cut, want)
	}
	if got, _ := Excerpt(text, "鲜活易腐", len("有下列情形之一的，可以不退款：\n（一）定作的商品。\n（二）鲜活易腐的商品。")); !strings.HasPrefix(got, "有下列情形之一的") {
		t.Errorf("got %q, want it to begin with the head", got)
	}
	if got, cut := Excerpt("（一）定作的商品。"+strings.Repeat(filler, 9), "定作", 40); got != "（一）定作的商品。" || !cut {
		t.Errorf("got %q, want the item of a list without a head", got)
	}
}

func TestExcerptOfAnyText(t *testing.T) {
	// Each piece stands in a text at most once, so that an excerpt has one place in it.
	pieces := []string{
		"企业应当备案。", "农村网点应当备案。", "但是，个体工商户除外。", "但是，另有规定的除外。", "有下列情形的：", "符合下列条件之一：", "\n（一）设立；", "（二）变更。",
		"\n（三）注销；", "\n", "前款规定不适用于农村网点。", "处一万元罚款！", "可以并处三万元罚款。", "报送信息",
	}
	rapid.Check(t, func(t *rapid.T) {
		picked := rapid.Permutation(pieces).Draw(t, "pieces")[:rapid.IntRange(1, len(pieces)).Draw(t, "n")]
		text := strings.Join(picked, "")
		checkExcerpt(t, text, rapid.SampledFrom([]string{"备案", "罚款", "", "x"}).Draw(t, "query"), rapid.IntRange(0, 300).Draw(t, "most"))
	})
}

// qualifies finds a sentence that takes something back of the one before it. It is written apart from isProviso, to check it.
var qualifies = regexp.MustCompile(`^(?:但|然而|不过|前款|前[两二三四]款|前项|上述|其中|除[^。]{1,60}外)|除外|例外|不在此限|不适用|另有(?:规定|约定)|从其规定|[依按]照其规定|不受(?:前|本|上述)`)

// TestNoRuleOfTheCorpusIsCutFromItsProviso asks for each sentence of every article in its own words, in every size the bot uses.
func TestNoRuleOfTheCorpusIsCutFromItsProviso(t *testing.T) {
	rules, held := 0, 0
	for _, d := range corpus(t) {
		for _, a := range d.Articles {
			text := strings.TrimSpace(a.Text)
			said := sentences(text, "。！？!?\n")
			for i := 1; i < len(said); i++ {
				rule, proviso := piece(text, said[i-1]), piece(text, said[i])
				if rule == "" || proviso == "" || !qualifies.MatchString(proviso) || strings.Count(text, rule) > 1 || strings.Count(text, proviso) > 1 {
					continue
				}
				rules++
				for _, most := range []int{90, 140, 200, 300, 600, 1200} {
					for _, query := range []string{rule, proviso} {
						got, cut := Excerpt(text, query, most)
						switch hasRule, hasProviso := strings.Contains(got, rule), strings.Contains(got, proviso); {
						case hasRule != hasProviso:
							t.Errorf("《%s》%s, %d bytes: rule %v, proviso %v\nrule: %s\nproviso: %s\ngot: %s", d.Title, a.Name, most, hasRule, hasProviso, rule, proviso, got)
						case !hasRule && !cut:
							t.Errorf("《%s》%s, %d bytes: left out silently", d.Title, a.Name, most)
						case hasRule:
							held++
						}
					}
				}
			}
			for _, most := range []int{120, 300, 600, 1200} {
				checkExcerpt(t, a.Text, d.Title+"罚款期限", most)
			}
		}
	}
	if rules < 200 || held < rules {
		t.Errorf("%d rules with a proviso in the corpus, %d shown with it: too few to say anything", rules, held)
	}
}

func piece(text string, u unit) string { return strings.TrimSpace(text[u.start:u.end]) }

// corpus reads the official documents beside the repository.
func corpus(t testing.TB) []*policy.Document {
	t.Helper()
	var out []*policy.Document
	for _, name := range needs.Shared(t, "corpus/docs/*.md") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		d, err := policy.Parse(filepath.Base(name), string(data))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, d)
	}
	return out
}
