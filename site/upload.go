package site

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"

	"github.com/gin-gonic/gin"

	"shangda/disclosure"
	"shangda/store"
)

// mostUpload bounds one file of an applicant; a form may bring two.
const mostUpload = 10 << 20

// errType and errSize say why a file is refused.
var (
	errType = errors.New("neither JPG nor PNG nor PDF")
	errSize = errors.New("larger than 10 MB")
	errNone = errors.New("no file")
)

type uploadPage struct {
	frame
	Token string
	Fault string // none, type, size
	Done  bool
}

// upload is the page on which the applicant proves who they are, opened by a draft's token from the chat.
func (s *site) upload(c *gin.Context) error {
	f, err := s.Store.FormBehind(c.Request.Context(), c.Param("token"), s.Now())
	if err != nil {
		return err
	}
	private(c)
	return s.render(c, http.StatusOK, "upload", uploadPage{frame: s.frame(c), Token: f.Token, Done: f.Application.IDFile != 0})
}

func (s *site) uploaded(c *gin.Context) error {
	if err := s.posted(c, mostUpload+64<<10); err != nil {
		return err
	}
	ctx := c.Request.Context()
	f, err := s.Store.FormBehind(ctx, c.Param("token"), s.Now())
	if err != nil {
		return err
	}
	private(c)
	p := uploadPage{frame: s.frame(c), Token: f.Token}
	id, err := s.keepUpload(c, f, "file", store.FileIdentity)
	if p.Fault = faultOf(err); p.Fault != "" {
		return s.render(c, http.StatusUnprocessableEntity, "upload", p)
	}
	if err != nil {
		return err
	}
	f.Application.IDFile = id
	if err := s.Store.SaveForm(ctx, f, s.Now()); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/u/"+f.Token)
	return nil
}

// keepUpload stores one file of a posted form.
func (s *site) keepUpload(c *gin.Context, f store.Form, field string, purpose store.FilePurpose) (int64, error) {
	header, err := c.FormFile(field)
	if errors.Is(err, http.ErrMissingFile) {
		return 0, errNone
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge), errors.Is(err, multipart.ErrMessageTooLarge):
		return 0, errSize
	case err != nil:
		return 0, errNone
	case header.Size > mostUpload:
		return 0, errSize
	}
	r, err := header.Open()
	if err != nil {
		return 0, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, mostUpload+1))
	if err != nil {
		return 0, err
	}
	kind := mediaType(data)
	if kind == "" {
		return 0, errType
	}
	file := &store.File{Citizen: f.Citizen, Purpose: purpose, Type: kind, Name: header.Filename, Data: disclosure.BarePicture(data)}
	err = s.Store.AddFile(c.Request.Context(), file, s.Now())
	return file.ID, err
}

// mediaType tells a file by its content, whatever its name says; empty for what is not taken.
func mediaType(data []byte) string {
	for prefix, kind := range map[string]string{"\x89PNG\r\n\x1a\n": "image/png", "\xff\xd8\xff": "image/jpeg", "%PDF-": "application/pdf"} {
		if bytes.HasPrefix(data, []byte(prefix)) {
			return kind
		}
	}
	return ""
}

func faultOf(err error) string {
	switch {
	case errors.Is(err, errNone):
		return "none"
	case errors.Is(err, errType):
		return "type"
	case errors.Is(err, errSize):
		return "size"
	}
	return ""
}

// posted guards a form: from this site, and no larger than most.
func (s *site) posted(c *gin.Context, most int64) error {
	if s.Store == nil || !s.Store.Unlocked() {
		return errNotFound
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, most)
	if err := s.protection.Check(c.Request); err != nil {
		return errForeign
	}
	err := c.Request.ParseMultipartForm(1 << 20)
	if errors.Is(err, http.ErrNotMultipart) {
		err = c.Request.ParseForm()
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) || err == nil {
		return nil // the handler finds no file, and says why
	}
	return err
}

// private keeps a page with personal data out of every cache and of search engines.
func private(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
	c.Header("X-Robots-Tag", "noindex")
	c.Header("Referrer-Policy", "no-referrer") // the address opens the page
}
