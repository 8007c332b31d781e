package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Marks of an outline. No line of an article begins with #: Parse reads such lines as headings.
const (
	headingMark = "## "
	articleMark = "### "
)

// Outline writes articles as text that a person can change: a line ### with each article's name, before it a line ## with
// the headings above where they change. ReadOutline reads it back.
func Outline(articles []Article) string {
	var b strings.Builder
	above := ""
	for _, a := range articles {
		if a.Heading != above {
			b.WriteString(strings.TrimRight(headingMark+a.Heading, " ") + "\n\n")
			above = a.Heading
		}
		b.WriteString(articleMark + a.Name + "\n" + a.Text + "\n\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

// OutlineError says what is wrong in which line of an outline, counted from 1.
type OutlineError struct {
	Line  int
	Fault OutlineFault
	Name  string // of the article, where there is one
}

// OutlineFault is what can be wrong with an outline. The pages word it.
type OutlineFault string

const (
	OutlineLoose   OutlineFault = "loose"   // text above the first article
	OutlineUnnamed OutlineFault = "unnamed" // an article without a name
	OutlineTwice   OutlineFault = "twice"   // a name for the second time
	OutlineEmpty   OutlineFault = "empty"   // an article without text
)

func (e *OutlineError) Error() string { return fmt.Sprintf("line %d: %s %s", e.Line, e.Fault, e.Name) }

// ReadOutline reads what Outline writes, whoever changed it since. Every mistake is an *OutlineError in the joined error.
func ReadOutline(text string) ([]Article, error) {
	var out []Article
	var errs []error
	var lines []string
	above, begun := "", 0 // begun is the line of the open article, 0 for none
	end := func() {
		if begun == 0 {
			return
		}
		a := &out[len(out)-1]
		if a.Text = strings.Join(lines, "\n"); a.Text == "" {
			errs = append(errs, &OutlineError{begun, OutlineEmpty, a.Name})
		}
		begun, lines = 0, nil
	}
	n := 0
	for raw := range strings.Lines(text) {
		n++
		line := strings.TrimSpace(raw)
		mark, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "":
		case mark == strings.TrimSpace(articleMark):
			end()
			name := strings.TrimSpace(rest)
			switch {
			case name == "":
				errs = append(errs, &OutlineError{n, OutlineUnnamed, ""})
			case slices.ContainsFunc(out, func(a Article) bool { return a.Name == name }):
				errs = append(errs, &OutlineError{n, OutlineTwice, name})
			}
			out, begun = append(out, Article{Name: name, Heading: above}), n
		case mark == strings.TrimSpace(headingMark):
			end()
			above = strings.TrimSpace(rest)
		case begun == 0:
			errs = append(errs, &OutlineError{n, OutlineLoose, ""})
		default:
			lines = append(lines, line)
		}
	}
	end()
	return out, errors.Join(errs...)
}
