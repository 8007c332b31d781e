package site

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"

	"shangda/policy"
)

func BenchmarkDocumentPage(b *testing.B) {
	o := newOptions(b)
	r := gin.New()
	Routes(r, o)
	req := httptest.NewRequest(http.MethodGet, pageURL(policy.KindDocument, titleDisclosure), nil)
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		if r.ServeHTTP(w, req); w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}
