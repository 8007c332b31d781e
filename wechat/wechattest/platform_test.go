package wechattest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"shangda/wechat"
	"shangda/wechat/wechattest"
)

func post(t *testing.T, p *wechattest.Platform, path, body string) map[string]any {
	t.Helper()
	w := httptest.NewRecorder()
	p.ServeHTTP(w, httptest.NewRequest(http.MethodPost, path, strings.NewReader(body)))
	var out map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return out
}

func token(t *testing.T, p *wechattest.Platform, extra string) string {
	t.Helper()
	out := post(t, p, "/cgi-bin/stable_token", `{"grant_type":"client_credential","appid":"wx1234567890abcdef","secret":"s"`+extra+`}`)
	got, _ := out["access_token"].(string)
	return got
}

func TestStableTokenStaysUntilItEndsOrIsForced(t *testing.T) {
	now := time.Now()
	p := wechattest.NewPlatform(account(wechat.Safe), "s", "")
	p.Now = func() time.Time { return now }
	menu := func(token string) float64 {
		return post(t, p, "/cgi-bin/menu/create?access_token="+token, `{"button":[{"name":"a"}]}`)["errcode"].(float64)
	}
	first := token(t, p, "")
	if again := token(t, p, ""); first == "" || again != first {
		t.Errorf("asked twice: %q and %q, want one token", first, again)
	}
	forced := token(t, p, `,"force_refresh":true`)
	if forced == first {
		t.Error("a forced refresh gave the same token")
	}
	if old, new := menu(first), menu(forced); old != 0 || new != 0 {
		t.Errorf("right after the refresh: old %v, new %v, want both to work", old, new)
	}
	now = now.Add(6 * time.Minute)
	if old, new := menu(first), menu(forced); old != 42001 || new != 0 {
		t.Errorf("six minutes later: old %v, new %v, want 42001 and 0", old, new)
	}
	now = now.Add(2 * time.Hour)
	if got := menu(forced); got != 42001 {
		t.Errorf("two hours later: %v, want 42001", got)
	}
	if got := menu("invented"); got != 40001 {
		t.Errorf("an invented token: %v, want 40001", got)
	}
	if got := menu(""); got != 41001 {
		t.Errorf("no token: %v, want 41001", got)
	}
}

func TestPlatformRefusesWhatTheRealOneRefuses(t *testing.T) {
	p := wechattest.NewPlatform(account(wechat.Safe), "s", "")
	query := "?access_token=" + token(t, p, "")
	long := strings.Repeat("x", wechat.MaxText+1)
	for _, tt := range []struct {
		path, body string
		want       float64
	}{
		{"/cgi-bin/stable_token", `{"grant_type":"client_credential","appid":"wx0","secret":"s"}`, 40013},
		{"/cgi-bin/stable_token", `{"grant_type":"client_credential","appid":"wx1234567890abcdef","secret":"x"}`, 40125},
		{"/cgi-bin/stable_token", `nonsense`, 47001},
		{"/cgi-bin/menu/create" + query, `{"button":[]}`, 40016},
		{"/cgi-bin/menu/create" + query, `{"button":[{"name":"名字太长太长"}]}`, 40018},
		{"/cgi-bin/menu/create" + query, `{"button":[{"name":"a","sub_button":[{},{},{},{},{},{}]}]}`, 40023},
		{"/cgi-bin/message/custom/send" + query, `{"touser":"","msgtype":"text","text":{"content":"x"}}`, 40003},
		{"/cgi-bin/message/custom/send" + query, `{"touser":"o","msgtype":"text","text":{"content":""}}`, 44004},
		{"/cgi-bin/message/custom/send" + query, `{"touser":"o","msgtype":"text","text":{"content":"` + long + `"}}`, 45002},
		{"/cgi-bin/message/custom/send" + query, `{"touser":"o","msgtype":"text","text":{"content":"x"}}`, 45015},
	} {
		if got := post(t, p, tt.path, tt.body)["errcode"]; got != tt.want {
			t.Errorf("%.30s %.60s: %v, want %v", tt.path, tt.body, got, tt.want)
		}
	}
}

func TestMediaIsTheFileOrJSON(t *testing.T) {
	p := wechattest.NewPlatform(account(wechat.Safe), "s", "")
	p.Keep("m1", wechattest.Media{ContentType: "image/png", Data: []byte("png")})
	query := "?access_token=" + token(t, p, "") + "&media_id="
	w := httptest.NewRecorder()
	p.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/cgi-bin/media/get"+query+"m1", nil))
	if w.Body.String() != "png" || w.Header().Get("Content-Type") != "image/png" {
		t.Errorf("got %q as %s, want the file", w.Body, w.Header().Get("Content-Type"))
	}
	w = httptest.NewRecorder()
	p.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/cgi-bin/media/get"+query+"m2", nil))
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "40007") {
		t.Errorf("got %d %s, want 200 and errcode 40007", w.Code, w.Body)
	}
}
