package search

import (
	"sync/atomic"

	index "github.com/blevesearch/bleve_index_api"
)

// mapped is an index's file as bleve maps it into memory. Whatever was read there stays in the process's memory, though the
// terms read are kept decoded; so it is let go after a while. Reading it again costs little: the kernel still has it.
type mapped struct {
	data []byte
	read atomic.Uint32 // terms
}

// letGoEvery is after how many terms that were read the file is let go.
const letGoEvery = 16

func newMapped(r index.IndexReader) *mapped {
	m := &mapped{}
	if r, ok := r.(interface{ file() []byte }); ok {
		m.data = r.file()
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
	if len(m.data) > 0 {
		forget(m.data)
	}
}
