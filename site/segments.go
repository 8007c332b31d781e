package site

import (
	"net/url"
	"regexp"
	"strings"
)

// segment is one piece of a reply. Text is always plain; pages escape it.
type segment struct {
	Kind segmentKind `json:"kind"`
	Text string      `json:"text"`           // what the citizen reads
	Send string      `json:"send,omitempty"` // of a choice: the message a tap sends
	Href string      `json:"href,omitempty"` // of a link: http, https or a path of this site
}

type segmentKind string

const (
	segmentText   segmentKind = "text"
	segmentChoice segmentKind = "choice"
	segmentLink   segmentKind = "link"
)

// The platform turns <a href> into a link and leaves every other tag as it stands.
var anchor = regexp.MustCompile(`<a\s[^<>]*?href=(?:"([^"<>]*)"|'([^'<>]*)')[^<>]*>([^<]*)</a>|https?://[^\s<>"'，。；、）》】]+`)

// segments cuts the text of a reply the way WeChat shows it: choices, links, and everything else as plain text.
// Addresses under home become paths, so that the pages open wherever this server is reached.
func segments(text, home string) []segment {
	var out []segment
	plain := func(s string) {
		if s == "" {
			return
		}
		if n := len(out); n > 0 && out[n-1].Kind == segmentText {
			out[n-1].Text += s
			return
		}
		out = append(out, segment{Kind: segmentText, Text: s})
	}
	at := 0
	for _, m := range anchor.FindAllStringSubmatchIndex(text, -1) {
		plain(text[at:m[0]])
		at = m[1]
		whole := text[m[0]:m[1]]
		href, label := whole, whole
		switch {
		case m[2] >= 0:
			href, label = text[m[2]:m[3]], text[m[6]:m[7]]
		case m[4] >= 0:
			href, label = text[m[4]:m[5]], text[m[6]:m[7]]
		}
		if seg, ok := linked(strings.ReplaceAll(href, "&amp;", "&"), label, home); ok {
			out = append(out, seg)
		} else {
			plain(whole)
		}
	}
	plain(text[at:])
	return out
}

// linked is a choice or a link; any other address is refused.
func linked(href, label, home string) (segment, bool) {
	u, err := url.Parse(href)
	if err != nil || label == "" {
		return segment{}, false
	}
	switch {
	case u.Scheme == "weixin" && u.Host == "bizmsgmenu":
		q, err := url.ParseQuery(u.RawQuery)
		send := q.Get("msgmenucontent")
		return segment{Kind: segmentChoice, Text: label, Send: send}, err == nil && send != ""
	case (u.Scheme == "http" || u.Scheme == "https") && u.Host != "":
		return segment{Kind: segmentLink, Text: label, Href: local(href, home)}, true
	case u.Scheme == "" && u.Host == "" && isPath(href):
		return segment{Kind: segmentLink, Text: label, Href: href}, true
	}
	return segment{}, false
}

func local(href, home string) string {
	if path, ok := strings.CutPrefix(href, home); ok && home != "" && isPath(path) {
		return path
	}
	return href
}

// isPath tells a path of this site from what browsers read as another host.
func isPath(href string) bool {
	return strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "//") && !strings.Contains(href, `\`)
}
