package search

import (
	"slices"
	"strings"
	"testing"
)

func TestQuestionIsCutIntoPairsAndWords(t *testing.T) {
	for _, tt := range []struct{ question, pairs, singles string }{
		{"外资企业怎么备案？", "外资 资企 企业 备案", "外 资 企 业 备 案"},
		{"請問ＥＤＩ許可證怎麼辦", "edi 许可 可证", "edi 许 可 证"},
		{"2024年版负面清单", "2024 年版 版负 负面 面清 清单", "2024 年 版 负 面 清 单"},
		{"备案备案", "备案 案备", "备 案"},
		{"没收违法所得", "没收 收违 违法 法所 所得", "没 收 违 法 所 得"},
		{"第33条", "第三 三十 十三 三条", "第 三 十 条"},
		{"吗", "", ""},
		{"", "", ""},
	} {
		got := analyzeQuery(tt.question)
		if p := strings.Join(got.pairs, " "); p != tt.pairs {
			t.Errorf("%q: pairs %q, want %q", tt.question, p, tt.pairs)
		}
		if s := strings.Join(got.singles, " "); s != tt.singles {
			t.Errorf("%q: singles %q, want %q", tt.question, s, tt.singles)
		}
	}
}

func TestTextKeepsEveryOccurrence(t *testing.T) {
	got := analyze("备案，备案的")
	if want := []string{"备案", "备案", "案的"}; !slices.Equal(got.pairs, want) {
		t.Errorf("got %v, want %v", got.pairs, want)
	}
}

func TestSimplifiedTextIsNotCopied(t *testing.T) {
	const text = "外国投资者应当通过企业登记系统报送投资信息，著作权除外。"
	if n := testing.AllocsPerRun(10, func() { normalize(text) }); n != 0 {
		t.Errorf("%v allocations, want 0", n)
	}
}

func TestBrokenUTF8IsAnalysed(t *testing.T) {
	for _, s := range []string{"\xff", "备\xe5", "\xf0\x9f", strings.Repeat("\x80", 100)} {
		analyze(s)
		analyzeQuery(s)
	}
}

func TestNumeralsAreSpeltAsArticlesAre(t *testing.T) {
	for n, want := range map[int]string{
		1: "一", 10: "十", 11: "十一", 20: "二十", 33: "三十三", 100: "一百", 105: "一百零五", 110: "一百一十", 260: "二百六十", 1001: "一千零一", 1260: "一千二百六十",
	} {
		if got := numeral(n); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
}
