package admin

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"unicode/utf8"

	"shangda/desk"
	"shangda/store"
)

const (
	shortReply = 15    // characters below which an answer is hardly one
	longReply  = 6_000 // characters
	longTitle  = 50
)

// draft is an answer before it is sent.
type draft struct {
	Text, Title, Article string
	File                 string // digest of the file that goes with it; empty: none
}

// digest stands for a draft that an officer has looked at: after a change they look again.
func (d draft) digest() string {
	sum := sha256.Sum256([]byte(d.Text + "\x00" + d.Title + "\x00" + d.Article + "\x00" + d.File))
	return hex.EncodeToString(sum[:8])
}

// draft reads the form. A chosen candidate is the basis; otherwise what was typed.
func (v *visit) draft() draft {
	d := draft{Text: v.text("reply"), Title: v.text("title"), Article: v.text("article")}
	if c, ok := v.library().Passage(v.text("basis")); ok {
		d.Title, d.Article = c.Title, c.Article
	}
	if v.enclosed != nil {
		d.File = v.enclosed.Digest
	}
	return d
}

// remark is something about a draft that the officer must confirm, mask or improve.
type remark struct {
	Code  string
	Words string // what it is about, shortened; empty for the draft as a whole
}

// check looks at a draft before it leaves the office: too short, without a basis, with placeholders left, with somebody's
// numbers or a mark of secrecy, in its text or in the file that goes with it. The office's own numbers are no remark.
func (v *visit) check(d draft) []remark {
	var out []remark
	if utf8.RuneCountInString(d.Text) < shortReply {
		out = append(out, remark{Code: "reply_short"})
	}
	if d.Title == "" && !strings.Contains(d.Text, "《") {
		out = append(out, remark{Code: "reply_basis"})
	}
	if strings.Contains(d.Text, "{{") {
		out = append(out, remark{Code: "reply_blank"})
	}
	out = append(out, v.scan(d.Text, "reply_number", "reply_mark")...)
	if v.enclosed != nil {
		out = append(out, v.enclosed.remarks...)
	}
	return out
}

// scan finds in a text the numbers that are not the office's own, and marks of secrecy.
func (v *visit) scan(text, number, mark string) []remark {
	var out []remark
	own := digits(v.Office.Phone + " " + v.Office.Fax + " " + v.Office.Complaint + " " + v.Office.Disclosure)
	for _, n := range desk.Numbers(text) {
		words := text[n.From:n.To]
		if !strings.Contains(own, digits(words)) {
			out = append(out, remark{number, desk.Mask(words)})
		}
	}
	for _, f := range desk.Scan(text) {
		if f.Kind == desk.FindSecret || f.Kind == desk.FindInternal || f.Kind == desk.FindWithheld {
			out = append(out, remark{mark, text[f.From:f.To]})
		}
	}
	return out
}

// digits keeps the digits, and a space for whatever stands between numbers.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r == ' ':
			return r
		case r == '-' || r == '(' || r == ')' || r == '（' || r == '）':
			return -1
		}
		return ' '
	}, s)
}

// replyTicket sends the answer, unless there are remarks that nobody has confirmed. The same answer goes to the duplicates.
func replyTicket(v *visit) error {
	d := v.draft()
	switch {
	case d.Text == "":
		return refused{"reply": "required"}
	case utf8.RuneCountInString(d.Text) > longReply:
		return refused{"reply": "too_long"}
	}
	if err := v.enclose(d); err != nil {
		return err
	}
	switch d = v.draft(); {
	case v.PostForm("do") == "mask":
		v.Request.PostForm.Set("reply", desk.Mask(d.Text))
		return refused{"reply": "reply_masked"}
	case len(v.check(d)) > 0 && v.text("confirm") != d.digest():
		return refused{"": "reply_check"}
	}
	return v.changeTicket("reply", func(t *desk.Ticket, w desk.Worker) (desk.Entry, error) {
		e, err := t.Answer(d.Text, d.Title, d.Article, w, v.now)
		if err == nil && v.enclosed != nil {
			t.Enclosed = v.enclosed.ID
		}
		return e, err
	}, v.tell, v.teach)
}

// teach ties the question to the basis of its answer. Until somebody approves the link it only helps to order candidates.
func (v *visit) teach(c *store.TicketChange) ([]store.TicketChange, error) {
	if t := c.Ticket; t.Title != "" && t.Article != "" && t.Kind != desk.TicketReport {
		c.Link = &desk.Link{Question: t.Question, Title: t.Title, Article: t.Article, Kind: desk.LinkStaff, At: v.now}
	}
	return nil, nil
}

// placeholders are what stands in canned replies for what the office says of itself; see placeholderNames.
func (v *visit) placeholders() map[string]string {
	o := v.Office
	return map[string]string{
		placeholderNames[0]: o.Name, placeholderNames[1]: o.Phone, placeholderNames[2]: o.Address, placeholderNames[3]: o.Hours,
		placeholderNames[4]: o.Website, placeholderNames[5]: o.Email, placeholderNames[6]: v.staff.Section, placeholderNames[7]: day(v.now),
	}
}

type cannedPage struct {
	frame
	Canned []desk.Canned
	Names  []string
}

func canned(v *visit) error {
	all, err := v.Store.Canned(v.ctx())
	if err != nil {
		return err
	}
	return v.show("canned", cannedPage{v.frame(), all, placeholderNames[:]})
}

// saveCanned writes a new canned reply, or the one in the address; with do=remove it goes. The fields carry its number, since
// the page has a form for each.
func saveCanned(v *visit) error {
	var c desk.Canned
	suffix := v.Param("id")
	if suffix != "" {
		id, err := v.id()
		if err != nil {
			return err
		}
		c.ID, c.Version = id, v.number("version")
	}
	c.Title, c.Body = v.text("title"+suffix), v.text("body"+suffix)
	faults := refused{}
	for field, value := range map[string]string{"title" + suffix: c.Title, "body" + suffix: c.Body} {
		if value == "" {
			faults[field] = "required"
		}
	}
	if utf8.RuneCountInString(c.Title) > longTitle {
		faults["title"+suffix] = "too_long"
	}
	if utf8.RuneCountInString(c.Body) > longReply {
		faults["body"+suffix] = "too_long"
	}
	if len(faults) > 0 {
		return faults
	}
	if v.PostForm("do") == "remove" {
		c.Body = ""
	}
	err := v.Store.SaveCanned(v.ctx(), &c, v.actor(), v.now)
	if errors.Is(err, store.ErrTaken) {
		return refused{"title" + suffix: "canned_taken"}
	}
	if err != nil {
		return err
	}
	return v.done("/admin/canned?done=saved")
}
