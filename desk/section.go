package desk

import (
	"slices"
	"strings"
)

// SectionRule says what a section (科室) deals with: topics of the knowledge, and words of questions.
type SectionRule struct {
	Section string
	Topics  []string
	Words   []string
}

// Suggest is the section whose words cover most of a question, else the one that deals with the topic of what was found;
// empty when neither says anything.
func Suggest(rules []SectionRule, question, topic string) string {
	best, most := "", 0
	for _, r := range rules {
		n := 0
		for _, w := range r.Words {
			if strings.Contains(question, w) {
				n += len(w)
			}
		}
		if n > most {
			best, most = r.Section, n
		}
	}
	for _, r := range rules {
		if best == "" && topic != "" && slices.Contains(r.Topics, topic) {
			best = r.Section
		}
	}
	return best
}

// SectionNames are the sections of the rules, in their order.
func SectionNames(rules []SectionRule) []string {
	names := make([]string, 0, len(rules))
	for _, r := range rules {
		names = append(names, r.Section)
	}
	return names
}
