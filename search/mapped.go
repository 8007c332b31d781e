package search

import (
	"sync/atomic"

	index "github.com/blevesearch/bleve_index_api"
)

// mapped are an index's files as bleve maps them into memory. Whatever was read there stays in the process's memory, though the
// terms read are kept decoded; so it is let go after a while. Reading it again costs little: the kernel still has it.
type mapped struct {
	files [][]byte
	read  atomic.Uint32 // terms
}

// letGoEvery is after how many terms that were read the files are let go.
const letGoEvery = 16

func newMapped(r index.IndexReader) *mapped {
	m := &mapped{}
	if j, ok := r.(*joined); ok {
		r = j.IndexReader
	}
	if r, ok := r.(*reader); ok {
		if file, ok := r.segment.(interface{ Data() []byte }); ok {
			m.files = append(m.files, file.Data())
		}
	}
	return m
}

// wasRead counts a term.
func (m *mapped) wasRead() {
	if m.read.Add(1)%letGoEvery == 0 {
		m.letGo()
	}
}

func (m *mapped) letGo() {
	for _, file := range m.files {
		forget(file)
	}
}
