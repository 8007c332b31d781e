package search

import (
	"slices"
	"strings"
	"testing"
)

func TestVocabularyIsReviewed(t *testing.T) {
	entries, err := parseVocabulary(strings.NewReader(vocabularyFile))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) < 250 {
		t.Errorf("%d lines, want at least 250", len(entries))
	}
}

func TestBadVocabularyLineIsRefusedWithItsNumber(t *testing.T) {
	const good = "# 说明\n\n充值卡\t预付卡\t口语\n"
	for _, tt := range []struct{ line, want string }{
		{"购物卡\t\t口语", "line 4: 购物卡 maps to nothing"},
		{"购物卡\t | \t口语", "line 4: 购物卡 maps to nothing"},
		{"购物卡\t预付卡\t", "line 4: 购物卡 has no reason"},
		{"购物卡\t预付卡 ", "line 4: 2 fields"},
		{"\t预付卡\t口语", "line 4: no everyday word"},
		{"预付卡\t单用途|预付卡\t口语", "line 4: 预付卡 maps to itself"},
		{"购物卡\t预付卡|预付卡\t口语", "line 4: 购物卡 maps to 预付卡 twice"},
		{"購物卡\t卡\t口语", "line 4: 购物卡 maps to 卡, which is too short"},
		{"充值卡\t单用途\t口语", "line 4: 充值卡 is already in line 3"},
	} {
		_, err := parseVocabulary(strings.NewReader(good + tt.line))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: got %v, want %s", tt.line, err, tt.want)
		}
	}
	_, err := parseVocabulary(strings.NewReader("甲\t乙\n丙\n" + good))
	if err == nil || !strings.Contains(err.Error(), "line 1") || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("got %v, want both lines", err)
	}
}

func TestEverydayWordsBringTheLaws(t *testing.T) {
	for _, tt := range []struct{ question, law string }{
		{"老外能开店吗", "外国投资者"},
		{"購物卡能退嗎", "预付卡"},
		{"４Ｓ店加价", "经销商"},
		{"想做ODI", "境外投资"},
		{"30天内", "三十日"},
		{"三年内", "3年"},
		{"5000元以上", "五千元"},
		{"５万元", "五万"},
		{"两年", "二年"},
		{"二十个工作日", "20"},
	} {
		got := understand(normalize(tt.question)).lawPairs
		for _, p := range analyze(tt.law).pairs {
			if !slices.Contains(got, p) {
				t.Errorf("%q: got %v, want %s of %s", tt.question, got, p, tt.law)
			}
		}
	}
}

func TestWordsOfTheLawAreNotTakenForEverydayOnes(t *testing.T) {
	for _, q := range []string{"个体工商户", "对外贸易经营者", "外商投资企业", "2021年", "modify", "123150", ""} {
		if got := understand(q).lawPairs; len(got) > 0 {
			t.Errorf("%q: got %v, want nothing", q, got)
		}
	}
}

func TestUnderstandingKeepsWhatWasAsked(t *testing.T) {
	entries, err := parseVocabulary(strings.NewReader(vocabularyFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		q := "请问" + e.everyday + "两年内怎么办"
		asked, got := analyzeQuery(q), understand(q)
		if !slices.Equal(asked.pairs, got.pairs) || !slices.Equal(asked.singles, got.singles) {
			t.Errorf("%q: got %v, want %v", q, got.pairs, asked.pairs)
		}
		for _, p := range got.lawPairs {
			if slices.Contains(got.pairs, p) {
				t.Errorf("%q: %s counts twice", q, p)
			}
		}
	}
}

func TestChineseNumeralsAreRead(t *testing.T) {
	for n := 1; n < 100_000; n = n*11/10 + 1 {
		if got, ok := valueOf(spell(n)); !ok || got != n {
			t.Errorf("%s: got %d, want %d", spell(n), got, n)
		}
	}
	for _, s := range []string{"二〇二一", "三五", "零"} {
		if n, ok := valueOf(s); ok {
			t.Errorf("%s: got %d, want none", s, n)
		}
	}
}

func BenchmarkUnderstand(b *testing.B) {
	text := normalize("老外想在自贸区开公司做外贸，注册资金50万元，两年没报年报会罚多少")
	for name, cut := range map[string]func(string) terms{"analyzeQuery": analyzeQuery, "understand": understand} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				cut(text)
			}
		})
	}
}
