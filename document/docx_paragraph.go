package document

import (
	"encoding/xml"
	"regexp"
	"strings"
)

// value is an element that only carries w:val.
type value struct {
	Val string `xml:"val,attr"`
}

// properties is what w:pPr says that matters here, on a paragraph or in a style.
type properties struct {
	Style   value `xml:"pStyle"`
	Outline value `xml:"outlineLvl"`
	Number  struct {
		Level value `xml:"ilvl"`
		ID    value `xml:"numId"`
	} `xml:"numPr"`
}

// paragraph reads w:p with its number or bullet in front.
func (d *docx) paragraph() (block, error) {
	var props properties
	var text strings.Builder
	hidden := false
	err := d.each(func(start xml.StartElement) (bool, error) {
		switch start.Name.Local {
		case "pPr":
			return true, d.DecodeElement(&props, &start)
		case "rPr":
			var run struct {
				Vanish *value `xml:"vanish"`
			}
			err := d.DecodeElement(&run, &start)
			hidden = run.Vanish != nil && run.Vanish.Val != "0" && run.Vanish.Val != "false"
			return true, err
		case "r":
			hidden = false
			return false, nil
		case "t":
			var content string
			err := d.DecodeElement(&content, &start)
			if !hidden {
				text.WriteString(content)
			}
			return true, err
		case "tab", "ptab":
			text.WriteByte(' ')
		case "br", "cr":
			text.WriteByte('\n')
		case "noBreakHyphen":
			text.WriteByte('-')
		case "hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "bdo", "dir",
			"AlternateContent", "Choice", "ruby", "rubyBase", "oMath", "oMathPara":
			return false, nil
		}
		return true, d.Skip()
	})
	if err != nil {
		return block{}, err
	}
	return d.styled(props, lines(text.String())), nil
}

// lines trims every line of a paragraph and drops the empty ones.
func lines(text string) string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// styled makes a heading, list item or plain paragraph of text as its style and own properties say. An empty paragraph
// still takes its number, as it does in Word.
func (d *docx) styled(props properties, text string) block {
	s, defined := d.styles[props.Style.Val]
	if !defined {
		s.named(props.Style.Val)
	}
	s.take(props)
	label := d.numbers.next(s.numID, s.numLevel)
	switch {
	case s.contents, text == "":
		return block{}
	case label != "":
		text = label + text
	}
	return block{level: s.level, title: s.title, text: text}
}

// style is what a paragraph style means, inherited properties included.
type style struct {
	level           int // of a heading
	title, contents bool
	numID, numLevel string
}

var styleName = regexp.MustCompile(`(?i)^(?:(title|标题)|(toc|目录)\s*\d?|toc heading|(?:heading|标题)\s*([1-9]))$`)

// named takes the meaning of a built-in style from its name, English or Chinese.
func (s *style) named(name string) {
	m := styleName.FindStringSubmatch(strings.TrimSpace(name))
	switch {
	case m == nil:
	case m[1] != "":
		s.title = true
	case m[3] != "":
		s.level = int(m[3][0] - '0')
	default:
		s.contents = true
	}
}

func (s *style) take(p properties) {
	if v := p.Outline.Val; len(v) == 1 {
		s.level = int(v[0]-'0') + 1
		if s.level > 9 { // body text
			s.level = 0
		}
	}
	if p.Number.ID.Val != "" {
		s.numID = p.Number.ID.Val
	}
	if p.Number.Level.Val != "" {
		s.numLevel = p.Number.Level.Val
	}
}

// readStyles resolves word/styles.xml; a docx without it has none.
func readStyles(data []byte) (map[string]style, error) {
	type definition struct {
		ID         string     `xml:"styleId,attr"`
		Name       value      `xml:"name"`
		BasedOn    value      `xml:"basedOn"`
		Properties properties `xml:"pPr"`
	}
	var file struct {
		Styles []definition `xml:"style"`
	}
	if data == nil {
		return nil, nil
	}
	if err := xml.Unmarshal(data, &file); err != nil {
		return nil, err
	}
	byID := map[string]definition{}
	for _, def := range file.Styles {
		byID[def.ID] = def
	}
	var resolve func(id string, depth int) style
	resolve = func(id string, depth int) style {
		def, ok := byID[id]
		if !ok || depth > 20 {
			return style{}
		}
		s := resolve(def.BasedOn.Val, depth+1)
		s.title, s.contents = false, false
		s.named(def.Name.Val)
		s.take(def.Properties)
		return s
	}
	styles := map[string]style{}
	for id := range byID {
		styles[id] = resolve(id, 0)
	}
	return styles, nil
}
