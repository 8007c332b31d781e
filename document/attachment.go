package document

import (
	"net/url"
	"strings"
)

// Attachment is the Content-Disposition of a file to be saved under a name, in a way that every browser understands (RFC 6266): in ASCII,
// what is not as _, and whole with every mark of its own escaped (RFC 8187).
func Attachment(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' {
			return '_'
		}
		return r
	}, name)
	return `attachment; filename="` + plain + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}
