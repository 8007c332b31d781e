package search

import (
	"context"
	"fmt"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// reader reads the terms of an index straight from its one segment. bleve opens the field's dictionary anew for every term, and
// in its list of terms (zapx 17.2.5) all that come after the first that one passage has are counted once.
type reader struct {
	index.IndexReader
	segment segment.Segment
	fields  map[string]*sync.Pool // of *termReader
}

func newReader(r index.IndexReader) (*reader, error) {
	snapshot, ok := r.(*scorch.IndexSnapshot)
	if !ok || len(snapshot.Segments()) != 1 {
		return nil, fmt.Errorf("%w: not one segment", errCorrupt)
	}
	return &reader{
		IndexReader: r, segment: snapshot.Segments()[0].Segment(),
		fields: map[string]*sync.Pool{fieldPairs: {}, fieldSingles: {}},
	}, nil
}

// file is the segment as it is mapped into memory; nil where it isn't.
func (r *reader) file() []byte {
	if s, ok := r.segment.(interface{ Data() []byte }); ok {
		return s.Data()
	}
	return nil
}

// termReader is at a term being read, and keeps what reading the next one of its field needs again.
type termReader struct {
	from     *sync.Pool
	dict     segment.TermDictionary
	list     segment.PostingsList
	passages segment.PostingsIterator
}

// seek goes to a term. The caller closes it.
func (r *reader) seek(field string, name []byte) (*termReader, error) {
	from := r.fields[field]
	t, ok := from.Get().(*termReader)
	if !ok {
		dict, err := r.segment.Dictionary(field)
		if err != nil {
			return nil, err
		}
		t = &termReader{from: from, dict: dict}
	}
	var err error
	t.list, err = t.dict.PostingsList(name, nil, t.list)
	return t, err
}

// TermFieldReader reads a term's passages by rising number. The frequencies are there, whatever is asked for.
func (r *reader) TermFieldReader(_ context.Context, name []byte, field string, _, _, _ bool) (index.TermFieldReader, error) {
	t, err := r.seek(field, name)
	if err != nil {
		return nil, err
	}
	t.passages = t.list.Iterator(true, false, false, t.passages)
	return t, nil
}

func (t *termReader) Count() uint64 { return t.list.Count() }

func (t *termReader) Next(into *index.TermFieldDoc) (*index.TermFieldDoc, error) {
	p, err := t.passages.Next()
	return fill(into, p, err)
}

func (t *termReader) Advance(id index.IndexInternalID, into *index.TermFieldDoc) (*index.TermFieldDoc, error) {
	p, err := t.passages.Advance(id.Value())
	return fill(into, p, err)
}

func fill(into *index.TermFieldDoc, p segment.Posting, err error) (*index.TermFieldDoc, error) {
	if p == nil || err != nil {
		return nil, err
	}
	if into == nil {
		into = &index.TermFieldDoc{}
	}
	into.ID = index.NewIndexInternalID(into.ID, p.Number())
	into.Freq = p.Frequency()
	return into, nil
}

func (t *termReader) Size() int { return t.list.Size() + t.passages.Size() }

func (t *termReader) Close() error {
	t.from.Put(t)
	return nil
}

// FieldDict lists the terms of a field with the passages that have them.
func (r *reader) FieldDict(field string) (index.FieldDict, error) {
	d, err := r.IndexReader.FieldDict(field)
	return &counted{d, r, field}, err
}

type counted struct {
	index.FieldDict
	reader *reader
	field  string
}

func (d *counted) Next() (*index.DictEntry, error) {
	e, err := d.FieldDict.Next()
	if e == nil || err != nil {
		return nil, err
	}
	t, err := d.reader.seek(d.field, []byte(e.Term))
	if err != nil {
		return nil, err
	}
	defer t.Close()
	e.Count = t.Count()
	return e, nil
}
