package policy

import "strings"

// Referral is one subject that this office does not handle: how citizens call it, who does, and how to reach them.
type Referral struct {
	Topic   string
	Words   []string // everyday words that name the subject, none of them part of what the office itself does
	Unless  []string // words beside which the subject is another one after all
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

// Refer finds the referral whose words cover most of text, the first of equals.
func Refer(directory []Referral, text string) (Referral, bool) {
	best, most := 0, 0
	for i := range directory {
		if n := directory[i].Covered(text); n > most {
			best, most = i, n
		}
	}
	if most == 0 {
		return Referral{}, false
	}
	return directory[best], true
}
