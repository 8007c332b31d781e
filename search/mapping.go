package search

import (
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/mapping"

	"shangda/policy"
)

// The index's fields: the two ways terms cuts a passage.
const (
	fieldPairs   = "b"
	fieldSingles = "u"
)

// indexMapping keeps postings with frequencies and lengths, nothing else: texts live in the store. Terms are cut before
// they reach bleve, which only parts them at spaces.
func indexMapping() (*mapping.IndexMappingImpl, error) {
	const cut = "cut"
	m := bleve.NewIndexMapping()
	err := m.AddCustomAnalyzer(cut, map[string]any{"type": custom.Name, "tokenizer": whitespace.Name})
	if err != nil {
		return nil, err
	}
	doc := bleve.NewDocumentStaticMapping()
	for _, name := range []string{fieldPairs, fieldSingles} {
		f := bleve.NewTextFieldMapping()
		f.Analyzer = cut
		f.Store, f.IncludeTermVectors, f.IncludeInAll, f.DocValues = false, false, false, false
		doc.AddFieldMappingsAt(name, f)
	}
	m.DefaultMapping = doc
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	return m, nil
}

// indexed is the text under which a passage is found.
func indexed(p *policy.Passage) string {
	return strings.Join([]string{p.Title, p.Article, p.Heading, p.Asked, p.Text}, "\n")
}
