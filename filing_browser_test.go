package main

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/input"

	"shangda/needs/chromium"
)

// A citizen files an application by hand in the chat page, typing and tapping, with the identity document sent by its own page, and then opens
// the case with the query code.
func TestCitizenFilesAnApplicationInTheBrowser(t *testing.T) {
	browser := chromium.Start(t)
	s := launchDemo(t, t.TempDir())
	page := browser.MustPage().Timeout(3 * time.Minute)
	page.MustSetViewport(390, 844, 1, true)
	page.MustNavigate("http://" + s.addr + "/chat").MustWaitLoad()
	began := time.Now()
	say := func(words, reply string) {
		t.Helper()
		page.MustElement("#text").MustInput(words).MustType(input.Enter)
		page.MustElementR(".msg.account .bubble", reply)
	}
	say("我要申请公开2025年家电补贴的发放名单", "先帮您查了")
	keepPage(t, page, "filing-offer.png")
	tap(page, "申请公开")
	page.MustElementR(".msg.account .bubble", "填写前，请了解")
	keepPage(t, page, "filing-notice.png")
	tap(page, "在这里填")
	page.MustElementR(".msg.account .bubble", "您以什么身份申请")
	tap(page, "自然人")
	page.MustElementR(".msg.account .bubble", "请回复您的姓名")
	say("测试人", "用哪种证件")
	tap(page, "居民身份证")
	page.MustElementR(".msg.account .bubble", "请回复证件号码")
	say("370211190103070015", "校验码")
	say("370211190103070014", "打开上传页面")
	keepPage(t, page, "filing-upload.png")
	links := page.MustElements(".msg.account .bubble a")
	upload := browser.MustPage(links[len(links)-1].MustProperty("href").Str()).Timeout(time.Minute).MustWaitLoad()
	upload.MustSetViewport(390, 844, 1, true)
	photo := filepath.Join(t.TempDir(), "id.png")
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 40))); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(photo, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	upload.MustElement("#file").MustSetFiles(photo)
	chromium.Follow(upload, func() { upload.MustElement("main button[type=submit]").MustClick() })
	upload.MustElementR(".banner.good", "已收到")
	upload.MustClose()
	page.MustActivate() // nothing is drawn, or can be tapped, in a page behind another
	say("好了", "请回复联系电话")
	say("13800000000", "信息怎么给您")
	tap(page, "网上（微信）获取")
	page.MustElementR(".msg.account .bubble", "可以换别的方式吗")
	tap(page, "可以")
	page.MustElementR(".msg.account .bubble", "需要帮助吗")
	tap(page, "不需要")
	page.MustElementR(".msg.account .bubble", "请核对")
	keepPage(t, page, "filing-summary.png")
	tap(page, "确认提交")
	receipt := page.MustElementR(".msg.account .bubble", "已收到您的申请").MustText()
	t.Logf("filed by hand in %s", time.Since(began).Round(time.Second))
	keepPage(t, page, "filing-receipt.png")
	code := regexp.MustCompile(`查询码：([A-Z0-9]{8})`).FindStringSubmatch(receipt)
	number := regexp.MustCompile(`登记号：(\S+)`).FindStringSubmatch(receipt)
	if code == nil || number == nil {
		t.Fatalf("the receipt: %s", receipt)
	}
	links = page.MustElements(".msg.account .bubble a")
	status := browser.MustPage(links[len(links)-1].MustProperty("href").Str()).Timeout(time.Minute).MustWaitLoad()
	status.MustSetViewport(390, 844, 1, true)
	status.MustElement("#code").MustInput(code[1])
	chromium.Follow(status, func() { status.MustElement("main button[type=submit]").MustClick() })
	status.MustElementR("dl.facts", "收到之日")
	if text := status.MustElement("main").MustText(); !strings.Contains(text, number[1]) || !strings.Contains(text, "办理中") || strings.Contains(text, "测试人") {
		t.Errorf("the case's page:\n%s", text)
	}
	keepPage(t, status, "filing-status.png")
}

// tap presses the last choice of that name, once there is one.
func tap(page *rod.Page, label string) {
	page.MustElementR("button.choice", regexp.QuoteMeta(label)+`\s*$`)
	choices := page.MustElements("button.choice")
	for i := len(choices) - 1; i >= 0; i-- {
		if strings.HasSuffix(strings.TrimSpace(choices[i].MustText()), label) {
			choices[i].MustClick()
			return
		}
	}
}

// keepPage writes a picture where SHANGDA_PICTURES names a folder.
func keepPage(t *testing.T, page *rod.Page, name string) {
	t.Helper()
	if dir := os.Getenv("SHANGDA_PICTURES"); dir != "" {
		page.MustWaitStable()
		if err := os.WriteFile(filepath.Join(dir, name), page.MustScreenshot(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
