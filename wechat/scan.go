package wechat

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxDepth is twice the deepest document of the platform.
const maxDepth = 12

// scan reads one XML document and puts the text of its elements where field says. field is asked once for every element
// below the root with the names leading to it; nil means the text is not wanted. An element that comes twice leaves its last
// text, as in encoding/xml, which the fuzz test compares with.
//
// It reads what the platform and careless relays write: bytes that are no UTF-8, stray ampersands, names it has never heard
// of. Declarations are refused, so there are no entities but the five and no file is ever fetched. What follows the root is
// not read. Written by hand because a reflecting parser costs more than the rest of a callback together.
func scan(doc string, field func(path []string) *string) error {
	s := scanner{doc: doc, field: field}
	for s.depth > 0 || s.names[0] == "" {
		i := strings.IndexByte(s.doc, '<')
		if i < 0 {
			return fmt.Errorf("%w: XML ends early", ErrMalformed)
		}
		if t := s.wanted(); t != nil {
			*t += unescape(s.doc[:i])
		}
		s.doc = s.doc[i:]
		if err := s.markup(); err != nil {
			return err
		}
	}
	return nil
}

type scanner struct {
	doc   string // what is still to be read
	field func(path []string) *string
	depth int
	names [maxDepth]string  // of the open elements, the root first
	texts [maxDepth]*string // where their text goes
}

// wanted is where the text at this place goes, nil for nowhere.
func (s *scanner) wanted() *string {
	if s.depth == 0 {
		return nil
	}
	return s.texts[s.depth-1]
}

// markup reads what a '<' begins.
func (s *scanner) markup() error {
	switch {
	case strings.HasPrefix(s.doc, "<![CDATA["):
		text, err := s.until("<![CDATA[", "]]>")
		if t := s.wanted(); t != nil {
			*t += lines(text)
		}
		return err
	case strings.HasPrefix(s.doc, "<!--"):
		_, err := s.until("<!--", "-->")
		return err
	case strings.HasPrefix(s.doc, "<?"):
		_, err := s.until("<?", "?>")
		return err
	case strings.HasPrefix(s.doc, "<!"):
		return fmt.Errorf("%w: XML declaration", ErrMalformed)
	case strings.HasPrefix(s.doc, "</"):
		name, err := s.until("</", ">")
		if err != nil || s.depth == 0 || strings.TrimRight(name, " \t\r\n") != s.names[s.depth-1] {
			return fmt.Errorf("%w: XML end tag", ErrMalformed)
		}
		s.depth--
		return nil
	}
	return s.open()
}

// until reads from begin, which is next, through end and returns what is between.
func (s *scanner) until(begin, end string) (inside string, err error) {
	inside, rest, ok := strings.Cut(s.doc[len(begin):], end)
	if !ok {
		return "", fmt.Errorf("%w: XML ends inside %s", ErrMalformed, begin)
	}
	s.doc = rest
	return inside, nil
}

func (s *scanner) open() error {
	name, rest, closed := startTag(s.doc[1:])
	if name == "" || s.depth == maxDepth {
		return fmt.Errorf("%w: XML start tag at depth %d", ErrMalformed, s.depth)
	}
	s.doc = rest
	s.names[s.depth], s.texts[s.depth] = name, nil
	if s.depth > 0 {
		if t := s.field(s.names[1 : s.depth+1]); t != nil {
			*t, s.texts[s.depth] = "", t
		}
	}
	if !closed {
		s.depth++
	}
	return nil
}

// startTag reads a tag after its '<' and skips the attributes; an empty name means it is no tag.
func startTag(doc string) (name, rest string, closed bool) {
	end := strings.IndexAny(doc, " \t\r\n/>")
	if end <= 0 {
		return "", "", false
	}
	name = doc[:end]
	for i := end; i < len(doc); i++ {
		switch doc[i] {
		case '>':
			return name, doc[i+1:], doc[i-1] == '/'
		case '<':
			return "", "", false
		case '"', '\'':
			n := strings.IndexByte(doc[i+1:], doc[i])
			if n < 0 {
				return "", "", false
			}
			i += n + 1
		}
	}
	return "", "", false
}

// unescape resolves the five entities and character references; whatever else an ampersand starts stays as it is.
func unescape(s string) string {
	s = lines(s)
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	var b strings.Builder
	for ; i >= 0; i = strings.IndexByte(s, '&') {
		b.WriteString(s[:i])
		s = s[i:]
		name, after, found := strings.Cut(s[1:min(len(s), 12)], ";")
		text, known := reference(name)
		if !found || !known {
			b.WriteByte('&')
			s = s[1:]
			continue
		}
		b.WriteString(text)
		s = s[len(s[:min(len(s), 12)])-len(after):]
	}
	b.WriteString(s)
	return b.String()
}

func reference(name string) (text string, known bool) {
	switch name {
	case "lt":
		return "<", true
	case "gt":
		return ">", true
	case "amp":
		return "&", true
	case "quot":
		return `"`, true
	case "apos":
		return "'", true
	}
	digits, numeric := strings.CutPrefix(name, "#")
	if !numeric {
		return "", false
	}
	base := 10
	if hex, isHex := strings.CutPrefix(digits, "x"); isHex {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune {
		return "", false
	}
	return clean(string(rune(n))), true
}

// lines turns the line ends of all systems into \n, as XML prescribes.
func lines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}
