package store

import (
	"context"
	"path/filepath"
	"regexp"
	"testing"

	"shangda/disclosure"
	"shangda/seal"
)

func TestRotationSealsEveryTextAnewAndAllStayReadable(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		ctx := context.Background()
		path := filepath.Join(t.TempDir(), "key")
		keys, err := seal.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		s := furnished(t, url, keys)
		p := &Paper{Request: 1, Kind: disclosure.PaperReceipt, Page: []byte("page")}
		err = s.IssuePaper(ctx, p, "测", clerk, morning, func(string) ([]byte, error) { return []byte("docx"), nil })
		if err != nil {
			t.Fatal(err)
		}
		next, err := seal.Rotate(path)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := s.Reseal(ctx, next); err != nil || n < 5 {
			t.Fatalf("sealed anew: %d, %v, want at least the case, two of the paper, two of the file", n, err)
		}
		old := regexp.MustCompile(`"1\.[A-Za-z0-9+/]{30,}`)
		for table, rows := range contents(t, s) {
			for _, row := range rows {
				if old.MatchString(row) {
					t.Errorf("%s: a text of the older key: %.80s", table, row)
				}
			}
		}
		if again, err := s.Reseal(ctx, next); err != nil || again != 0 {
			t.Errorf("again: %d, %v, want nothing left", again, err)
		}
		r, err := s.Request(ctx, 1)
		if err != nil || r.Application.Name != "测试人" {
			t.Errorf("the case: %q, %v", r.Application.Name, err)
		}
		if got, err := s.OpenPaper(ctx, p.ID); err != nil || string(got.Data) != "docx" || string(got.Page) != "page" {
			t.Errorf("the paper: %q, %q, %v", got.Data, got.Page, err)
		}
		if f, err := s.OpenFile(ctx, 1); err != nil || f.Name != "证件.png" || len(f.Data) != 300_000 {
			t.Errorf("the file: %q, %d bytes, %v", f.Name, len(f.Data), err)
		}
		if found, err := s.Requests(ctx, RequestFilter{Name: "测试人"}, 2); err != nil || len(found) != 1 {
			t.Errorf("found by name: %d, %v, want 1: the index outlives a rotation", len(found), err)
		}
	})
}
