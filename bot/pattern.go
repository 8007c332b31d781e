package bot

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// pattern is a regular expression that is only run on texts that hold a character, or two neighbouring ones, without which
// it can't match. Most talks leave most messages alone, and looking for the characters costs a tenth of running it.
type pattern struct {
	*regexp.Regexp
	must   keys       // empty: every text may match
	begins [32]uint64 // a bit for each character with which a key begins, folded: most characters are passed over here
}

// keys are characters and neighbours: each stands as key{r, 0} or key{r, next}.
type keys map[key]bool

type key struct{ r, next rune }

func compile(expr string) *pattern {
	p := &pattern{Regexp: regexp.MustCompile(expr)}
	if parsed, err := syntax.Parse(expr, syntax.Perl); err == nil {
		p.must = wants(parsed.Simplify())
	}
	for k := range p.must {
		p.begins[k.r>>6&31] |= 1 << (k.r & 63)
	}
	return p
}

// may reports whether s holds what a match needs.
func (p *pattern) may(s string) bool {
	if len(p.must) == 0 {
		return true
	}
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		if p.begins[r>>6&31]&(1<<(r&63)) == 0 {
			continue
		}
		if p.must[key{r, 0}] {
			return true
		}
		if i < len(s) {
			if next, _ := utf8.DecodeRuneInString(s[i:]); p.must[key{r, next}] {
				return true
			}
		}
	}
	return false
}

func (p *pattern) MatchString(s string) bool { return p.may(s) && p.Regexp.MatchString(s) }

func (p *pattern) FindStringIndex(s string) []int {
	if !p.may(s) {
		return nil
	}
	return p.Regexp.FindStringIndex(s)
}

func (p *pattern) FindStringSubmatch(s string) []string {
	if !p.may(s) {
		return nil
	}
	return p.Regexp.FindStringSubmatch(s)
}

func (p *pattern) FindStringSubmatchIndex(s string) []int {
	if !p.may(s) {
		return nil
	}
	return p.Regexp.FindStringSubmatchIndex(s)
}

func (p *pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	if !p.may(s) {
		return nil
	}
	return p.Regexp.FindAllStringSubmatchIndex(s, n)
}

func (p *pattern) ReplaceAllString(s, with string) string {
	if !p.may(s) {
		return s
	}
	return p.Regexp.ReplaceAllString(s, with)
}

// wants are keys of which every match of re holds at least one; nil when there are none.
func wants(re *syntax.Regexp) keys {
	switch re.Op {
	case syntax.OpLiteral, syntax.OpCharClass:
		return spelled(re)
	case syntax.OpCapture, syntax.OpPlus:
		return wants(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return wants(re.Sub[0])
		}
	case syntax.OpAlternate:
		all := keys{}
		for _, sub := range re.Sub {
			of := wants(sub)
			if len(of) == 0 {
				return nil
			}
			for k := range of {
				all[k] = true
			}
		}
		return all
	case syntax.OpConcat:
		return rarest(re.Sub)
	}
	return nil
}

// rarest are the keys of the part of a sequence that says most: neighbours say more than single characters.
func rarest(parts []*syntax.Regexp) keys {
	var best keys
	consider := func(k keys) {
		if len(k) > 0 && (best == nil || k.weight() < best.weight()) {
			best = k
		}
	}
	for i, part := range parts {
		consider(wants(part))
		if i+1 < len(parts) {
			consider(joined(ends(part, false), ends(parts[i+1], true)))
		}
	}
	return best
}

// frequent are characters that most texts hold.
const frequent = "的了都是在有不"

// weight is roughly how many texts hold one of k.
func (k keys) weight() int {
	n := 0
	for one := range k {
		switch {
		case one.next != 0:
			n++
		case strings.ContainsRune(frequent, one.r):
			n += 200
		default:
			n += 20
		}
	}
	return n
}

// most is how many characters a class may have to be looked for one by one.
const most = 40

// spelled are the keys of a literal or a class.
func spelled(re *syntax.Regexp) keys {
	if re.Op == syntax.OpLiteral && re.Flags&syntax.FoldCase == 0 && len(re.Rune) > 1 {
		return keys{{re.Rune[0], re.Rune[1]}: true}
	}
	k := keys{}
	for _, r := range ends(re, true) {
		k[key{r, 0}] = true
	}
	return k
}

func joined(before, after []rune) keys {
	if len(before)*len(after) > most*most {
		return nil
	}
	k := keys{}
	for _, r := range before {
		for _, next := range after {
			k[key{r, next}] = true
		}
	}
	return k
}

// ends are the characters with which every match of re begins (first), or ends; nil when they can't be listed.
func ends(re *syntax.Regexp, first bool) []rune {
	at := func(n int) int {
		if first {
			return 0
		}
		return n - 1
	}
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return []rune{re.Rune[at(len(re.Rune))]}
		}
	case syntax.OpCharClass:
		var out []rune
		for i := 0; i < len(re.Rune); i += 2 {
			for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
				if out = append(out, r); len(out) > most {
					return nil
				}
			}
		}
		return out
	case syntax.OpCapture, syntax.OpPlus:
		return ends(re.Sub[0], first)
	case syntax.OpConcat:
		if sub := re.Sub[at(len(re.Sub))]; sub.Op == syntax.OpLiteral || sub.Op == syntax.OpCharClass || sub.Op == syntax.OpAlternate || sub.Op == syntax.OpCapture {
			return ends(sub, first)
		}
	case syntax.OpAlternate:
		var out []rune
		for _, sub := range re.Sub {
			of := ends(sub, first)
			if len(of) == 0 {
				return nil
			}
			out = append(out, of...)
		}
		return out
	}
	return nil
}
