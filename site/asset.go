package site

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
)

//go:embed templates
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

// assets are the static files by name.
type assets map[string]asset

type asset struct {
	data []byte
	kind string
	hash string // of the content; part of the address, so that a page and its files always fit
}

func loadAssets() assets {
	a := assets{}
	entries, err := staticFiles.ReadDir("static")
	if err != nil {
		panic(err) // embedded: cannot fail
	}
	for _, e := range entries {
		data, err := staticFiles.ReadFile("static/" + e.Name())
		if err != nil {
			panic(err)
		}
		a[e.Name()] = asset{data: data, kind: mime.TypeByExtension(path.Ext(e.Name())), hash: hash(data)}
	}
	return a
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:6])
}

func (a assets) url(name string) string { return "/static/" + name + "?v=" + a[name].hash }

func (s *site) static(c *gin.Context) error {
	f, ok := s.assets[c.Param("name")]
	if !ok {
		return errNotFound
	}
	if c.Query("v") == f.hash {
		c.Header("Cache-Control", "public, max-age=31536000, immutable")
	}
	return write(c, http.StatusOK, f.kind, f.data)
}

func (s *site) favicon(c *gin.Context) error {
	f := s.assets["icon.svg"]
	c.Header("Cache-Control", "public, max-age=86400")
	return write(c, http.StatusOK, f.kind, f.data)
}

func (s *site) robots(c *gin.Context) error {
	return write(c, http.StatusOK, "text/plain; charset=utf-8", []byte("User-agent: *\nDisallow: /admin/\nDisallow: /chat\n"))
}

func (s *site) verify(c *gin.Context) error {
	return write(c, http.StatusOK, "text/plain; charset=utf-8", []byte(s.VerifyText))
}

// write sends a whole body with its validator: unchanged pages cost a 304, long laws travel compressed.
func write(c *gin.Context, status int, kind string, body []byte) error {
	h := c.Writer.Header()
	h.Set("Content-Type", kind)
	h.Add("Vary", "Accept-Encoding")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	if status == http.StatusOK && h.Get("Cache-Control") != "no-store" {
		tag := `W/"` + hash(body) + `"`
		h.Set("ETag", tag)
		if c.GetHeader("If-None-Match") == tag {
			c.Status(http.StatusNotModified)
			c.Writer.WriteHeaderNow()
			return nil
		}
	}
	if len(body) > 1<<10 && strings.Contains(c.GetHeader("Accept-Encoding"), "gzip") {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write(body); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
		h.Set("Content-Encoding", "gzip")
		body = b.Bytes()
	}
	c.Data(status, kind, body)
	return nil
}
