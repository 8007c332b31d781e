package policy

import (
	"regexp"
	"strings"
)

// Cited is a part of a text as somebody cites it: 第33条, 三十三条, 第五项, 说明第二条.
type Cited struct {
	No       int
	Names    []string // what the article may be called on file, likeliest first
	Sure     bool     // said with 第, so it can be nothing else
	From, To int      // where, in bytes
}

var citing = regexp.MustCompile(`(说明)?\s*(?:的)?(第)?\s*([0-9０-９]{1,3}|[零〇一二三四五六七八九十百]{1,6})\s*(条|项)(之[一二三四五六七八九十]|的?之[一二三四五六七八九十])?`)

// Citations reads the parts of texts cited in a sentence, in order.
func Citations(s string) []Cited {
	if !strings.ContainsRune(s, '条') && !strings.ContainsRune(s, '项') {
		return nil // as nearly always
	}
	var out []Cited
	for _, m := range citing.FindAllStringSubmatchIndex(s, -1) {
		at := func(n int) string {
			if m[2*n] < 0 {
				return ""
			}
			return s[m[2*n]:m[2*n+1]]
		}
		no := parseNumber(at(3))
		if no == 0 {
			continue
		}
		article := "第" + formatNumber(no) + "条" + strings.TrimPrefix(at(5), "的")
		entry := Entry{No: no}.Name()
		c := Cited{No: no, Sure: at(2) != "", From: m[0], To: m[1]}
		switch {
		case at(1) != "":
			c.Names, c.Sure = []string{"说明" + article}, true
		case at(4) == "项":
			c.Names = []string{entry}
		default:
			c.Names = []string{article, entry, "说明" + article}
		}
		out = append(out, c)
	}
	return out
}

// Cited finds the passage of an item that a citation means.
func (l *Library) Cited(itemID string, c Cited) (*Passage, bool) {
	for _, name := range c.Names {
		if p, ok := l.Passage(itemID + "#" + name); ok {
			return p, true
		}
	}
	return nil, false
}
