package search

import (
	"math"
	"strings"
	"unicode/utf8"

	"shangda/desk"
)

// Gains and costs of corrections, in logarithms of passages. Of 1,543 correct questions, most of them foreign to the law on
// file, these change 26; of the 51 slips they were chosen on they mend 46.
const (
	leastGain   = 1.0 // of a correction in a question of one character; the logarithm of its length comes on top
	otherSound  = 2.0 // what a character costs that sounds alike only loosely
	otherForm   = 6.0 // what a character costs that may sound quite different
	strange     = 2.0 // what it costs when a correction makes no familiar pair with its other neighbour
	mostRespelt = 3   // corrections of one question
	mostRunes   = 60  // of a question that is respelt: nobody dictates more
	sure        = 0.9 // confidence of an answer that needs no second look
)

// find answers the question as it is written. Unless that is sure of its answer, and if a part of the question that the law
// doesn't know sounds like a term that it does, the question is asked again in that spelling.
func (v *view) find(q Query) (Result, error) {
	res, err := v.literal(q)
	if err != nil || res.confidence() >= sure {
		return res, err
	}
	s, err := v.score.sounds()
	if err != nil {
		return res, err
	}
	respelt, changed := s.respell(normalize(q.Text), v.words)
	if !changed {
		return res, nil
	}
	q.Text = respelt
	again, err := v.literal(q)
	if err != nil || again.Outcome == desk.OutcomeNone {
		return res, err
	}
	if res.Outcome == desk.OutcomeAnswer && again.confidence() < res.confidence() {
		return res, nil
	}
	again.Respelt = respelt
	return again, nil
}

// confidence is the best hit's, 0 when nothing was found.
func (r *Result) confidence() float64 {
	if len(r.Hits) == 0 {
		return 0
	}
	return r.Hits[0].Confidence
}

// respell corrects what voice input and typing slips put into a normalized question. A character gives way where it makes a
// pair that no passage has, to one that makes a familiar pair and sounds alike, or makes familiar pairs on both sides.
func (s *sounds) respell(text string, words lexicon) (string, bool) {
	if utf8.RuneCountInString(text) > mostRunes {
		return text, false
	}
	runes, at, asked := words.subject(text)
	least, changed := leastGain+math.Log(float64(asked)), false
	for range mostRespelt {
		var best correction
		for i, r := range runes {
			if r != 0 && !at[i].settled {
				s.homophones(runes, i, &best)
				s.slips(runes, i, &best)
			}
		}
		if best.gain < least {
			break
		}
		runes[best.at], at[best.at].settled, changed = best.put, true, true
	}
	if !changed {
		return text, false
	}
	for i, r := range runes {
		if r == 0 {
			runes[i] = at[i].written
		}
	}
	return string(runes), true
}

// correction puts one character in place of another.
type correction struct {
	at   int
	put  rune
	gain float64
}

// try keeps the correction when it gains more than the best so far, and costs no familiar pair.
func (s *sounds) try(text []rune, i int, put rune, price float64, best *correction) {
	gain := -price
	for _, to := range []int{i - 1, i + 1} {
		if to < 0 || to >= len(text) || !isHan(text[to]) {
			continue
		}
		was, is := s.beside(text, i, to, text[i]), s.beside(text, i, to, put)
		if was > 0 && is < was {
			return
		}
		if is == 0 {
			gain -= strange
		}
		gain += math.Log1p(float64(is)) - math.Log1p(float64(was))
	}
	if gain > best.gain {
		*best = correction{i, put, gain}
	}
}

// beside is in how many passages c, put at i, makes a pair with its neighbour.
func (s *sounds) beside(text []rune, i, neighbour int, c rune) uint32 {
	if neighbour < i {
		return s.df(text[neighbour], c)
	}
	return s.df(c, text[neighbour])
}

// homophones tries the characters that sound like the one at i and are familiar beside a neighbour that it isn't.
func (s *sounds) homophones(text []rune, i int, best *correction) {
	now := text[i]
	if i > 0 && isHan(text[i-1]) && s.df(text[i-1], now) == 0 {
		s.like(text[i-1], now, func(h heard) {
			if rune(h.x) == text[i-1] && rune(h.y) != now {
				s.try(text, i, rune(h.y), s.price(now, rune(h.y)), best)
			}
		})
	}
	if i+1 < len(text) && isHan(text[i+1]) && s.df(now, text[i+1]) == 0 {
		s.like(now, text[i+1], func(h heard) {
			if rune(h.y) == text[i+1] && rune(h.x) != now {
				s.try(text, i, rune(h.x), s.price(now, rune(h.x)), best)
			}
		})
	}
}

// slips tries the characters that are familiar on both sides of the one at i, which is on neither.
func (s *sounds) slips(text []rune, i int, best *correction) {
	if i == 0 || i+1 == len(text) || s.df(text[i-1], text[i]) > 0 || s.df(text[i], text[i+1]) > 0 {
		return
	}
	s.after(text[i-1], func(h heard) {
		if c := rune(h.y); c != text[i] && s.df(c, text[i+1]) > 0 {
			s.try(text, i, c, otherForm, best)
		}
	})
}

func (s *sounds) price(was, put rune) float64 {
	if s.read.alike(was, put) {
		return 0
	}
	return otherSound
}

// place is where a character of a question stands.
type place struct {
	written rune
	settled bool // it belongs to a word that is no slip
}

// subject is a text with zeros for question words and whatever isn't Han. Everyday words are
// settled. The characters that remain are counted.
func (l lexicon) subject(text string) (runes []rune, at []place, asked int) {
	asking, known := 0, 0 // byte offsets up to which recognised words reach
	for i, r := range text {
		asking = max(asking, i+reach(questionWords, r, text[i:]))
		if x := l.at(r, text[i:]); x != nil {
			known = max(known, i+len(x.word))
		}
		at = append(at, place{r, i < known})
		if i < asking || !isHan(r) {
			r = 0
		} else {
			asked++
		}
		runes = append(runes, r)
	}
	return runes, at, max(asked, 1)
}

// reach is the length of the longest word that text begins with; r is its first character.
func reach(words map[rune][]string, r rune, text string) int {
	for _, w := range words[r] {
		if strings.HasPrefix(text, w) {
			return len(w)
		}
	}
	return 0
}
