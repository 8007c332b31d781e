package bot

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"shangda/desk"
	"shangda/policy"
	"shangda/search"
	"shangda/wechat"
)

const (
	// limit is how many bytes a reply may have, markup included; the platform takes about 2,048.
	limit = 1900
	// screen is how many bytes of quoted text fit a phone screen beside everything else.
	screen = 840
)

// bubble is a reply before it is fitted to the platform's limit. Empty parts are left out.
type bubble struct {
	lead    string // the answer
	quote   string // the law's own words; the only part that may be shortened
	asked   string // the question, so that shortening keeps the sentence that answers it
	source  string // document, number, article, validity
	caution string
	next    string
	link    string   // address of the full text
	links   []anchor // more pages, on the line of the full text
	note    string
}

// anchor is a link to a page.
type anchor struct{ label, address string }

func (a anchor) String() string { return `<a href="` + a.address + `">` + a.label + `</a>` }

// citation is what the source line says.
type citation struct {
	title, article, docNo string
	effective             policy.Date
	checked               policy.Date
	overdue               bool
	status                policy.Status // on the day asked about
	past                  bool          // that day is gone by
	now                   policy.Status // today
	ended                 policy.Date   // since when it no longer applies
	successor             string
}

// offer gives choices the letter of this exchange and remembers them, so that an old bubble can't act on a new step.
// Choices with the code "0" keep the number 0 and come last.
func (t *turn) offer(choices []desk.Choice) []desk.Choice {
	if len(choices) == 0 {
		return nil
	}
	t.conv.Turn++
	letter := desk.ChoiceLetter(t.conv.Turn)
	out, n := make([]desk.Choice, 0, len(choices)), 0
	for _, c := range choices {
		if c.Code == "0" {
			c.Code = letter + "0"
		} else {
			n++
			c.Code = fmt.Sprintf("%s%d", letter, n)
		}
		out = append(out, c)
	}
	t.conv.Choices = out
	return out
}

func (t *turn) render(b bubble, choices []desk.Choice) string {
	if t.pending && !t.Demo && t.x.Outcome == desk.OutcomeAnswer {
		b.note = join(b.note, sayUnreviewed)
	}
	lines := t.choiceLines(t.offer(choices))
	text := b.text()
	tail := t.withSheet(b, text, lines)
	if room := limit - len(tail); len(text) > room || len(b.quote) > screen {
		if b.quote != "" {
			fixed := len(text) - len(b.quote)
			quote, cut := search.Excerpt(b.quote, b.asked, min(screen, room-fixed-len(sayCut)))
			switch {
			case quote == "":
				b.note = join(b.note, sayTooLong) // a rule with its proviso that doesn't fit isn't quoted at all
			case cut:
				quote += sayCut
			}
			b.quote = quote
			text = b.text()
		}
		for len(text) > room && b.shorten() {
			text = b.text()
		}
		text = clip(text, room)
	}
	return text + tail
}

// shorten drops the last line of the lead and says so; it reports false when only one line is left.
func (b *bubble) shorten() bool {
	lead := strings.TrimSuffix(b.lead, "\n"+sayMore)
	at := strings.LastIndexByte(lead, '\n')
	if at < 0 {
		return false
	}
	b.lead = lead[:at] + "\n" + sayMore
	return true
}

func (b bubble) text() string {
	var parts []string
	for _, p := range []string{b.lead, quoted(b.quote), b.source, b.caution, b.next, b.note} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "\n\n")
}

func quoted(s string) string {
	if s == "" {
		return ""
	}
	return "“" + s + "”"
}

func (b bubble) tail(choices string) string {
	var s string
	if b.link != "" {
		s = "\n\n" + anchor{sayFullText, b.link}.String()
		for _, a := range b.links {
			s += "　" + a.String()
		}
	}
	if choices != "" {
		if s == "" {
			s = "\n"
		}
		s += "\n" + choices
	}
	return s
}

func (t *turn) choiceLines(choices []desk.Choice) string {
	lines := make([]string, 0, len(choices))
	for _, c := range choices {
		line := wechat.ChoiceLink(c.Code+" "+c.Label, c.Code+" "+tapped(c.Label), menuID(t.conv.Turn, c.Code))
		if c.Note != "" {
			line += "\n" + c.Note + "\n"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// tapped is what a tap sends of a label: its beginning, since every character costs nine bytes in a link.
func tapped(label string) string {
	r := []rune(label)
	return string(r[:min(len(r), 10)])
}

// menuID is the number behind a tappable choice; with it a tap on an old bubble is known for sure.
func menuID(turn int, code string) int {
	n := 0
	_, _ = fmt.Sscanf(code[1:], "%d", &n)
	return turn*100 + n
}

// clip shortens s to at most n bytes on a rune boundary, saying that it did.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	n -= len("……")
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:max(n, 0)] + "……"
}
