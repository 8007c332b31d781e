package store

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"shangda/desk"
	"shangda/policy"
)

func TestAnImportIsAuditedFileByFile(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		files := []ImportFile{
			{Name: "问答.xlsx", Digest: strings.Repeat("0a", 32), Items: []policy.Item{
				qa("一？", "一。", policy.FromImport, policy.Approved), qa("二？", "二。", policy.FromImport, policy.Approved),
			}},
			{Name: "三.xlsx", Digest: strings.Repeat("1b", 32), Items: []policy.Item{qa("三？", "三。", policy.FromImport, policy.Approved)}},
		}
		for i, want := range [][][]Saved{{{SavedNew, SavedNew}, {SavedNew}}, {{SavedUnchanged, SavedChanged}, {SavedUnchanged}}, {{SavedUnchanged, SavedUnchanged}, {SavedUnchanged}}} {
			if i == 1 {
				files[0].Items[1].QA.Answer = "改。"
			}
			got, err := s.Import(context.Background(), desk.Actor{}, files, evening)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("import %d: %v (-want +got)\n%s", i+1, err, diff)
			}
		}
		trail, err := s.Trail(context.Background(), AuditFilter{Act: "knowledge.imported"}, 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, a := range trail {
			got = append(got, a.Object[:len("file:0a")]+" "+a.After)
		}
		want := []string{
			`file:0a {"changed":1,"file":"问答.xlsx","new":0,"unchanged":1}`,
			`file:1b {"changed":0,"file":"三.xlsx","new":1,"unchanged":0}`,
			`file:0a {"changed":0,"file":"问答.xlsx","new":2,"unchanged":0}`,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if n := revision(t, s); n != 2 {
			t.Errorf("revision is %d, want 2", n)
		}
	})
}
