package search

import (
	"bufio"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed vocabulary.tsv
var vocabularyFile string

// entry is a reviewed line of the vocabulary: what people say, what the law says instead, and why a reviewer thinks so.
type entry struct {
	everyday string
	official []string
	reason   string
}

// parseVocabulary reads lines of everyday word, official words parted by spaces or |, and reason, parted by tabs. Empty lines
// and those that begin with # say nothing. Every mistake is reported with its line number.
func parseVocabulary(r io.Reader) ([]entry, error) {
	var entries []entry
	var errs []error
	first := map[string]int{}
	s := bufio.NewScanner(r)
	for n := 1; s.Scan(); n++ {
		if text := strings.TrimSpace(s.Text()); text == "" || text[0] == '#' {
			continue
		}
		e, err := parseEntry(s.Text())
		if at, taken := first[e.everyday]; err == nil && taken {
			err = fmt.Errorf("%s is already in line %d", e.everyday, at)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("vocabulary line %d: %w", n, err))
			continue
		}
		first[e.everyday] = n
		entries = append(entries, e)
	}
	return entries, errors.Join(append(errs, s.Err())...)
}

func parseEntry(text string) (e entry, err error) {
	parts := strings.Split(text, "\t")
	if len(parts) != 3 {
		return e, fmt.Errorf("%d fields, want everyday word, official words and reason", len(parts))
	}
	e.everyday = normalize(strings.TrimSpace(parts[0]))
	e.official = strings.FieldsFunc(normalize(parts[1]), func(r rune) bool { return r == ' ' || r == '|' })
	e.reason = strings.TrimSpace(parts[2])
	switch {
	case e.everyday == "":
		return e, errors.New("no everyday word")
	case len(e.official) == 0:
		return e, fmt.Errorf("%s maps to nothing", e.everyday)
	case e.reason == "":
		return e, fmt.Errorf("%s has no reason", e.everyday)
	}
	seen := map[string]bool{}
	for _, o := range e.official {
		switch {
		case o == e.everyday:
			return e, fmt.Errorf("%s maps to itself", o)
		case seen[o]:
			return e, fmt.Errorf("%s maps to %s twice", e.everyday, o)
		case len(analyze(o).pairs) == 0:
			return e, fmt.Errorf("%s maps to %s, which is too short to be found", e.everyday, o)
		}
		seen[o] = true
	}
	return e, nil
}

// lexicon finds everyday words by their first character, longest first.
type lexicon map[rune][]lexeme

// lexeme is a word to recognise. An official word that means nothing further has no terms: it keeps the everyday words
// inside it from being seen (工商 in 个体工商户).
type lexeme struct {
	word string
	law  terms
}

// Vocabulary is the embedded file, as an office may edit it.
func Vocabulary() string { return vocabularyFile }

// CheckVocabulary reports every mistake of a vocabulary with its line.
func CheckVocabulary(text string) error {
	_, err := parseVocabulary(strings.NewReader(text))
	return err
}

// vocabulary is the embedded file, ready for matching.
var vocabulary = sync.OnceValues(func() (lexicon, error) {
	entries, err := parseVocabulary(strings.NewReader(vocabularyFile))
	if err != nil {
		return nil, err
	}
	return newLexicon(entries), nil
})

func newLexicon(entries []entry) lexicon {
	l := lexicon{}
	known := map[string]bool{}
	for _, e := range entries {
		known[e.everyday] = true
		x := lexeme{word: e.everyday}
		for _, o := range e.official {
			x.law.split(o)
		}
		x.law.pairs, x.law.singles = distinct(x.law.pairs), distinct(x.law.singles)
		l.add(x)
	}
	for _, e := range entries {
		for _, o := range e.official {
			if !known[o] {
				known[o] = true
				l.add(lexeme{word: o})
			}
		}
	}
	return l
}

func (l lexicon) add(x lexeme) {
	r, _ := utf8.DecodeRuneInString(x.word)
	at := len(l[r])
	for i, other := range l[r] {
		if len(other.word) < len(x.word) {
			at = i
			break
		}
	}
	l[r] = append(l[r][:at:at], append([]lexeme{x}, l[r][at:]...)...)
}

// match calls found with the law's terms for each everyday word of a normalized text, from left to right; of words that
// begin at one place the longest counts.
func (l lexicon) match(text string, found func(law *terms)) {
	inWord := false // the character before is a Latin letter or a digit
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		latin := r < utf8.RuneSelf && isWord(r)
		if x := l.at(r, text[i:]); x != nil && (!latin || !inWord) {
			if len(x.law.pairs) > 0 {
				found(&x.law)
			}
			last, _ := utf8.DecodeLastRuneInString(x.word)
			i, inWord = i+len(x.word), last < utf8.RuneSelf
			continue
		}
		i, inWord = i+size, latin
	}
}

// at is the longest word that text begins with; r is its first character.
func (l lexicon) at(r rune, text string) *lexeme {
	words := l[r]
	for i := range words {
		x := &words[i]
		if !strings.HasPrefix(text, x.word) {
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(x.word)
		next, _ := utf8.DecodeRuneInString(text[len(x.word):])
		if last < utf8.RuneSelf && next < utf8.RuneSelf && isWord(next) && len(text) > len(x.word) {
			continue // only the beginning of a longer Latin word
		}
		return x
	}
	return nil
}

const (
	mostLaw   = 32  // terms that understanding adds to a question
	lawWeight = 0.3 // of a term that was not asked for literally; 0.2 to 0.5 differ by less than their error
)

// understand reads a question with the embedded vocabulary.
func understand(text string) terms {
	words, _ := vocabulary() // Engine.follow reports the error
	return words.understand(text)
}

// understand cuts a question and adds the words of the law for its everyday words and the other spelling of its
// numbers. What was asked literally stays as analyzeQuery cut it. The text is normalized already.
func (l lexicon) understand(text string) terms {
	t := analyzeQuery(text)
	l.match(text, t.mean)
	respellNumbers(text, t.mean)
	return t
}

// mean adds the law's terms that the question lacks.
func (t *terms) mean(law *terms) {
	t.lawPairs = missing(t.lawPairs, law.pairs, t.pairs)
	t.lawSingles = missing(t.lawSingles, law.singles, t.singles)
}

func missing(to, from, asked []string) []string {
next:
	for _, s := range from {
		if len(to) >= mostLaw {
			return to
		}
		for _, list := range [][]string{asked, to} {
			for _, o := range list {
				if o == s {
					continue next
				}
			}
		}
		to = append(to, s)
	}
	return to
}
