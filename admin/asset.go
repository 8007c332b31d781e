package admin

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"mime"
	"net/http"
	"path"

	"github.com/gin-gonic/gin"
)

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
	entries, err := staticFiles.ReadDir("static")
	if err != nil {
		panic(err) // embedded: cannot fail
	}
	a := assets{}
	for _, e := range entries {
		data, err := staticFiles.ReadFile("static/" + e.Name())
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(data)
		a[e.Name()] = asset{data: data, kind: mime.TypeByExtension(path.Ext(e.Name())), hash: hex.EncodeToString(sum[:6])}
	}
	return a
}

func (a assets) url(name string) string { return "/admin/static/" + name + "?v=" + a[name].hash }

func (a *room) static(c *gin.Context) {
	f, ok := a.assets[c.Param("name")]
	if !ok {
		a.fault(c, errNotFound)
		return
	}
	if c.Query("v") == f.hash {
		c.Header("Cache-Control", "public, max-age=31536000, immutable")
	}
	c.Data(http.StatusOK, f.kind, f.data)
}
