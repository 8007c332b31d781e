package search

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2"
	index "github.com/blevesearch/bleve_index_api"

	"shangda/policy"
)

// format changes whenever analyze, indexed or indexMapping do, so that an index of an earlier program is built again.
const format = "2"

var errCorrupt = errors.New("search: index is damaged")

// stats tells a whole index from a damaged one. It is written last, so a generation without it was never finished.
type stats struct {
	Format   string `json:"format"`
	Passages int    `json:"passages"`
	Sum      uint32 `json:"crc32"` // of the segment
}

const (
	buildPrefix = "building-"
	statsFile   = "stats.json"
	segmentFile = "store/000000000002.zap" // the one segment a bleve.Builder leaves
)

// generation is one index on disk, opened read-only; it is searched until closed.
type generation struct {
	name   string
	index  bleve.Index
	reader *reader
	keys   []string // by document number
	score  *scorer  // of it alone; nil once one of it and of what stands beside it serves

	using   sync.RWMutex // held for reading by every search
	closed  bool
	damaged atomic.Bool // a search panicked
}

// key stands for a passage and its indexed text, so a generation can tell by itself which passages of a newer library it
// still covers. The external ID in the index is the key and the passage's length in pairs and in singles, which
// bleve keeps only as a norm beside each posting.
func key(p *policy.Passage) string {
	sum := sha256.Sum256([]byte(p.ID + "\n" + indexed(p)))
	return base32.StdEncoding.EncodeToString(sum[:15])
}

// digest names a set of passages.
func digest(keys []string) string {
	h := sha256.New()
	_, _ = io.WriteString(h, format)
	for _, k := range keys {
		_, _ = io.WriteString(h, "\n"+k)
	}
	return strings.ToLower(base32.StdEncoding.EncodeToString(h.Sum(nil)[:10]))
}

// build writes the passages' index to dir, which must not exist: it appears there complete or not at all.
func build(ctx context.Context, dir string, passages []*policy.Passage, keys []string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return err
	}
	aside, err := os.MkdirTemp(filepath.Dir(dir), buildPrefix)
	if err != nil {
		return err
	}
	defer os.RemoveAll(aside)
	made := filepath.Join(aside, "index")
	st, err := write(ctx, made, aside, passages, keys)
	if err != nil {
		return err
	}
	if st.Sum, err = checksum(made); err != nil {
		return err
	}
	data, err := json.Marshal(st)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(made, statsFile), data, 0o600); err != nil {
		return err
	}
	if err := os.Rename(made, dir); err != nil {
		if _, there := readStats(dir); there != nil {
			return err
		} // else another process was faster
	}
	return nil
}

func write(ctx context.Context, dir, scratch string, passages []*policy.Passage, keys []string) (stats, error) {
	st := stats{Format: format, Passages: len(passages)}
	m, err := indexMapping()
	if err != nil {
		return st, err
	}
	b, err := bleve.NewBuilder(dir, m, map[string]any{"buildPathPrefix": scratch, "batchSize": 2000})
	if err != nil {
		return st, err
	}
	for i, p := range passages {
		if err := ctx.Err(); err != nil {
			return st, err // the builder's files lie in scratch and go with it
		}
		t := analyze(indexed(p))
		id := fmt.Sprintf("%s\t%d\t%d", keys[i], len(t.pairs), len(t.singles))
		err := b.Index(id, map[string]any{
			fieldPairs:   strings.Join(t.pairs, " "),
			fieldSingles: strings.Join(t.singles, " "),
		})
		if err != nil {
			return st, fmt.Errorf("passage %s: %w", p.ID, err)
		}
	}
	return st, b.Close()
}

// open checks and opens a generation. Whatever is wrong with it comes back as an error, never as a panic.
func open(dir string) (g *generation, err error) {
	defer func() {
		if r := recover(); r != nil {
			g, err = nil, fmt.Errorf("%w: %v", errCorrupt, r)
		}
	}()
	st, err := readStats(dir)
	if err != nil {
		return nil, err
	}
	idx, err := bleve.OpenUsing(dir, map[string]any{"read_only": true, "bolt_timeout": "5s"})
	if err != nil {
		return nil, err
	}
	g = &generation{name: filepath.Base(dir), index: idx}
	if err := g.read(st); err != nil {
		return nil, errors.Join(err, idx.Close())
	}
	return g, nil
}

func readStats(dir string) (stats, error) {
	var st stats
	data, err := os.ReadFile(filepath.Join(dir, statsFile))
	if err != nil {
		return st, err
	}
	if err := json.Unmarshal(data, &st); err != nil {
		return st, fmt.Errorf("%w: %w", errCorrupt, err)
	}
	if st.Format != format {
		return st, fmt.Errorf("search: index of format %q, want %q", st.Format, format)
	}
	sum, err := checksum(dir)
	if err != nil {
		return st, err
	}
	if sum != st.Sum {
		return st, fmt.Errorf("%w: checksum %08x, want %08x", errCorrupt, sum, st.Sum)
	}
	return st, nil
}

func checksum(dir string) (uint32, error) {
	f, err := os.Open(filepath.Join(dir, segmentFile))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	h := crc32.New(crc32.MakeTable(crc32.Castagnoli))
	if _, err := io.Copy(h, f); err != nil {
		return 0, err
	}
	return h.Sum32(), nil
}

// read takes a reader for the generation's whole life, learns the keys and tries one query through bleve.
func (g *generation) read(st stats) error {
	low, err := g.index.Advanced()
	if err != nil {
		return err
	}
	opened, err := low.Reader()
	if err != nil {
		return err
	}
	r, err := newReader(opened)
	if err != nil {
		return errors.Join(err, opened.Close())
	}
	n, err := r.DocCount()
	if err != nil {
		return errors.Join(err, r.Close())
	}
	if int(n) != st.Passages {
		return errors.Join(fmt.Errorf("%w: %d passages, want %d", errCorrupt, n, st.Passages), r.Close())
	}
	keys, lengths, err := externalIDs(r, int(n))
	if err != nil {
		return errors.Join(err, r.Close())
	}
	g.keys = keys
	g.reader, g.score = r, newScorer(r, lengths, chosen)
	if err := g.score.warm(); err != nil {
		return errors.Join(err, r.Close())
	}
	if err := g.smoke(); err != nil {
		return errors.Join(err, r.Close())
	}
	g.score.files.letGo()
	return nil
}

// externalIDs reads every external ID: the keys, and the passages' lengths.
func externalIDs(r index.IndexReader, n int) (keys []string, lengths [2][]int, err error) {
	keys = make([]string, n)
	lengths = [2][]int{make([]int, n), make([]int, n)}
	var number index.IndexInternalID
	for i := range n {
		number = index.NewIndexInternalID(number, uint64(i))
		id, err := r.ExternalID(number)
		if err != nil {
			return nil, lengths, err
		}
		for _, f := range []int{1, 0} {
			at := strings.LastIndexByte(id, '\t')
			if lengths[f][i], err = strconv.Atoi(id[at+1:]); at < 0 || err != nil {
				return nil, lengths, fmt.Errorf("%w: external id %q", errCorrupt, id)
			}
			id = id[:at]
		}
		keys[i] = strings.Clone(id)
	}
	return keys, lengths, nil
}

// smoke sends the engine's own query through bleve, with the commonest character: some passage must have it.
func (g *generation) smoke() error {
	if g.score.singles.commonest == "" {
		return nil // no passage has a term
	}
	var found ranking
	q := &passagesQuery{scorer: g.score, terms: terms{singles: []string{g.score.singles.commonest}}, found: &found}
	res, err := g.index.Search(bleve.NewSearchRequestOptions(q, 1, 0, false))
	if err != nil {
		return err
	}
	if len(res.Hits) != 1 {
		return fmt.Errorf("%w: %d passages found, want 1", errCorrupt, len(res.Hits))
	}
	return nil
}

// acquire keeps the generation open until release; false when it is closed already.
func (g *generation) acquire() bool {
	g.using.RLock()
	if g.closed {
		g.using.RUnlock()
		return false
	}
	return true
}

func (g *generation) release() { g.using.RUnlock() }

// close waits for the searches under way.
func (g *generation) close() error {
	g.using.Lock()
	defer g.using.Unlock()
	if g.closed {
		return nil
	}
	g.closed = true
	return errors.Join(g.reader.Close(), g.index.Close())
}
