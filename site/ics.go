package site

import (
	"bytes"
	"strings"
	"text/template"
	"unicode/utf8"

	"shangda/disclosure"
	"shangda/policy"
)

// parseCalendar reads the form of a calendar file; its texts are escaped as RFC 5545 (3.3.11) wants.
func parseCalendar() *template.Template {
	escape := strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`)
	funcs := template.FuncMap{"date": splitDate, "escape": escape.Replace, "compact": compact, "next": nextDay}
	return template.Must(template.New("count.ics").Funcs(funcs).ParseFS(templateFiles, "templates/count.ics"))
}

// calendarFile is the last day as an all-day event with an alarm at nine in the morning three days before.
func (s *site) calendarFile(p *countPage) ([]byte, error) {
	var b bytes.Buffer
	if err := s.calendar.Execute(&b, p); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	for line := range strings.Lines(b.String()) {
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			fold(&out, line)
		}
	}
	return out.Bytes(), nil
}

// foldAt is how many bytes a line of a calendar file has at most, its end not counted (RFC 5545, 3.1).
const foldAt = 75

// fold writes a line in pieces, cut between characters; each piece but the first begins with a space.
func fold(out *bytes.Buffer, line string) {
	for room := foldAt; len(line) > room; room = foldAt - 1 {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		out.WriteString(line[:cut] + "\r\n ")
		line = line[cut:]
	}
	out.WriteString(line + "\r\n")
}

// compact writes a day as 20261201.
func compact(d policy.Date) string { return strings.ReplaceAll(string(d), "-", "") }

func nextDay(d policy.Date) policy.Date { return policy.Date(disclosure.Day(d).Add(1)) }
