// Package chromium gives tests a real Chromium and looks at pages as a reader with weak eyes does. It serves tests only.
package chromium

import (
	"testing"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/launcher"

	"shangda/needs"
)

// Start is a browser of the test's own, closed after it. With -short the test is left out.
func Start(t testing.TB) *rod.Browser {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	path := needs.Program(t, "chromium", "chromium")
	l := launcher.New().Bin(path).Leakless(false).Headless(true).NoSandbox(true).UserDataDir(t.TempDir()).
		Set("disable-gpu").Set("disable-quic").Set("no-first-run").Set("disable-background-networking").
		Set("disable-component-update").Set("disable-sync")
	control, err := l.Launch()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Kill(); l.Cleanup() })
	b := rod.New().ControlURL(control)
	if err := b.Connect(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}

// Follow does what leads to another page and returns when that one is there: whoever looks at once may look at the page that
// is going.
func Follow(page *rod.Page, act func()) {
	wait := page.MustWaitNavigation()
	act()
	wait()
}

// Weak lists what on the page somebody may not be able to read or hit: visible texts whose contrast with the nearest painted
// background is below 4.5 or which are smaller than 14 px, fields without a label, buttons and fields lower than 24 px.
func Weak(page *rod.Page) []string {
	var out []string
	for _, w := range page.MustEval(weak).Arr() {
		out = append(out, w.Str())
	}
	return out
}

const weak = `() => {
  const parse = (c) => (c.match(/[\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (e) => {
    for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] === 1) return c; }
    return [255, 255, 255];
  };
  const out = [];
  for (const e of document.querySelectorAll("body *")) {
    const s = getComputedStyle(e), box = e.getBoundingClientRect();
    if (box.width < 2 || s.visibility === "hidden") continue;
    const control = ["BUTTON", "INPUT", "SELECT", "TEXTAREA"].includes(e.tagName);
    if (control && box.height < 24 && !["checkbox", "radio"].includes(e.type)) out.push("low: " + e.outerHTML.slice(0, 80));
    if (control && e.tagName !== "BUTTON" && !e.labels.length && !e.getAttribute("aria-label")) out.push("no label: " + e.outerHTML.slice(0, 80));
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    const [a, b] = [light(parse(s.color)), light(ground(e))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) out.push(contrast.toFixed(2) + ": " + e.outerHTML.slice(0, 80));
    if (parseFloat(s.fontSize) < 14) out.push(s.fontSize + ": " + e.outerHTML.slice(0, 80));
  }
  return out;
}`
