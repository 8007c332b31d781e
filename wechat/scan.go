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
	var names [maxDepth]string
	var texts [maxDepth]*string
	depth := 0
	for {
		i := strings.IndexByte(doc, '<')
		if i < 0 {
			return fmt.Errorf("%w: XML ends early", ErrMalformed)
		}
		if depth > 0 && texts[depth-1] != nil {
			*texts[depth-1] += unescape(doc[:i])
		}
		doc = doc[i:]
		var ok bool
		switch {
		case strings.HasPrefix(doc, "<![CDATA["):
			var text string
			if text, doc, ok = strings.Cut(doc[len("<![CDATA["):], "]]>"); !ok {
				return fmt.Errorf("%w: XML ends inside CDATA", ErrMalformed)
			}
			if depth > 0 && texts[depth-1] != nil {
				*texts[depth-1] += lines(text)
			}
		case strings.HasPrefix(doc, "<!--"):
			if _, doc, ok = strings.Cut(doc[len("<!--"):], "-->"); !ok {
				return fmt.Errorf("%w: XML ends inside a comment", ErrMalformed)
			}
		case strings.HasPrefix(doc, "<?"):
			if _, doc, ok = strings.Cut(doc, "?>"); !ok {
				return fmt.Errorf("%w: XML ends inside an instruction", ErrMalformed)
			}
		case strings.HasPrefix(doc, "<!"):
			return fmt.Errorf("%w: XML declaration", ErrMalformed)
		case strings.HasPrefix(doc, "</"):
			var name string
			if name, doc, ok = strings.Cut(doc[len("</"):], ">"); !ok || depth == 0 || strings.TrimRight(name, " \t\r\n") != names[depth-1] {
				return fmt.Errorf("%w: XML end tag", ErrMalformed)
			}
			depth--
		default:
			name, rest, closed := startTag(doc[1:])
			if name == "" || depth == maxDepth {
				return fmt.Errorf("%w: XML start tag at depth %d", ErrMalformed, depth)
			}
			doc = rest
			names[depth], texts[depth] = name, nil
			if depth > 0 {
				if t := field(names[1 : depth+1]); t != nil {
					*t, texts[depth] = "", t
				}
			}
			if !closed {
				depth++
			}
		}
		if depth == 0 && names[0] != "" {
			return nil
		}
	}
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
