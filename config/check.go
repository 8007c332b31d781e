package config

import (
	"encoding/base64"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

var (
	verifyFile = regexp.MustCompile(`^MP_verify_([0-9A-Za-z]+)\.txt$`)
	timeOfDay  = regexp.MustCompile(`^(?:[01]\d|2[0-3]):[0-5]\d$`)
)

// check says what is wrong. The form of an application's or citizen's identifier is the platform's affair.
func (c *Config) check(wrong *Mistakes) {
	listener(wrong, "listen", c.Listen)
	if c.AdminListen != "" {
		listener(wrong, "admin_listen", c.AdminListen)
	}
	web(wrong, "public_url", &c.PublicURL)
	web(wrong, "wechat.api_base", &c.WeChat.APIBase)
	if c.Office.Website != "" {
		web(wrong, "office.website", &c.Office.Website)
	}
	connection(wrong, "database", c.Database, "sqlite", "postgres")
	if c.Redis != "" {
		connection(wrong, "redis", c.Redis, "redis", "rediss", "unix")
	}
	for _, p := range c.TrustedProxies {
		_, errNet := netip.ParsePrefix(p)
		_, errAddr := netip.ParseAddr(p)
		if errNet != nil && errAddr != nil {
			wrong.add("trusted_proxies", "%q is neither an address nor a network such as 10.0.0.0/8", p)
		}
	}
	atLeastOne(wrong, "limits.citizen_per_minute", c.Limits.CitizenPerMinute)
	atLeastOne(wrong, "limits.address_per_minute", c.Limits.AddressPerMinute)
	if c.Backup.Keep < 0 {
		wrong.add("backup.keep", "want 0 or more")
	}
	if m := c.Retention.Months; m < 0 || m > 0 && m < 6 {
		wrong.add("retention.months", "want 0 or at least 6 (网络安全法 asks for logs of six months)")
	}
	c.WeChat.check(wrong, c.Demo())
	c.Notify.check(wrong)
	c.Staff.check(wrong)
	workHours(wrong, c.Office.WorkHours)
	if d := c.Desk.Silence; d < time.Minute || d > 24*time.Hour {
		wrong.add("desk.silence", `want 1m to 24h, such as "30m"`)
	}
	if n := c.Desk.ReplyHours; n < 1 || n > 200 {
		wrong.add("desk.reply_hours", "want 1 to 200 working hours, got %d", n)
	}
}

func (w *WeChat) check(wrong *Mistakes, demo bool) {
	required := []field{
		{"wechat.app_id", &w.AppID},
		{"wechat.app_secret", (*string)(&w.AppSecret)},
		{"wechat.original_id", &w.OriginalID},
		{"wechat.token", (*string)(&w.Token)},
		{"wechat.aes_key", (*string)(&w.AESKey)},
	}
	for _, f := range required {
		v := *f.to.(*string)
		if v != strings.TrimSpace(v) {
			wrong.add(f.key, "has spaces or a line break around it")
		}
		if v == "" && !demo && (f.key != "wechat.aes_key" || w.Encrypted()) {
			wrong.add(f.key, "required with an official account")
		}
	}
	if n := utf8.RuneCountInString(w.Token.Reveal()); n != 0 && (n < 3 || n > 32) {
		wrong.add("wechat.token", "want 3 to 32 characters, got %d", n)
	}
	if !slices.Contains([]Mode{Safe, Plain, Compat}, w.Mode) {
		wrong.add("wechat.mode", "%q is none of safe, plain, compat", string(w.Mode))
	}
	if !slices.Contains([]AccountKind{Service, Subscription}, w.Account) {
		wrong.add("wechat.account", "%q is neither service nor subscription", string(w.Account))
	}
	if w.Encrypted() {
		aesKey(wrong, "wechat.aes_key", w.AESKey)
		aesKey(wrong, "wechat.aes_key_previous", w.AESKeyPrevious)
	}
	if w.Freshness <= 0 {
		wrong.add("wechat.freshness", "want more than 0")
	}
	switch {
	case w.VerifyFile != "" && !verifyFile.MatchString(w.VerifyFile):
		wrong.add("wechat.verify_file", "want the platform's file name MP_verify_….txt")
	case w.VerifyFile == "" && w.VerifyText != "":
		wrong.add("wechat.verify_file", "required with wechat.verify_text")
	}
}

// Warnings are settings that prevent nothing but that somebody should look at.
func (c *Config) Warnings() []string {
	var w Mistakes
	if !c.Demo() && strings.HasPrefix(c.PublicURL, "http:") {
		w.add("public_url", "not https: WeChat opens such pages with a warning, and query codes cross in the clear")
	}
	if c.WeChat.Mode == Plain && (c.WeChat.AESKey != "" || c.WeChat.AESKeyPrevious != "") {
		w.add("wechat.aes_key", "not used in plain mode")
	}
	if len(c.WeChat.Templates) > 0 && (c.WeChat.Account != Service || !c.WeChat.Verified) {
		w.add("wechat.templates", "not used: only a verified service account has templates")
	}
	o := &c.Office
	for _, f := range []field{
		{"office.name", &o.Name},
		{"office.short", &o.Short},
		{"office.address", &o.Address},
		{"office.phone", &o.Phone},
		{"office.hours", &o.Hours},
		{"office.complaint", &o.Complaint},
		{"office.review_channel", &o.ReviewChannel},
		{"office.review_body", &o.ReviewBody},
		{"office.court", &o.Court},
	} {
		if *f.to.(*string) == "" {
			w.add(f.key, "empty: citizens are not told it")
		}
	}
	return w
}

func listener(wrong *Mistakes, key, address string) {
	_, port, err := net.SplitHostPort(address)
	if n, errPort := strconv.Atoi(port); err != nil || errPort != nil || n < 0 || n > 65535 {
		wrong.add(key, "%q is not host:port", address)
	}
}

// web takes the slash off the end of an address.
func web(wrong *Mistakes, key string, address *string) {
	*address = strings.TrimRight(*address, "/")
	u, err := url.Parse(*address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		wrong.add(key, "want http://… or https://…")
	}
}

func connection(wrong *Mistakes, key string, address Address, schemes ...string) {
	scheme, rest, _ := strings.Cut(address.Reveal(), ":")
	_, err := url.Parse(address.Reveal()) // its text may quote a password
	if !slices.Contains(schemes, scheme) || rest == "" || scheme != "sqlite" && (err != nil || !strings.HasPrefix(rest, "//")) {
		wrong.add(key, "want an address that begins with %s:, special characters in a password written as %%XX", strings.Join(schemes, ": or "))
	}
}

func atLeastOne(wrong *Mistakes, key string, n int) {
	if n < 1 {
		wrong.add(key, "want at least 1, got %d", n)
	}
}

// aesKey is lenient in the last bits: the 43rd character carries four bits of the key and two of nothing.
func aesKey(wrong *Mistakes, key string, s Secret) {
	raw, err := base64.RawStdEncoding.DecodeString(s.Reveal())
	if s != "" && (len(s) != 43 || err != nil || len(raw) != 32) {
		wrong.add(key, "want the 43 letters and digits that the platform shows")
	}
}

func workHours(wrong *Mistakes, s string) {
	last := ""
	for span := range strings.SplitSeq(s, ",") {
		from, to, _ := strings.Cut(strings.TrimSpace(span), "-")
		if !timeOfDay.MatchString(from) || !timeOfDay.MatchString(to) || from >= to || from < last {
			wrong.add("office.work_hours", "want ascending hours such as 09:00-12:00,13:30-17:00")
			return
		}
		last = to
	}
}
