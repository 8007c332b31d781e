package site

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"text/template"

	"github.com/gin-gonic/gin"

	"shangda/document"
)

// downloads are the plain-text forms by extension.
type downloads map[string]*template.Template

func parseDownloads() downloads {
	d := downloads{}
	for _, form := range []string{"txt", "md"} {
		name := "download." + form
		funcs := template.FuncMap{"date": splitDate, "lines": lines, "text": plainText, "join": strings.Join, "heads": marksOfLevel}
		d[form] = template.Must(template.New(name).Funcs(funcs).ParseFS(templateFiles, "templates/"+name))
	}
	return d
}

func (s *site) download(c *gin.Context, form string, page textPage) error {
	var b bytes.Buffer
	if err := s.downloads[form].Execute(&b, page); err != nil {
		return fmt.Errorf("download: %w", err)
	}
	a := page.head()
	c.Header("Content-Disposition", document.Attachment(fileName(a.Name)+"."+form))
	kind := map[string]string{"txt": "text/plain", "md": "text/markdown"}[form]
	return write(c, http.StatusOK, kind+"; charset=utf-8", append(bytes.TrimSpace(b.Bytes()), '\n'))
}

// fileName drops what file systems refuse.
func fileName(title string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return -1
		}
		return r
	}, firstRunes(title, 80))
}

// plainText joins spans again.
func plainText(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

func marksOfLevel(level int) string { return strings.Repeat("#", level) }
