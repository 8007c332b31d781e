package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shangda/needs/chromium"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/input"
	"github.com/go-rod/rod/lib/proto"
)

var update = flag.Bool("update", false, "write the pictures of the README")

// TestNewUserIsAnsweredInTheBrowser is the README's first minute: start without settings, open the chat, ask, tap,
// read the document. Its pictures are the README's.
func TestNewUserIsAnsweredInTheBrowser(t *testing.T) {
	browser := chromium.Start(t)
	dir := t.TempDir()
	s := launchDemo(t, dir)
	page := browser.MustPage().Timeout(time.Minute)
	page.MustSetViewport(390, 844, 2, true)
	page.MustNavigate("http://" + s.addr + "/chat").MustWaitLoad()
	page.MustElementR(".msg.account .bubble", "您好")

	for _, said := range [][2]string{
		{"设立外资公司还要去商务局备案吗", "不用备案了"}, {"政府信息公开申请多久答复", "20个工作日"}, {"外资能投资稀土开采吗", "清单第5项"},
	} {
		page.MustElement("#text").MustInput(said[0]).MustType(input.Enter)
		page.MustElementR(".msg.account .bubble", said[1])
	}
	page.MustWaitStable()
	picture(t, page, "chat.png")

	answers := page.MustElements(".msg.account .bubble")
	full := answers.Last().MustElementR("a", "看全文")
	page.MustNavigate(full.MustProperty("href").Str()).MustWaitLoad()
	if got := page.MustElement("h1").MustText(); !strings.Contains(got, "负面清单") {
		t.Errorf("full text: heading %q", got)
	}
	page.MustNavigate("http://" + s.addr + "/").MustWaitLoad()
	picture(t, page, "site.png")
}

// launchDemo starts the program without any settings but its address.
func launchDemo(t *testing.T, dir string) *server {
	t.Helper()
	s := &server{t: t, dir: dir, addr: freeAddress(t), errors: &lockedBuffer{}, exit: make(chan error, 1)}
	s.cmd = program(dir)
	s.cmd.Env = append(s.cmd.Env, "SHANGDA_LISTEN="+s.addr, "SHANGDA_OFFICE_NAME=青岛西海岸新区商务局")
	s.run()
	s.awaitReady()
	return s
}

// picture writes a PNG below docs when -update is given.
func picture(t *testing.T, page *rod.Page, name string) {
	t.Helper()
	img, err := page.Screenshot(false, &proto.PageCaptureScreenshot{Format: proto.PageCaptureScreenshotFormatPng})
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(filepath.Join("docs", name), img, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
