// Package paper words the official papers of a disclosure case: one value each, which becomes a .docx or a printable page. What
// the law asks a paper to say stands here and nowhere else. It is pure but for the document it writes.
package paper

import (
	"errors"
	"fmt"
	"strings"

	"shangda/desk"
	"shangda/disclosure"
)

// Paper is one official paper.
type Paper struct {
	Kind   disclosure.PaperKind
	Title  string
	Number string // of its kind and year
	To     string // whom it addresses; empty for internal ones
	Blocks []Block
	Office string
	Day    disclosure.Day
	Record []Field // 承办, 审核, 签发
}

// Block is a paragraph, a picture to scan, or a table of names and values under a heading.
type Block struct {
	Heading string
	Text    string
	Fields  []Field
	QR      string `json:",omitempty"` // an address, drawn for a phone
}

// Field is a name with its value.
type Field struct{ Name, Value string }

// Case is everything that a paper may need to say.
type Case struct {
	Office             desk.Office
	ReviewBody         string // 行政复议机关
	Court              string
	PartialReviewFirst bool // the office's choice for partial disclosure, see disclosure.Decision.RemedyOf
	Electronic         bool // goes out over the Internet: the remedy must name an Internet channel
	Request            *disclosure.Request
	Number             string
	Day                disclosure.Day
	Due                disclosure.Day // the reply's, where the paper tells it
	Consultation       int            // which one, from 1
	AnswerURL          string         // where the party asked may answer; empty: by letter only
	Code               string         // query code, on the receipt only
	PageURL            string         // where the applicant sees how the case stands, on the receipt only
	Record             []Field
}

// ErrMissing says that an office's setting without which the paper would be wrong is empty.
var ErrMissing = errors.New("a setting that the paper needs is empty")

// Write words a paper of the case.
func Write(kind disclosure.PaperKind, c Case) (Paper, error) {
	w, ok := wordings[kind]
	if !ok {
		return Paper{}, fmt.Errorf("paper %q is none of ours", kind)
	}
	if w.decides && (c.Request.Draft == nil || c.Request.Draft.Code == "") {
		return Paper{}, fmt.Errorf("paper %s without a decision: %w", kind, disclosure.ErrState)
	}
	if w.consults {
		if _, ok := c.consulted(); !ok {
			return Paper{}, fmt.Errorf("paper %s without consultation %d: %w", kind, c.Consultation, disclosure.ErrState)
		}
	}
	p := Paper{
		Kind: kind, Title: Title(c.Office, kind), Number: c.Number, To: c.Request.Application.Name, Office: c.Office.Name, Day: c.Day,
	}
	if kind != disclosure.PaperApproval { // whose record stands in its midst
		p.Record = c.Record
	}
	if w.to != nil {
		p.To = w.to(c)
	}
	p.Blocks = w.blocks(c)
	if w.decides {
		remedy, err := c.remedy()
		if err != nil {
			return Paper{}, err
		}
		if remedy != "" {
			p.Blocks = append(p.Blocks, Block{Text: remedy})
		}
	}
	return p, nil
}

// Text is the paper in plain lines, for search, logs of a case and tests.
func (p Paper) Text() string {
	var b strings.Builder
	line := func(s string) {
		if s != "" {
			b.WriteString(s)
			b.WriteByte('\n')
		}
	}
	line(p.Title)
	line(p.Number)
	if p.To != "" {
		line(p.To + "：")
	}
	for _, block := range p.Blocks {
		line(block.Heading)
		line(block.Text)
		for _, f := range block.Fields {
			line(f.Name + "：" + f.Value)
		}
		line(block.QR)
	}
	line(p.Office)
	line(day(p.Day))
	for _, f := range p.Record {
		line(f.Name + "：" + f.Value)
	}
	return b.String()
}

// remedy tells how the decision can be challenged (行政复议法 of 2023, 第二十条, 第二十二条, 第二十三条; 行政诉讼法 第四十五条, 第四十六条).
func (c Case) remedy() (string, error) {
	return c.remedyOf(c.Request.Draft.RemedyOf(c.PartialReviewFirst))
}

func (c Case) remedyOf(r disclosure.Remedy) (string, error) {
	if r == disclosure.RemedyNone {
		return "", nil
	}
	if c.ReviewBody == "" || c.Court == "" {
		return "", fmt.Errorf("行政复议机关 and 人民法院: %w", ErrMissing)
	}
	if c.Electronic && c.Office.ReviewChannel == "" {
		return "", disclosure.ErrNoRemedy
	}
	channel := ""
	if c.Office.ReviewChannel != "" {
		channel = "（互联网申请渠道：" + c.Office.ReviewChannel + "）"
	}
	if r == disclosure.RemedyReviewFirst {
		return "如不服本决定，应当自收到本告知书之日起60日内先向" + c.ReviewBody + "申请行政复议" + channel +
			"；对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向" + c.Court + "提起行政诉讼。", nil
	}
	return "如不服本答复，可以自收到本告知书之日起60日内向" + c.ReviewBody + "申请行政复议" + channel +
		"，也可以自收到本告知书之日起6个月内向" + c.Court + "提起行政诉讼。", nil
}

func (c Case) consulted() (disclosure.Consultation, bool) {
	for _, x := range c.Request.Consultations {
		if x.ID == c.Consultation {
			return x, true
		}
	}
	return disclosure.Consultation{}, false
}

// day is a date as papers write it; empty for none.
func day(d disclosure.Day) string {
	if d == "" {
		return ""
	}
	t := d.Start()
	return fmt.Sprintf("%d年%d月%d日", t.Year(), int(t.Month()), t.Day())
}
