package desk

import "strings"

// Canned is a reply that staff use again.
type Canned struct {
	ID      int64
	Version int64
	Title   string
	Body    string // {{…}} stands for what the office says of itself
}

// Fill puts values in the place of {{name}}. What has no value stays and is named, so that nobody sends it by mistake.
func Fill(body string, values map[string]string) (text string, missing []string) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(body, "{{")
		name, after, closed := strings.Cut(rest, "}}")
		b.WriteString(before)
		if !found || !closed {
			b.WriteString(body[len(before):])
			return b.String(), missing
		}
		if v := values[strings.TrimSpace(name)]; v != "" {
			b.WriteString(v)
		} else {
			b.WriteString("{{" + name + "}}")
			missing = append(missing, strings.TrimSpace(name))
		}
		body = after
	}
}
