package policy

import "strings"

// Referral is one subject that this office does not handle: how citizens call it, who does, and how to reach them.
type Referral struct {
	Topic   string
	Words   []string // everyday words that name the subject, none of them part of what the office itself does
	Unless  []string // words beside which the subject is another one after all
	Despite []string // words of what this office does that don't make the subject its own: 外企欠薪 is about pay
	Who     string   // empty: nobody, such as fortune-telling
	Contact string
}

// Covered is how many bytes of text the referral's words name, counting no byte twice; 0 beside a word of Unless.
func (r *Referral) Covered(text string) int {
	for _, w := range r.Unless {
		if strings.Contains(text, w) {
			return 0
		}
	}
	var said []string
	for _, w := range r.Words {
		if strings.Contains(text, w) {
			said = append(said, w)
		}
	}
	if len(said) == 0 {
		return 0
	}
	n := 0
	for i := 0; i < len(text); {
		longest := 0
		for _, w := range said {
			if len(w) > longest && strings.HasPrefix(text[i:], w) {
				longest = len(w)
			}
		}
		n += longest
		i += max(longest, 1)
	}
	return n
}

// Directory finds referrals. It is immutable and safe for concurrent use.
type Directory struct {
	referrals []Referral
	beginning map[[2]rune][]int // referrals of which a word begins with these characters: most texts name none
}

// NewDirectory makes a directory of referrals, whose words have two characters at least.
func NewDirectory(referrals []Referral) *Directory {
	d := &Directory{referrals: referrals, beginning: map[[2]rune][]int{}}
	for i, r := range referrals {
		for _, w := range r.Words {
			c := []rune(w)
			pair := [2]rune{c[0], c[1]}
			d.beginning[pair] = append(d.beginning[pair], i)
		}
	}
	return d
}

// Refer finds the referral whose words cover most of text, the first of equals.
func (d *Directory) Refer(text string) (Referral, bool) {
	best, most := 0, 0
	var before rune
	for _, r := range text {
		for _, i := range d.beginning[[2]rune{before, r}] {
			if n := d.referrals[i].Covered(text); n > most || n == most && i < best {
				best, most = i, n
			}
		}
		before = r
	}
	if most == 0 {
		return Referral{}, false
	}
	return d.referrals[best], true
}
