// Package config reads the settings: a TOML file, each value overridable by an environment variable
// SHANGDA_<SECTION>_<NAME>. They are checked once, and every mistake is reported together. Nothing is global.
package config

import (
	"net"
	"net/netip"
	"path/filepath"
	"time"
)

// DefaultPath is read when no other file is named, and only when it is there.
const DefaultPath = "shangda.toml"

// Config is all settings, checked and with defaults filled in. Printing it in any way shows no secret.
type Config struct {
	Listen         string // address of the HTTP server, 127.0.0.1:8080 unless set: a reverse proxy with TLS stands before it
	AdminListen    string // address of the staff pages; empty: the same server
	PublicURL      string // how citizens reach the pages, without a slash at the end
	DataDir        string
	Database       Address // sqlite:PATH or postgres://…
	Redis          Address // empty: one process, local memory
	KeyFile        string
	TrustedProxies []string // addresses and networks whose X-Forwarded-For is believed
	Limits         Limits
	Backup         Backup
	Retention      Retention
	WeChat         WeChat
	Notify         Notify
	Staff          Staff
	Office         Office
	Desk           Desk
}

// Limits are messages and requests a minute.
type Limits struct {
	CitizenPerMinute int // messages of one citizen
	AddressPerMinute int // requests to the pages from one network address
}

// Backup is the nightly archive while serving.
type Backup struct {
	Dir  string
	Keep int // how many archives stay; 0: no nightly backup
}

// Retention is how long texts are kept.
type Retention struct {
	Months int // texts of exchanges that are part of no file; 0: for ever
}

// Mode is how the platform sends messages.
type Mode string

// The three modes of the platform: 安全模式, 明文模式, 兼容模式.
const (
	Safe   Mode = "safe"
	Plain  Mode = "plain"
	Compat Mode = "compat"
)

// WeChat is the official account.
type WeChat struct {
	AppID          string
	AppSecret      Secret
	OriginalID     string // 原始ID, gh_…
	Token          Secret
	AESKey         Secret // EncodingAESKey, 43 characters
	AESKeyPrevious Secret // the one before, while it is being changed
	Mode           Mode
	APIBase        string        // without a slash at the end
	Freshness      time.Duration // a callback signed longer ago is a replay
	VerifyFile     string        // MP_verify_….txt, the platform's domain check
	VerifyText     string        // its content; unless set, what stands between MP_verify_ and .txt
	Account        AccountKind
	Verified       bool // 已认证: without it the account may not send on its own
	Templates      []Template
}

// AccountKind is what the official account is registered as.
type AccountKind string

// 服务号 and 订阅号 (since 2023 called 公众号), of which only the first has templates.
const (
	Service      AccountKind = "service"
	Subscription AccountKind = "subscription"
)

// Template says how a kind of letter is told by a template of the account's own library.
type Template struct {
	Letter string // desk.LetterKind
	Way    string // template or subscription
	ID     string
	Fields []TemplateField
}

// TemplateField is a field of the template and what stands in it: what, office, time or hint.
type TemplateField struct{ Name, Value string }

// Notify is how members of staff hear of work outside the pages. Empty: not at all.
type Notify struct {
	Robot        Secret // webhook address of a WeCom group robot, which holds its key
	SMTP         string // host:port; 465 speaks TLS from the start, others by STARTTLS
	SMTPUser     string
	SMTPPassword Secret
	From         string // address of the sender
}

// Office is what citizens read about the office.
type Office struct {
	Name          string
	Short         string // 机关简称, in the numbers of documents
	Account       string // name of the official account, when it differs from Name
	Address       string
	Postcode      string
	Phone         string
	Fax           string
	Hours         string // as shown
	WorkHours     string // the same for the machine: 09:00-12:00,13:30-17:00
	Complaint     string // where to complain about the office
	Disclosure    string // 政府信息公开工作机构, when it differs from Name
	ReviewChannel string // Internet channel for 行政复议, 行政复议法第二十二条
	ReviewBody    string // 行政复议机关
	FeeRestarts   bool   // the office's rule: the reply's clock starts anew when the 信息处理费 is paid
	PartialEither bool   // a partial disclosure names 复议 or suit, where it would name 复议 first
	Court         string
	Website       string
	Email         string
	Jurisdiction  []string // province to district
	Titles        []string // of official papers, where the office calls them otherwise: KIND TITLE
}

// Desk is how questions to staff are dealt with.
type Desk struct {
	ReplyHours int           // working hours within which a question is answered
	Sections   []string      // 科室; empty: those of the table of sections
	Silence    time.Duration // of a citizen, that ends a conversation as figures count it (互动交流)
}

// Demo says that no official account is connected: a chat page in the browser stands in for WeChat.
func (c *Config) Demo() bool { return c.WeChat.Token == "" && c.WeChat.AppID == "" }

// Encrypted says that callbacks may come encrypted, so that an AES key is needed.
func (w *WeChat) Encrypted() bool { return w.Mode != Plain }

// defaults holds before the file is read; complete fills in what depends on other settings.
func defaults() Config {
	return Config{
		Listen:    "127.0.0.1:8080",
		DataDir:   "data",
		Limits:    Limits{CitizenPerMinute: 20, AddressPerMinute: 600},
		Backup:    Backup{Keep: 14},
		Retention: Retention{Months: 36},
		WeChat:    WeChat{Mode: Safe, APIBase: "https://api.weixin.qq.com", Freshness: 10 * time.Minute, Account: Service, Verified: true},
		Office: Office{
			WorkHours:    "09:00-12:00,13:30-17:00",
			Jurisdiction: []string{"山东省", "青岛市", "青岛西海岸新区"},
		},
		Desk: Desk{ReplyHours: 8, Silence: 30 * time.Minute},
	}
}

func (c *Config) complete() {
	c.PublicURL = orElse(c.PublicURL, "http://"+reachable(c.Listen))
	c.Database = orElse(c.Database, Address("sqlite:"+filepath.Join(c.DataDir, "shangda.db")))
	c.Backup.Dir = orElse(c.Backup.Dir, filepath.Join(c.DataDir, "backups"))
	c.KeyFile = orElse(c.KeyFile, filepath.Join(c.DataDir, "key"))
	if m := verifyFile.FindStringSubmatch(c.WeChat.VerifyFile); m != nil {
		c.WeChat.VerifyText = orElse(c.WeChat.VerifyText, m[1])
	}
	if c.AdminListen == c.Listen {
		c.AdminListen = ""
	}
	if c.AdminListen == "" {
		c.Staff.URL = orElse(c.Staff.URL, c.PublicURL)
	} else {
		c.Staff.URL = orElse(c.Staff.URL, "http://"+reachable(c.AdminListen))
	}
}

func orElse[T ~string](s, otherwise T) T {
	if s == "" {
		return otherwise
	}
	return s
}

// reachable turns a listening address into one a browser on this machine can open.
func reachable(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}
