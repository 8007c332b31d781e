package policy_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"shangda/knowledge"
	"shangda/policy"
)

func TestOutlineOfEveryDocumentIsReadBackAsItWas(t *testing.T) {
	items, err := knowledge.Starter()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, it := range items {
		if it.Kind != policy.KindDocument {
			continue
		}
		n++
		got, err := policy.ReadOutline(policy.Outline(it.Document.Articles))
		if err != nil {
			t.Errorf("%s: %v", it.Title(), err)
		}
		if diff := cmp.Diff(it.Document.Articles, got); diff != "" {
			t.Errorf("%s (-was +read):\n%.2000s", it.Title(), diff)
		}
	}
	if n < 50 {
		t.Fatalf("%d documents, want those of the starter pack", n)
	}
}

func TestMistakesOfAnOutlineAreNamedWithTheirLine(t *testing.T) {
	_, err := policy.ReadOutline("开头\n\n## 第一章\n### 第一条\n文字\n###\n又\n### 第一条\n### 第二条\n尾\n")
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("got %v, want several errors", err)
	}
	var got []policy.OutlineError
	for _, e := range joined.Unwrap() {
		var o *policy.OutlineError
		if !errors.As(e, &o) {
			t.Fatalf("got %v", e)
		}
		got = append(got, *o)
	}
	want := []policy.OutlineError{
		{Line: 1, Fault: policy.OutlineLoose},
		{Line: 6, Fault: policy.OutlineUnnamed},
		{Line: 8, Fault: policy.OutlineTwice, Name: "第一条"},
		{Line: 8, Fault: policy.OutlineEmpty, Name: "第一条"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
