package document

import (
	"mime"
	"testing"
)

func TestAttachmentIsReadUnderItsName(t *testing.T) {
	for _, name := range []string{"名单.docx", `a;x=b "c"\d.pdf`, "100%+1 页.txt", "it's (1)*.md", "a\r\nb.txt", "😀.png"} {
		header := Attachment(name)
		how, params, err := mime.ParseMediaType(header)
		if err != nil || how != "attachment" || len(params) != 1 || params["filename"] != name {
			t.Errorf("%q gives %q, read as %s %v, %v", name, header, how, params, err)
		}
		for _, r := range header {
			if r < ' ' || r > '~' {
				t.Errorf("%q gives %q: not ASCII", name, header)
			}
		}
	}
}
