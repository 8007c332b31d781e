package knowledge

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"shangda/needs"
	"shangda/policy"
)

// corpus parses the official documents that lie beside the project, by title.
func corpus(t *testing.T) map[string]*policy.Document {
	t.Helper()
	files := needs.Shared(t, "corpus/docs/*.md")
	docs := map[string]*policy.Document{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		d, err := policy.Parse(filepath.Base(f), string(text))
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		docs[d.Title] = d
	}
	return docs
}

func TestArticlesAreQuotedToTheLetter(t *testing.T) {
	docs := corpus(t)
	quoted := 0
	for _, it := range starter(t).Items {
		if it.Kind != policy.KindDocument || docs[it.Document.Title] == nil {
			continue
		}
		official := articles(docs[it.Document.Title])
		for _, a := range it.Document.Articles {
			if strings.HasPrefix(a.Name, "§") { // in our own words
				continue
			}
			quoted++
			if want := official[a.Name]; squeeze(a.Text) != squeeze(want) {
				t.Errorf("《%s》 %s\n got %s\nwant %s", it.Document.Title, a.Name, a.Text, want)
			}
		}
	}
	if quoted < 300 {
		t.Errorf("%d articles compared, want the pack's hundreds", quoted)
	}
}

func TestEditionsHaveTheirOfficialDatesAndStatus(t *testing.T) {
	docs := corpus(t)
	for _, it := range starter(t).Items {
		if it.Kind != policy.KindDocument {
			continue
		}
		got := it.Document
		want := docs[got.Title]
		if want == nil {
			wantPredecessor(t, docs, got)
			continue
		}
		for field, pair := range map[string][2]string{
			"doc_no":    {got.DocNo, want.DocNo},
			"published": {string(got.Published), string(want.Published)},
			"effective": {string(got.Effective), string(want.Effective)},
			"repealed":  {string(got.Repealed), string(want.Repealed)},
			"status":    {string(got.Status), string(want.Status)},
			"successor": {strings.Join(got.SupersededBy, " "), strings.Join(want.SupersededBy, " ")},
		} {
			if pair[0] != pair[1] {
				t.Errorf("《%s》: %s is %q, want %q", got.Title, field, pair[0], pair[1])
			}
		}
	}
}

// wantPredecessor checks a card that stands for an edition nobody imported yet: it begins where the edition before ends.
func wantPredecessor(t *testing.T, docs map[string]*policy.Document, d *policy.Document) {
	t.Helper()
	if len(d.Supersedes) != 1 || docs[d.Supersedes[0]] == nil {
		t.Errorf("《%s》 supersedes %v, want one edition that is on file", d.Title, d.Supersedes)
		return
	}
	before := docs[d.Supersedes[0]]
	if before.Repealed != d.Effective || !slices.Contains(before.SupersededBy, d.Title) {
		t.Errorf("《%s》 begins %s, but 《%s》 ends %s, replaced by %v", d.Title, d.Effective, before.Title, before.Repealed, before.SupersededBy)
	}
}

func TestTheNationwideListIsTheOfficialText(t *testing.T) {
	docs := corpus(t)
	l := list(t, starter(t), "外商投资准入特别管理措施（负面清单）（2024年版）")
	d := docs[l.Title]
	if d == nil {
		t.Fatal("the corpus has no document of this title")
	}
	if l.DocNo != d.DocNo || l.Effective != d.Effective || l.Issuer != d.Issuer || !slices.Equal(l.Supersedes, d.Supersedes) {
		t.Errorf("got %s %s %s %v, want %s %s %s %v",
			l.DocNo, l.Effective, l.Issuer, l.Supersedes, d.DocNo, d.Effective, d.Issuer, d.Supersedes)
	}
	official := articles(d)
	for _, e := range l.Entries {
		if want := official[e.Name()]; e.Measure != want {
			t.Errorf("%s\n got %s\nwant %s", e.Name(), e.Measure, want)
		}
	}
	for _, n := range l.Notes {
		if want := official[n.Name]; n.Text != want {
			t.Errorf("%s\n got %s\nwant %s", n.Name, n.Text, want)
		}
	}
	before := docs[l.Supersedes[0]]
	for _, c := range l.Changes {
		struck := slices.ContainsFunc(before.Articles, func(a policy.Article) bool { return a.Text == c.Before })
		stays := slices.ContainsFunc(l.Entries, func(e policy.Entry) bool { return e.Measure == c.Before })
		if !struck || stays || c.Since != l.Effective {
			t.Errorf("struck since %s: %s; on the list before %v, still on it %v", c.Since, c.Before, struck, stays)
		}
	}
}

func articles(d *policy.Document) map[string]string {
	out := map[string]string{}
	for _, a := range d.Articles {
		out[a.Name] = a.Text
	}
	return out
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }
