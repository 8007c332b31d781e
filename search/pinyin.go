package search

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed pinyin.tsv
var pinyinFile string

// syllable is a reading without tone; 0 is none.
type syllable uint16

const (
	firstRead = 0x4E00
	lastRead  = 0x9FFF
)

// readings are how characters sound, by their distance from firstRead.
type readings struct {
	exact [lastRead - firstRead + 1][2]syllable
	loose []syllable // by exact syllable: the one that stands for all that dialects and input methods confuse with it
}

var loosely = strings.NewReplacer("zh", "z", "ch", "c", "sh", "s", "ing", "in", "eng", "en")

var pronounced = sync.OnceValue(func() *readings { return readPinyin(pinyinFile) })

// readPinyin reads lines of a syllable and its characters.
func readPinyin(file string) *readings {
	r := &readings{loose: []syllable{0}}
	standsFor := map[string]syllable{}
	for l := range strings.Lines(file) {
		name, characters, ok := strings.Cut(strings.TrimSpace(l), "\t")
		if !ok {
			continue
		}
		id := syllable(len(r.loose))
		loose := loosely.Replace(name)
		if strings.HasPrefix(loose, "n") {
			loose = "l" + loose[1:]
		}
		if standsFor[loose] == 0 {
			standsFor[loose] = id
		}
		r.loose = append(r.loose, standsFor[loose])
		for _, c := range characters {
			of := &r.exact[c-firstRead]
			if of[0] == 0 {
				of[0] = id
			} else {
				of[1] = id
			}
		}
	}
	return r
}

// of returns the readings of a character, zero where there are fewer than two.
func (r *readings) of(c rune) [2]syllable {
	if c < firstRead || c > lastRead {
		return [2]syllable{}
	}
	return r.exact[c-firstRead]
}

// alike says whether two characters may sound the same, tones apart.
func (r *readings) alike(x, y rune) bool {
	for _, a := range r.of(x) {
		for _, b := range r.of(y) {
			if a != 0 && a == b {
				return true
			}
		}
	}
	return false
}

// keys calls found with every way two characters may sound together, loosely; some ways may come twice.
func (r *readings) keys(x, y rune, found func(key uint32)) {
	for _, a := range r.of(x) {
		for _, b := range r.of(y) {
			if a != 0 && b != 0 {
				found(uint32(r.loose[a])<<16 | uint32(r.loose[b]))
			}
		}
	}
}
