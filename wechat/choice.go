package wechat

import (
	"net/url"
	"strconv"
	"strings"
)

// labelText makes a label safe between the tags of a link, on one line.
var labelText = strings.NewReplacer("<", "＜", ">", "＞", "\r", "", "\n", " ")

// ChoiceLink is a tappable choice inside a text: tapping label sends content as the citizen's own text message, with id in
// MenuID (which test accounts leave out, so match the content). The scheme is not documented for plain text but is shown by
// every client. The client does not undo entities, so "<" and ">" of the label become their full-width forms.
func ChoiceLink(label, content string, id int) string {
	label = labelText.Replace(clean(label))
	content = strings.ReplaceAll(url.QueryEscape(clean(content)), "+", "%20")
	return `<a href="weixin://bizmsgmenu?msgmenucontent=` + content + `&msgmenuid=` + strconv.Itoa(id) + `">` + label + `</a>`
}
