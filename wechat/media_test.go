package wechat

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestPictureIsDownloadedWithinBoundsAndFailuresAreNamedWithoutSecrets(t *testing.T) {
	fresh := 0
	platform := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/cgi-bin/stable_token" {
			fresh++
			w.Write([]byte(`{"access_token":"token-` + strings.Repeat("x", fresh) + `","expires_in":7200}`))
			return
		}
		switch id := r.URL.Query().Get("media_id"); {
		case id == "expired" && fresh < 2:
			w.Header().Set("Content-Type", "text/plain")
			w.Write([]byte(`{"errcode":42001,"errmsg":"access_token expired"}`))
		case id == "gone":
			w.Header().Set("Content-Type", "application/json")
			w.Write([]byte(`{"errcode":40007,"errmsg":"invalid media_id"}`))
		case id == "large":
			w.Write(make([]byte, MaxMedia+1))
		default:
			w.Header().Set("Content-Type", "image/jpeg")
			w.Write([]byte("\xff\xd8\xff picture"))
		}
	}))
	defer platform.Close()
	c, err := NewClient(ClientOptions{AppID: "wx", AppSecret: "secret", APIBase: platform.URL})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	for _, id := range []string{"whole", "expired"} {
		if got, err := c.Media(ctx, id); err != nil || !strings.HasSuffix(string(got), "picture") {
			t.Errorf("%s: %q, %v", id, got, err)
		}
	}
	if _, err := c.Media(ctx, "large"); !errors.Is(err, ErrTooMuch) {
		t.Errorf("large: %v, want ErrTooMuch", err)
	}
	var api *APIError
	_, err = c.Media(ctx, "gone")
	if !errors.As(err, &api) || api.Code != 40007 || strings.Contains(err.Error(), "token-") || strings.Contains(err.Error(), "media_id=") {
		t.Errorf("gone: %v", err)
	}
}
