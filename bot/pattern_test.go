package bot

import (
	"testing"

	"pgregory.net/rapid"

	"shangda/knowledge"
)

func TestPatternMatchesWhatItsExpressionMatches(t *testing.T) {
	items, err := knowledge.Starter()
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{"", "a1", "A 12", "我要投诉你们窗口态度差", "2018年的时候设立外资企业要备案吗", "商务部令第2号还有效吗", "11月3日股东会决议的，最晚哪天"}
	for _, it := range items {
		if it.QA != nil {
			texts = append(append(texts, it.QA.Question), it.QA.Wordings...)
		}
	}
	patterns := []*pattern{
		papers, wantsDisclosure, wantsPaper, notHeld, polite, forMe, leadIn, questionMarks, rhetorical, lookWords, against, olderWords, thisText,
		asksLimit, asksDay, asksLate, yearly, thenTime, byTime, isoTime, firstTime, nearTime, pastTime, nowTime, leaning, code,
	}
	for _, r := range routes {
		patterns = append(patterns, r.demand)
	}
	for _, w := range validityWords {
		patterns = append(patterns, w.words)
	}
	for _, f := range dayForms {
		patterns = append(patterns, f.form)
	}
	for _, f := range fieldWords {
		patterns = append(patterns, f.asked)
	}
	for _, p := range patterns {
		for _, text := range texts {
			if got, want := p.MatchString(text), p.Regexp.MatchString(text); got != want {
				t.Fatalf("%s on %q: got %v, want %v", p, text, got, want)
			}
		}
	}
}

func TestPatternNeverMissesAMatch(t *testing.T) {
	pieces := rapid.SliceOfN(rapid.SampledFrom([]string{"要", "想", "能", "不能", "投诉", "举报", "[甲乙]", "(?:丙|丁戊)", "己*", "庚+", "辛?", ".{0,3}", "(?:壬|癸)?", "(?:子|丑寅)+", "$", "^"}), 1, 6)
	rapid.Check(t, func(t *rapid.T) {
		expr := ""
		for _, p := range pieces.Draw(t, "pieces") {
			expr += p
		}
		p := compile(expr + "|" + pieces.Draw(t, "other")[0])
		text := rapid.StringOfN(rapid.SampledFrom([]rune("要想能不投诉举报甲乙丙丁戊己庚辛壬癸子丑寅")), 0, 12, -1).Draw(t, "text")
		if got, want := p.MatchString(text), p.Regexp.MatchString(text); got != want {
			t.Errorf("%s on %q: got %v, want %v", p, text, got, want)
		}
	})
}
