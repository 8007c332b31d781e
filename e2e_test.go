package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"shangda/needs"
	"shangda/store"
	"shangda/wechat"
	"shangda/wechat/wechattest"
)

// TestMain lets the test binary be the program: the tests below start it as a process of its own, and so does the program
// to read a file.
func TestMain(m *testing.M) {
	if os.Getenv("SHANGDA_TEST_PROGRAM") != "" || len(os.Args) > 1 && os.Args[1] == "extract" {
		os.Unsetenv("SHANGDA_TEST_PROGRAM")
		main()
	}
	os.Exit(m.Run())
}

var account = wechat.Account{
	AppID: "wx0123456789abcdef", OriginalID: "gh_0123456789ab", Token: "e2etoken", Mode: wechat.Safe,
	AESKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
}

// server is the program running as a process of its own against a fake WeChat.
type server struct {
	t      *testing.T
	cmd    *exec.Cmd
	dir    string
	addr   string
	errors *lockedBuffer
	exit   chan error
}

// lockedBuffer is what the process writes while the test reads it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// start runs `serve` in dir for the account in mode and waits until it is ready.
func start(t *testing.T, dir string, mode wechat.Mode, environ ...string) *server {
	t.Helper()
	s := launch(t, dir, mode, environ...)
	s.awaitReady()
	return s
}

func (s *server) awaitReady() {
	s.t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for time.Now().Before(deadline) {
		if status, _ := s.get("/readyz"); status == http.StatusOK {
			return
		}
		select {
		case err := <-s.exit:
			s.t.Fatalf("server ended at the start: %v\n%s", err, s.errors)
		case <-time.After(20 * time.Millisecond):
		}
	}
	s.t.Fatalf("server not ready after 30 s\n%s", s.errors)
}

func launch(t *testing.T, dir string, mode wechat.Mode, environ ...string) *server {
	t.Helper()
	s := &server{t: t, dir: dir, addr: freeAddress(t), errors: &lockedBuffer{}, exit: make(chan error, 1)}
	s.cmd = program(dir, "serve")
	s.cmd.Env = slices.Concat(s.cmd.Env, s.environ(mode), environ)
	s.run()
	return s
}

// environ are the settings of a server for the account in mode.
func (s *server) environ(mode wechat.Mode) []string {
	set := []string{
		"SHANGDA_LISTEN=" + s.addr, "SHANGDA_WECHAT_APP_ID=" + account.AppID, "SHANGDA_WECHAT_APP_SECRET=secret-of-the-app",
		"SHANGDA_WECHAT_ORIGINAL_ID=" + account.OriginalID, "SHANGDA_WECHAT_TOKEN=" + account.Token, "SHANGDA_WECHAT_MODE=" + string(mode),
	}
	if mode != wechat.Plain {
		set = append(set, "SHANGDA_WECHAT_AES_KEY="+account.AESKey)
	}
	return set
}

// run starts the process; it is killed with the test at the latest.
func (s *server) run() {
	s.t.Helper()
	s.cmd.Stderr = s.errors
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	go func() { s.exit <- s.cmd.Wait() }()
	s.t.Cleanup(func() { _ = s.cmd.Process.Kill() })
}

// program is this test binary as the program, in an empty environment.
func program(dir string, args ...string) *exec.Cmd {
	return asProgram(dir, exec.Command(os.Args[0], args...))
}

// asProgram lets cmd, which runs this test binary, run the program in dir.
func asProgram(dir string, cmd *exec.Cmd) *exec.Cmd {
	cmd.Dir = dir
	cmd.Env = []string{"SHANGDA_TEST_PROGRAM=1", "HOME=" + dir, "PATH=" + os.Getenv("PATH")}
	return cmd
}

// runIn runs one command in dir and returns its output, its errors and its exit code.
func runIn(t *testing.T, dir string, args ...string) (out, errs string, code int) {
	t.Helper()
	cmd := program(dir, args...)
	var o, e bytes.Buffer
	cmd.Stdout, cmd.Stderr = &o, &e
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return o.String(), e.String(), cmd.ProcessState.ExitCode()
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (s *server) get(path string) (int, string) {
	res, err := http.Get("http://" + s.addr + path)
	if err != nil {
		return 0, err.Error()
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(body)
}

func (s *server) sender(mode wechat.Mode) *wechattest.Sender {
	a := account
	a.Mode = mode
	return wechattest.NewSender(a, "http://"+s.addr+"/wechat")
}

func (s *server) ask(openid, text string) string {
	s.t.Helper()
	r, err := s.sender(wechat.Safe).Text(context.Background(), openid, text)
	if err != nil || r.Fault {
		s.t.Fatalf("%s: fault %q, error %v\n%s", text, r.Reason, err, s.errors)
	}
	return r.Text
}

// stop ends the server as a supervisor does.
func (s *server) stop() {
	s.t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	if err := <-s.exit; err != nil {
		s.t.Fatalf("server ended with %v\n%s", err, s.errors)
	}
}

// logged counts the exchanges in a database file that nobody serves any more.
func logged(t *testing.T, url string) int {
	t.Helper()
	st, err := store.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	n, err := st.Recount(context.Background(), "2000-01-01", "2100-01-01")
	if err != nil {
		t.Fatal(err)
	}
	return int(n.Total())
}

func database(dir string) string { return "sqlite:" + filepath.Join(dir, "data", "shangda.db") }

func TestCitizenIsAnsweredThroughTheCallbackInEveryMode(t *testing.T) {
	for _, mode := range []wechat.Mode{wechat.Safe, wechat.Compat, wechat.Plain} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			s := start(t, dir, mode)
			ctx, platform := context.Background(), s.sender(mode)
			if err := platform.Verify(ctx); err != nil {
				t.Error(err)
			}
			for question, want := range map[string]string{
				"外资能投资稀土开采吗": "清单第5项", "设立外资公司还要去商务局备案吗": "信息报告", "政府信息公开申请多久答复": "20个工作日",
			} {
				r, err := platform.Text(ctx, "oSynthetic1", question)
				if err != nil || r.Fault || !strings.Contains(r.Text, want) || !strings.Contains(r.Text, "现行") {
					t.Errorf("%s: got %+v, %v, want %q and 现行", question, r, err, want)
				}
			}
			s.stop()
			if got := logged(t, database(dir)); got != 3 {
				t.Errorf("logged %d exchanges, want 3", got)
			}
			if log := s.errors.String(); strings.Contains(log, "稀土") || strings.Contains(log, "oSynthetic") || strings.Contains(log, account.Token) {
				t.Errorf("the log tells what nobody may read: %s", log)
			}
		})
	}
}

func TestForgedCallbacksAreRefusedAndLeaveNothing(t *testing.T) {
	dir := t.TempDir()
	s := start(t, dir, wechat.Safe)
	good := s.sender(wechat.Safe)
	document := wechattest.Document(wechat.Message{
		ToUserName: account.OriginalID, FromUserName: "oSynthetic1", CreateTime: fmt.Sprint(time.Now().Unix()), MsgType: "text", Content: "x", MsgID: "1",
	})
	post := func(sender *wechattest.Sender, change func(q map[string][]string, body []byte) []byte) int {
		query, body, err := sender.Request("oSynthetic1", document)
		if err != nil {
			t.Fatal(err)
		}
		if change != nil {
			body = change(query, body)
		}
		res, err := http.Post(sender.URL+"?"+query.Encode(), "text/xml", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode
	}
	stale, plain, foreign := s.sender(wechat.Safe), s.sender(wechat.Plain), s.sender(wechat.Safe)
	stale.Now = func() time.Time { return time.Now().Add(-11 * time.Minute) }
	foreign.Account.AppID = "wxanother"
	for _, c := range []struct {
		name   string
		sender *wechattest.Sender
		change func(q map[string][]string, body []byte) []byte
		want   int
	}{
		{"wrong signature", good, func(q map[string][]string, b []byte) []byte { q["msg_signature"] = []string{"0"}; return b }, 403},
		{"stale timestamp", stale, nil, 403},
		{"downgrade to plain", plain, nil, 403},
		{"wrong AppID", foreign, nil, 403},
		{"65 KiB", good, func(_ map[string][]string, _ []byte) []byte { return bytes.Repeat([]byte("x"), 65<<10) }, 413},
		{"broken XML", good, func(_ map[string][]string, b []byte) []byte { return b[:len(b)/2] }, 400},
	} {
		if got := post(c.sender, c.change); got != c.want {
			t.Errorf("%s: got status %d, want %d", c.name, got, c.want)
		}
	}
	s.stop()
	if got := logged(t, database(dir)); got != 0 {
		t.Errorf("logged %d exchanges, want none", got)
	}
}

func TestSecondServeOnOneFileRefuses(t *testing.T) {
	dir := t.TempDir()
	s := start(t, dir, wechat.Safe)
	second := launch(t, dir, wechat.Safe)
	select {
	case err := <-second.exit:
		if second.cmd.ProcessState.ExitCode() != 1 || !strings.Contains(second.errors.String(), "in use") {
			t.Errorf("second serve ended with %v: %s", err, second.errors)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("second serve on one file goes on")
	}
	if out, errs, code := runIn(t, dir, "ask", "政府信息公开申请多久答复"); code != 0 || !strings.Contains(out, "20个工作日") {
		t.Errorf("ask beside a running server: exit %d, %s%s", code, out, errs)
	}
	if s.ask("oSynthetic1", "人工") == "" {
		t.Error("the first server no longer answers")
	}
}

func TestStopAnswersAndLogsEveryMessageInFlight(t *testing.T) {
	dir := t.TempDir()
	s := start(t, dir, wechat.Safe)
	const n = 50
	var sent, answered sync.WaitGroup
	replies := make([]wechattest.Reply, n)
	for i := range n {
		sent.Add(1)
		answered.Go(func() {
			written := sync.OnceFunc(sent.Done)
			ctx := httptrace.WithClientTrace(context.Background(), &httptrace.ClientTrace{
				WroteRequest: func(httptrace.WroteRequestInfo) { written() },
			})
			one := s.sender(wechat.Safe)
			one.Client = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
			replies[i], _ = one.Text(ctx, fmt.Sprintf("oSynthetic%d", i), "外资能办幼儿园吗")
		})
	}
	sent.Wait()
	s.stop()
	answered.Wait()
	for i, r := range replies {
		if r.Fault || r.Text == "" {
			t.Errorf("message %d: %+v", i, r)
		}
	}
	if got := logged(t, database(dir)); got != n {
		t.Errorf("logged %d exchanges, want %d", got, n)
	}
}

func TestKilledServerHasLoggedEveryAnsweredMessage(t *testing.T) {
	dir := t.TempDir()
	s := start(t, dir, wechat.Safe)
	var mu sync.Mutex
	answered := 0
	var senders sync.WaitGroup
	for i := range 8 {
		senders.Go(func() {
			one := s.sender(wechat.Safe)
			one.Patience = 300 * time.Millisecond
			for n := 0; ; n++ {
				r, err := one.Text(context.Background(), fmt.Sprintf("oSynthetic%d", i), fmt.Sprintf("外资能办幼儿园吗 %d", n))
				if err != nil || r.Fault {
					return
				}
				mu.Lock()
				answered++
				mu.Unlock()
			}
		})
	}
	time.Sleep(time.Second)
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	senders.Wait()
	if got := logged(t, database(dir)); got < answered || answered == 0 {
		t.Errorf("logged %d exchanges, answered %d", got, answered)
	}
}

func TestLostDatabaseIsAdmittedAndRecoveredFromWithoutRestart(t *testing.T) {
	dir := t.TempDir()
	s := start(t, dir, wechat.Safe)
	file, away := filepath.Join(dir, "data", "shangda.db"), filepath.Join(dir, "away.db")
	if err := os.Rename(file, away); err != nil {
		t.Fatal(err)
	}
	if got := s.ask("oSynthetic1", "政府信息公开申请多久答复"); !strings.Contains(got, "没有记录") {
		t.Errorf("without a database: got %q", got)
	}
	if status, _ := s.get("/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("without a database: readiness %d, want 503", status)
	}
	if _, body := s.get("/metrics"); !strings.Contains(body, "shangda_unrecorded_total 1") {
		t.Error("the unrecorded message is not counted")
	}
	if err := os.Rename(away, file); err != nil {
		t.Fatal(err)
	}
	if got := s.ask("oSynthetic1", "政府信息公开申请多久答复"); !strings.Contains(got, "20个工作日") {
		t.Errorf("with the database back: got %q", got)
	}
	if status, body := s.get("/readyz"); status != http.StatusOK {
		t.Errorf("with the database back: readiness %d %s", status, body)
	}
	s.stop()
	if log := s.errors.String(); !strings.Contains(log, "message not recorded") || strings.Contains(log, "公开申请") {
		t.Errorf("log: %s", log)
	}
}

func TestLostIndexIsRebuilt(t *testing.T) {
	for name, harm := range map[string]func(path string) error{
		"missing": os.RemoveAll,
		"corrupt": func(path string) error {
			return filepath.Walk(path, func(p string, info os.FileInfo, err error) error {
				if err == nil && !info.IsDir() {
					err = os.WriteFile(p, []byte("broken"), 0o644)
				}
				return err
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			s := start(t, dir, wechat.Safe)
			s.stop()
			if err := harm(filepath.Join(dir, "data", "index")); err != nil {
				t.Fatal(err)
			}
			if got := start(t, dir, wechat.Safe).ask("oSynthetic1", "外资能投资稀土开采吗"); !strings.Contains(got, "清单第5项") {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestMetricsAreForThisMachineOnly(t *testing.T) {
	s := start(t, t.TempDir(), wechat.Safe)
	s.ask("oSynthetic1", "外资能投资稀土开采吗")
	if status, body := s.get("/metrics"); status != 200 || !strings.Contains(body, `shangda_messages_total{outcome="answer",talk="ask"} 1`) {
		t.Errorf("metrics: %d %s", status, body)
	}
	req, _ := http.NewRequest(http.MethodGet, "http://"+s.addr+"/metrics", nil)
	req.Header.Set("X-Forwarded-For", "127.0.0.1")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusNotFound {
		t.Errorf("metrics through a proxy: status %d, want 404", res.StatusCode)
	}
}

func TestWrongUsageAndWrongSettingsAreDifferentExits(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		args []string
		code int
	}{
		{[]string{"ask"}, 2},
		{[]string{"fly"}, 2},
		{[]string{"ask", "--as-of", "2026-02-30", "x"}, 2},
		{[]string{"eval"}, 2},
		{[]string{"--help"}, 0},
		{[]string{"--config", "absent.toml", "ask", "x"}, 1},
		{[]string{"eval", "absent.jsonl"}, 1},
		{[]string{"menu", "push"}, 1},
	} {
		if out, errs, code := runIn(t, dir, c.args...); code != c.code {
			t.Errorf("%v: exit %d, want %d: %s%s", c.args, code, c.code, out, errs)
		}
	}
	bad := "listne = \":1\"\n[wechat]\ntoken = \"x\"\napp_secret = \"secret-of-the-app\"\nmode = \"open\"\n"
	if err := os.WriteFile(filepath.Join(dir, "shangda.toml"), []byte(bad), 0o600); err != nil {
		t.Fatal(err)
	}
	_, errs, code := runIn(t, dir, "ask", "x")
	for _, want := range []string{"listne", "token", "mode", "original_id"} {
		if !strings.Contains(errs, want) {
			t.Errorf("settings: %q is not reported in %s", want, errs)
		}
	}
	if code != 1 || strings.Contains(errs, "secret-of-the-app") {
		t.Errorf("settings: exit %d: %s", code, errs)
	}
	if err := os.WriteFile(filepath.Join(dir, "shangda.toml"), []byte("[office]\ntitles = [\"poem 诗\"]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, errs, code := runIn(t, dir, "ask", "x"); code != 1 || !strings.Contains(errs, "office.titles") || !strings.Contains(errs, "correction") {
		t.Errorf("a title of no paper: exit %d: %s", code, errs)
	}
}

// TestTwoProcessesShareOneStore runs two servers on PostgreSQL and Redis: what one answered, the other repeats.
func TestTwoProcessesShareOneStore(t *testing.T) {
	url, redis := needs.Schema(t), needs.Server(t, "redis", "SHANGDA_TEST_REDIS")
	environ := []string{"SHANGDA_DATABASE=" + url, "SHANGDA_REDIS=" + redis}
	first, second := start(t, t.TempDir(), wechat.Safe, environ...), start(t, t.TempDir(), wechat.Safe, environ...)
	document := wechattest.Document(wechat.Message{
		ToUserName: account.OriginalID, FromUserName: "oSynthetic1", CreateTime: fmt.Sprint(time.Now().Unix()), MsgType: "text",
		Content: "外资能办幼儿园吗", MsgID: "77",
	})
	var replies []string
	for _, s := range []*server{first, second, first} {
		r, err := s.sender(wechat.Safe).Deliver(context.Background(), "oSynthetic1", document)
		if err != nil || r.Fault {
			t.Fatalf("%+v %v", r, err)
		}
		replies = append(replies, r.Text)
	}
	if slices.Contains(replies, "") || replies[0] != replies[1] || replies[1] != replies[2] {
		t.Errorf("got %q, want one reply three times", replies)
	}
	first.stop()
	second.stop()
	if got := logged(t, url); got != 1 {
		t.Errorf("logged %d exchanges, want 1", got)
	}
}
