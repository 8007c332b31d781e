package bot

import (
	"context"
	"testing"

	"shangda/knowledge"
)

// BenchmarkConsult thinks over questions as citizens put them, the starter pack's own wordings.
func BenchmarkConsult(b *testing.B) {
	h := newHouse(b)
	items, err := knowledge.Starter()
	if err != nil {
		b.Fatal(err)
	}
	var questions []string
	for _, it := range items {
		if it.QA != nil {
			questions = append(questions, it.QA.Wordings...)
		}
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		h.Consult(context.Background(), questions[i%len(questions)], "", "")
	}
}
