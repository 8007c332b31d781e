package config

import (
	"net/mail"
	"net/url"
	"slices"
	"strings"
)

// What a template may be used for and what its fields may show; the words themselves stand in room bot.
var (
	templateLetters = []string{"reply", "correction", "notice", "survey", "case", "work", "overdue", "case_work", "card"}
	templateWays    = []string{"template", "subscription"}
	templateValues  = []string{"what", "office", "time", "hint"}
)

// parseTemplate reads a line such as: reply template ID thing1=what time2=time
func parseTemplate(line, key string, wrong *Mistakes) (t Template) {
	words := strings.Fields(line)
	if len(words) < 4 {
		wrong.add(key, "want a letter, a way, the template's ID and its fields, such as: reply template ID thing1=what time2=time")
		return t
	}
	t.Letter, t.Way, t.ID = words[0], words[1], words[2]
	if !slices.Contains(templateLetters, t.Letter) {
		wrong.add(key, "%q is no letter: want one of %s", t.Letter, strings.Join(templateLetters, ", "))
	}
	if !slices.Contains(templateWays, t.Way) {
		wrong.add(key, "%q: want template or subscription", t.Way)
	}
	for _, w := range words[3:] {
		name, value, _ := strings.Cut(w, "=")
		if name == "" || !slices.Contains(templateValues, value) {
			wrong.add(key, "%q: want a field and one of %s, such as thing1=what", w, strings.Join(templateValues, ", "))
		}
		t.Fields = append(t.Fields, TemplateField{name, value})
	}
	return t
}

func (n *Notify) check(wrong *Mistakes) {
	if u, err := url.Parse(n.Robot.Reveal()); n.Robot != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		wrong.add("notify.robot", "want the webhook's address, https://…")
	}
	if n.SMTP == "" {
		return
	}
	listener(wrong, "notify.smtp", n.SMTP)
	if _, err := mail.ParseAddress(n.From); err != nil {
		wrong.add("notify.from", "want the sender's mail address, required with notify.smtp")
	}
	if (n.SMTPUser == "") != (n.SMTPPassword == "") {
		wrong.add("notify.smtp_user", "user and password belong together")
	}
}
