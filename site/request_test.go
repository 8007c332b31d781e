package site

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/document"
	"shangda/policy"
	"shangda/seal"
	"shangda/store"
)

// counter is the office's pages over a real store, with one draft begun in the chat.
type counter struct {
	t       *testing.T
	store   *store.Store
	now     time.Time
	log     *bytes.Buffer
	handler http.Handler
}

func newCounter(t *testing.T, change ...func(*Options)) *counter {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	ctx, dir := context.Background(), t.TempDir()
	st, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	keys, err := seal.Create(filepath.Join(dir, "key"))
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Unlock(ctx, keys); err != nil {
		t.Fatal(err)
	}
	c := &counter{t: t, store: st, now: time.Date(2026, 11, 2, 10, 0, 0, 0, disclosure.Zone), log: &bytes.Buffer{}}
	e := gin.New()
	lib := policy.NewLibrary(1, nil)
	o := Options{
		PublicURL: "https://office.example.cn",
		Office:    desk.Office{Name: "测试区商务局", Short: "测", Phone: "0532-00000000", ReviewChannel: "https://review.example.cn"},
		Library:   func() *policy.Library { return lib },
		Today:     func() policy.Date { return policy.DateOf(c.now) }, Store: st, Now: func() time.Time { return c.now },
		Calendar: disclosure.Official, Log: slog.New(slog.NewTextHandler(c.log, nil)),
	}
	for _, f := range change {
		f(&o)
	}
	Routes(e, o)
	c.handler = e
	x := &desk.Exchange{Key: "k", At: c.now, Kind: "text"}
	if err := st.SaveExchange(ctx, "o1", x, nil, st.KeepForm(store.Form{Step: "type", Token: "TOKEN"}, c.now)); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *counter) do(r *http.Request) (int, string) {
	c.t.Helper()
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return w.Code, string(body)
}

func (c *counter) get(path string) (int, string) {
	return c.do(httptest.NewRequest(http.MethodGet, path, nil))
}

// post sends a form with files, as a browser does.
func (c *counter) post(path string, fields map[string]string, files map[string][]byte) (int, string) {
	c.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for k, v := range fields {
		if err := w.WriteField(k, v); err != nil {
			c.t.Fatal(err)
		}
	}
	for k, data := range files {
		part, err := w.CreateFormFile(k, "证件.jpg")
		if err != nil {
			c.t.Fatal(err)
		}
		if _, err := part.Write(data); err != nil {
			c.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		c.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return c.do(r)
}

var (
	jpeg    = []byte("\xff\xd8\xff\xe0 a picture")
	version = regexp.MustCompile(`name="version" value="(\d+)"`)
	access  = regexp.MustCompile(`class="access">([2-9A-Z]{8})<`)
)

func fields(changes ...string) map[string]string {
	out := map[string]string{
		"version": "1", "type": "person", "name": "测试人", "id_kind": "id_card", "id_number": "370211190103070014", "phone": "13800000000",
		"what": "2025年家电补贴的发放名单", "delivery": "online", "carrier": "file",
	}
	for i := 0; i < len(changes); i += 2 {
		out[changes[i]] = changes[i+1]
	}
	return out
}

// file fills in the form, confirms it, and gives number and query code.
func (c *counter) file() (number, code string) {
	c.t.Helper()
	status, page := c.post("/f/TOKEN", fields(), map[string][]byte{"file": jpeg})
	if status != http.StatusOK || !strings.Contains(page, "3702**********0014") {
		c.t.Fatalf("%d %s", status, page)
	}
	status, page = c.post("/f/TOKEN/confirm", map[string]string{"version": version.FindStringSubmatch(page)[1]}, nil)
	if status != http.StatusOK || !strings.Contains(page, "测公开〔2026〕第1号") || !strings.Contains(page, "2026年11月30日") {
		c.t.Fatalf("%d %s", status, page)
	}
	scan, err := document.NewQR("https://office.example.cn/r/" + url.PathEscape("测公开〔2026〕第1号"))
	if err != nil {
		c.t.Fatal(err)
	}
	if !strings.Contains(page, scan.SVG()) {
		c.t.Errorf("the receipt has no code that leads to its case: %s", page)
	}
	return "测公开〔2026〕第1号", access.FindStringSubmatch(page)[1]
}

func TestFilingOnThePageSettlesTheWordsInTheChat(t *testing.T) {
	c, ctx := newCounter(t), context.Background()
	id, err := c.store.NextTicket(ctx)
	if err != nil {
		t.Fatal(err)
	}
	tk := desk.Ticket{ID: id, Kind: desk.TicketRequest, Origin: desk.FromText, Question: "我要申请公开2025年家电补贴的发放名单", OpenedAt: c.now, DueAt: c.now}
	x := &desk.Exchange{Key: "k2", At: c.now, Kind: "text"}
	if err := c.store.SaveExchange(ctx, "o1", x, nil, store.Raise(tk)); err != nil {
		t.Fatal(err)
	}
	number, _ := c.file()
	r, err := c.store.RequestNumbered(ctx, number)
	if err != nil || len(r.Words) != 1 || r.Words[0].Ticket != id {
		t.Errorf("words %+v, %v, want those of ticket %d", r.Words, err, id)
	}
	if got, err := c.store.Ticket(ctx, id); err != nil || got.State != desk.TicketClosed || got.Reply != number {
		t.Errorf("%+v, %v, want it settled by %s", got, err, number)
	}
}

func TestMovedDueDayIsExplained(t *testing.T) {
	c, ctx := newCounter(t), context.Background()
	number, code := c.file()
	open := func() string {
		t.Helper()
		status, page := c.post("/r/"+url.PathEscape(number), map[string]string{"code": code}, nil)
		if status != http.StatusOK {
			t.Fatalf("%d %s", status, page)
		}
		return page
	}
	if page := open(); strings.Contains(page, "重算") {
		t.Errorf("nothing has moved: %s", page)
	}
	notice := []disclosure.Notice{{Year: 2026, Work: map[disclosure.Day]bool{"2026-11-20": false}}}
	if err := c.store.SaveNotices(ctx, notice, desk.Actor{}, c.now); err != nil {
		t.Fatal(err)
	}
	if page := open(); !strings.Contains(page, "放假安排公布后重算") || !strings.Contains(page, "2026年12月1日") {
		t.Errorf("the page doesn't say what moved: %s", page)
	}
}

func TestFormOnOnePageFilesOneCase(t *testing.T) {
	c := newCounter(t)
	if status, page := c.get("/f/TOKEN"); status != http.StatusOK || !strings.Contains(page, "申请表") {
		t.Fatalf("%d %s", status, page)
	}
	number, _ := c.file()
	r, err := c.store.RequestNumbered(context.Background(), number)
	if err != nil || r.Application.Name != "测试人" || r.Application.IDFile == 0 || r.Received != "2026-11-02" {
		t.Errorf("case %+v, %v", r, err)
	}
	if status, _ := c.post("/f/TOKEN/confirm", map[string]string{"version": "3"}, nil); status != http.StatusNotFound {
		t.Errorf("confirmed again: %d, want 404", status)
	}
	if strings.Contains(c.log.String(), "测试人") || strings.Contains(c.log.String(), "TOKEN") {
		t.Errorf("log: %s", c.log)
	}
}

func TestEveryWrongFieldIsExplainedAndNothingTypedIsLost(t *testing.T) {
	c := newCounter(t)
	for typed, want := range map[string]string{
		"370284190302290034": "出生日期", "370211190103070015": "校验码", "370211190103070041": "校验码", "110105194913310021": "出生日期",
		"370211210001010024": "出生日期", "000000190103070010": "地区代码", "370211010307001": "15位的旧号码", "12": "长度不对",
	} {
		status, page := c.post("/f/TOKEN", fields("id_number", typed), map[string][]byte{"file": jpeg})
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, want) || !strings.Contains(page, typed) || !strings.Contains(page, "测试人") {
			t.Errorf("%s: %d, want %q beside the field", typed, status, want)
		}
	}
	status, page := c.post("/f/TOKEN", fields("delivery", "post", "carrier", "paper"), nil)
	if status != http.StatusUnprocessableEntity || strings.Count(page, `class="flaw"`) != 2 {
		t.Errorf("post without an address: %d, %d flaws, want 2", status, strings.Count(page, `class="flaw"`))
	}
}

func TestUploadIsTakenByItsContent(t *testing.T) {
	c := newCounter(t)
	for name, x := range map[string]struct {
		data   []byte
		status int
		says   string
	}{
		"text named .jpg": {[]byte("hello"), http.StatusUnprocessableEntity, "不是照片"},
		"20 MB":           {append(bytes.Clone(jpeg), make([]byte, 20<<20)...), http.StatusUnprocessableEntity, "太大了"},
		"11 MB":           {append(bytes.Clone(jpeg), make([]byte, 10<<20)...), http.StatusUnprocessableEntity, "太大了"},
		"nothing":         {nil, http.StatusUnprocessableEntity, ""},
		"picture":         {jpeg, http.StatusSeeOther, ""},
	} {
		if status, page := c.post("/u/TOKEN", nil, map[string][]byte{"file": x.data}); status != x.status || !strings.Contains(page, x.says) {
			t.Errorf("%s: %d %q, want %d %q", name, status, page[:min(200, len(page))], x.status, x.says)
		}
	}
	if _, page := c.get("/u/TOKEN"); !strings.Contains(page, "已收到") {
		t.Error("the page does not say that the file came in")
	}
	shot := "\xff\xd8\xff\xe1\x00\x12Exif\x00\x00GPS 120.38\xff\xda\x00\x02picture\xff\xd9"
	if status, page := c.post("/u/TOKEN", nil, map[string][]byte{"file": []byte(shot)}); status != http.StatusSeeOther {
		t.Fatalf("a photograph: %d\n%s", status, page)
	}
	f, err := c.store.FormBehind(context.Background(), "TOKEN", c.now)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := c.store.OpenFile(context.Background(), f.Application.IDFile)
	if err != nil || string(kept.Data) != "\xff\xd8\xff\xda\x00\x02picture\xff\xd9" {
		t.Errorf("kept %q, %v; want the photograph without its place", kept.Data, err)
	}
	if status, page := c.get("/u/OTHER"); status != http.StatusNotFound || !strings.Contains(page, "链接可能已过期") {
		t.Errorf("another token: %d, want 404 and why\n%s", status, page)
	}
}

func TestCaseOpensWithItsCodeOnlyAndOpeningTheDecisionIsTheProof(t *testing.T) {
	c := newCounter(t)
	number, code := c.file()
	path := "/r/" + url.PathEscape(number)
	if status, page := c.get(path); status != http.StatusOK || strings.Contains(page, "办理中") {
		t.Errorf("without a code: %d", status)
	}
	wrong, page1 := c.post(path, map[string]string{"code": "WRONG234"}, nil)
	unknown, page2 := c.post("/r/"+url.PathEscape("测公开〔2026〕第9号"), map[string]string{"code": code}, nil)
	own := regexp.MustCompile(`action="/r/[^"]*"|第\d号`) // what the visitor typed
	if wrong != http.StatusForbidden || unknown != wrong || own.ReplaceAllString(page1, "") != own.ReplaceAllString(page2, "") {
		t.Errorf("a wrong code and an unknown number differ: %d, %d", wrong, unknown)
	}
	if status, page := c.post(path, map[string]string{"code": " " + strings.ToLower(code) + " "}, nil); status != http.StatusOK || !strings.Contains(page, "办理中") || strings.Contains(page, "测试人") {
		t.Errorf("with the code: %d %s", status, page)
	}
	ctx, r := context.Background(), c.decide(number, disclosure.Decision{Code: disclosure.CodeFull, Content: "见附件"})
	p := &store.Paper{Request: r.ID, Kind: disclosure.PaperFull}
	if err := c.store.IssuePaper(ctx, p, "测", desk.Actor{}, c.now, func(string) ([]byte, error) { return []byte("decision"), nil }); err != nil {
		t.Fatal(err)
	}
	take := map[string]string{"code": code, "act": fmt.Sprintf("paper %d", p.ID)}
	if status, _ := c.post(path, take, nil); status != http.StatusNotFound {
		t.Errorf("the decision before it is opened: %d, want 404", status)
	}
	if _, page := c.post(path, map[string]string{"code": code}, nil); !strings.Contains(page, "打开答复") || strings.Contains(page, "告知书") {
		t.Error("the page does not ask before it opens the decision")
	}
	c.now = c.now.Add(48 * time.Hour)
	if _, page := c.post(path, map[string]string{"code": code, "act": "open"}, nil); !strings.Contains(page, "已送达") || !strings.Contains(page, "政府信息公开告知书") {
		t.Error("opened, the decision is not there")
	}
	if r, err := c.store.RequestNumbered(ctx, number); err != nil || r.ServedOn() != "2026-11-04" {
		t.Errorf("served on %q, %v, want 2026-11-04", r.ServedOn(), err)
	}
	if status, body := c.post(path, take, nil); status != http.StatusOK || body != "decision" {
		t.Errorf("the paper: %d %q", status, body)
	}
	if status, _ := c.post(path, map[string]string{"code": code, "act": "paper 99"}, nil); status != http.StatusNotFound {
		t.Errorf("another's paper: %d, want 404", status)
	}
}

func TestFormChangedElsewhereMeanwhileIsShownAgain(t *testing.T) {
	c := newCounter(t)
	if _, page := c.post("/f/TOKEN", fields("version", "7"), map[string][]byte{"file": jpeg}); !strings.Contains(page, "内容有变动") {
		t.Error("a stale version went through")
	}
	r := httptest.NewRequest(http.MethodPost, "/f/TOKEN", strings.NewReader("name=x"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	if w.Code != http.StatusForbidden {
		t.Errorf("from another site: %d, want 403", w.Code)
	}
}

// decide takes the case of that number through both levels.
func (c *counter) decide(number string, d disclosure.Decision) disclosure.Request {
	c.t.Helper()
	ctx := context.Background()
	r, err := c.store.RequestNumbered(ctx, number)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, step := range []func() (disclosure.Event, error){
		func() (disclosure.Event, error) {
			return r.Propose(d, 1, "2026-11-03")
		},
		func() (disclosure.Event, error) { return r.Approve(2, "2026-11-03") },
		func() (disclosure.Event, error) { return r.Approve(3, "2026-11-04") },
	} {
		e, err := step()
		if err != nil {
			c.t.Fatal(err)
		}
		if err := c.store.SaveRequest(ctx, &r, []disclosure.Event{e}, nil, desk.Actor{}, c.now); err != nil {
			c.t.Fatal(err)
		}
	}
	return r
}
