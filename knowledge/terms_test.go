package knowledge

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"shangda/disclosure"
	"shangda/policy"
)

func TestTermsStandOnWordsThatAreInForce(t *testing.T) {
	lib := starter(t)
	for _, term := range readTermsOf(t) {
		p, holds := lib.Holds(&term, "2026-11-02")
		if !holds {
			t.Errorf("%s: 《%s》%s is not in force with the words %q", term.ID, term.Basis.Title, term.Basis.Article, term.Rule)
			continue
		}
		unit := map[string]string{string(disclosure.Workdays): "工作日", string(disclosure.Days): "日"}[term.Unit]
		if got, want := figures(term.Rule), fmt.Sprintf("%d%s", term.N, unit); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %s, but the rule %q says %v", term.ID, want, term.Rule, got)
		}
		if term.Extend > 0 && !slices.Contains(figures(p.Text), fmt.Sprintf("%d%s", term.Extend, unit)) {
			t.Errorf("%s: extended by %d, which %s does not allow", term.ID, term.Extend, term.Basis.Article)
		}
		if paragraphs := strings.Split(p.Text, "\n"); term.Paragraph != "" && !strings.Contains(paragraphs[paragraph(term.Paragraph)-1], term.Rule) {
			t.Errorf("%s: the rule does not stand in %s", term.ID, term.Paragraph)
		} else if term.Paragraph == "" && len(paragraphs) > 1 && !strings.Contains(paragraphs[0], term.Rule) {
			t.Errorf("%s: the rule does not stand in the first paragraph; name the one it stands in", term.ID)
		}
	}
}

func TestTermsAreQuotedToTheLetter(t *testing.T) {
	docs := corpus(t)
	for _, term := range readTermsOf(t) {
		d := docs[term.Basis.Title]
		if d == nil {
			t.Errorf("%s: 《%s》 is not in the corpus", term.ID, term.Basis.Title)
			continue
		}
		if official := articles(d)[term.Basis.Article]; !strings.Contains(official, term.Rule) {
			t.Errorf("%s: %q does not stand in %s:\n%s", term.ID, term.Rule, term.Basis.Article, official)
		}
	}
}

// What a term asks when it is missed must be a question that the pack answers.
func TestTermsLeadOnToAnswers(t *testing.T) {
	lib := starter(t)
	for _, term := range readTermsOf(t) {
		if term.Late == "" {
			continue
		}
		if _, ok := lib.Item(policy.ID(policy.KindQA, term.Late)); !ok {
			t.Errorf("%s: no question %q", term.ID, term.Late)
		}
	}
}

func TestTermWithMistakesIsRefusedByName(t *testing.T) {
	_, err := readTerms([]byte(`
- {id: a, basis: {title: 办法, article: 第一条}, rule: 三日内, n: 0, unit: day, act: 报, event: 日, zero: 日, words: [报]}
- {id: a, basis: {title: 办法, article: 第一条}, rule: 三日内, n: 3, unit: week, act: 报, event: 日, zero: 日, words: [报]}
- {id: c, basis: {title: 办法}, rule: 三日内, n: 3, unit: week, act: 报, event: 日, zero: 日}
`))
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{"term 1 a: n 0", "term 2 a: the id is taken", "term 3 c: basis", `unit "week"`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
}

func readTermsOf(t *testing.T) []policy.Term {
	t.Helper()
	all, err := Terms()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 15 {
		t.Fatalf("%d terms, want the whole table", len(all))
	}
	return all
}

func paragraph(name string) int {
	return map[string]int{"第一款": 1, "第二款": 2, "第三款": 3, "第四款": 4}[name]
}
