package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/knadh/koanf/parsers/toml/v2"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/rawbytes"
	"github.com/knadh/koanf/v2"
)

const envPrefix = "SHANGDA_"

// Mistakes is everything wrong with the settings, one sentence each, beginning with the name of the setting. Values of
// secrets are never part of it.
type Mistakes []string

func (m Mistakes) Error() string { return "settings: " + strings.Join(m, "; ") }

func (m *Mistakes) add(key, format string, args ...any) {
	*m = append(*m, key+": "+fmt.Sprintf(format, args...))
}

// Load reads the file and lets environ, in the form of os.Environ, override it; an empty value means the default. An
// empty path means DefaultPath if it is there; a named file must be there. All wrong values come back together as Mistakes.
func Load(path string, environ []string) (Config, error) {
	c := defaults()
	fields := c.fields()
	var wrong Mistakes
	k := koanf.New(".")
	data, err := read(path)
	if err != nil {
		return Config{}, err
	}
	if err := k.Load(rawbytes.Provider(data), toml.Parser()); err != nil {
		return Config{}, Mistakes{unreadable(orElse(path, DefaultPath), err)}
	}
	for key, v := range k.All() {
		if !known(fields, key, v) {
			wrong.add(key, "no such setting")
		}
	}
	override := env.Provider(".", env.Opt{
		Prefix:        envPrefix,
		TransformFunc: func(name, value string) (string, any) { return fromEnv(fields, name, &wrong), value },
		EnvironFunc:   func() []string { return environ },
	})
	if err := k.Load(override, nil); err != nil {
		return Config{}, fmt.Errorf("environment: %w", err)
	}
	for _, f := range fields {
		if v := k.Get(f.key); v != nil {
			f.set(v, &wrong)
		}
	}
	c.complete()
	c.check(&wrong)
	if len(wrong) > 0 {
		slices.Sort(wrong)
		return Config{}, slices.Compact(wrong)
	}
	return c, nil
}

func read(path string) ([]byte, error) {
	data, err := os.ReadFile(orElse(path, DefaultPath))
	if path == "" && errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	return bytes.TrimPrefix(data, []byte("\ufeff")), nil
}

// unreadable names the place but repeats nothing of the file.
func unreadable(path string, err error) string {
	var at interface{ Position() (row, column int) }
	if !errors.As(err, &at) {
		return path + ": not valid TOML (a setting or section stands there twice?)"
	}
	row, column := at.Position()
	return fmt.Sprintf("%s line %d, column %d: not valid TOML (texts stand in quotes)", path, row, column)
}

// known also accepts an empty section.
func known(fields []field, key string, v any) bool {
	section, isSection := v.(map[string]any)
	return slices.ContainsFunc(fields, func(f field) bool {
		return f.key == key || isSection && len(section) == 0 && strings.HasPrefix(f.key, key+".")
	})
}

func fromEnv(fields []field, name string, wrong *Mistakes) string {
	if strings.HasPrefix(name, envPrefix+"TEST_") {
		return ""
	}
	for _, f := range fields {
		if f.env() == name {
			return f.key
		}
	}
	wrong.add(name, "no such setting")
	return ""
}

// field is one setting: its name in the file and where it goes.
type field struct {
	key string
	to  any // *string, *Secret, *Address, *Mode, *AccountKind, *bool, *int, *time.Duration, *[]string or *[]Template
}

func (f field) env() string { return envPrefix + strings.ToUpper(strings.ReplaceAll(f.key, ".", "_")) }

// fields lists every setting; shangda.example.toml has the same ones.
func (c *Config) fields() []field {
	w, n, o := &c.WeChat, &c.Notify, &c.Office
	return []field{
		{"listen", &c.Listen},
		{"admin_listen", &c.AdminListen},
		{"public_url", &c.PublicURL},
		{"data_dir", &c.DataDir},
		{"database", &c.Database},
		{"redis", &c.Redis},
		{"key_file", &c.KeyFile},
		{"trusted_proxies", &c.TrustedProxies},
		{"limits.citizen_per_minute", &c.Limits.CitizenPerMinute},
		{"limits.address_per_minute", &c.Limits.AddressPerMinute},
		{"backup.dir", &c.Backup.Dir},
		{"backup.keep", &c.Backup.Keep},
		{"retention.months", &c.Retention.Months},
		{"wechat.app_id", &w.AppID},
		{"wechat.app_secret", &w.AppSecret},
		{"wechat.original_id", &w.OriginalID},
		{"wechat.token", &w.Token},
		{"wechat.aes_key", &w.AESKey},
		{"wechat.aes_key_previous", &w.AESKeyPrevious},
		{"wechat.mode", &w.Mode},
		{"wechat.api_base", &w.APIBase},
		{"wechat.freshness", &w.Freshness},
		{"wechat.verify_file", &w.VerifyFile},
		{"wechat.verify_text", &w.VerifyText},
		{"wechat.account", &w.Account},
		{"wechat.verified", &w.Verified},
		{"wechat.templates", &w.Templates},
		{"notify.robot", &n.Robot},
		{"notify.smtp", &n.SMTP},
		{"notify.smtp_user", &n.SMTPUser},
		{"notify.smtp_password", &n.SMTPPassword},
		{"notify.from", &n.From},
		{"staff.url", &c.Staff.URL},
		{"staff.three_admins", &c.Staff.ThreeAdmins},
		{"staff.networks", &c.Staff.Networks},
		{"office.name", &o.Name},
		{"office.short", &o.Short},
		{"office.account", &o.Account},
		{"office.address", &o.Address},
		{"office.postcode", &o.Postcode},
		{"office.phone", &o.Phone},
		{"office.fax", &o.Fax},
		{"office.hours", &o.Hours},
		{"office.work_hours", &o.WorkHours},
		{"office.complaint", &o.Complaint},
		{"office.disclosure", &o.Disclosure},
		{"office.review_channel", &o.ReviewChannel},
		{"office.review_body", &o.ReviewBody},
		{"office.fee_restarts", &o.FeeRestarts},
		{"office.partial_either", &o.PartialEither},
		{"office.court", &o.Court},
		{"office.website", &o.Website},
		{"office.email", &o.Email},
		{"office.jurisdiction", &o.Jurisdiction},
		{"office.titles", &o.Titles},
		{"desk.reply_hours", &c.Desk.ReplyHours},
		{"desk.sections", &c.Desk.Sections},
		{"desk.silence", &c.Desk.Silence},
	}
}

// set takes a value of the file, or the text of a variable, which stands for any type.
func (f field) set(v any, wrong *Mistakes) {
	text, isText := v.(string)
	if isText && text == "" {
		return
	}
	switch to := f.to.(type) {
	case *string:
		assign(to, text, isText, f.key, wrong)
	case *Secret:
		assign(to, Secret(text), isText, f.key, wrong)
	case *Address:
		assign(to, Address(text), isText, f.key, wrong)
	case *Mode:
		assign(to, Mode(text), isText, f.key, wrong)
	case *AccountKind:
		assign(to, AccountKind(text), isText, f.key, wrong)
	case *bool:
		b, err := strconv.ParseBool(fmt.Sprint(v))
		if err != nil {
			wrong.add(f.key, "want true or false")
			return
		}
		*to = b
	case *time.Duration:
		d, err := time.ParseDuration(text)
		if err != nil {
			wrong.add(f.key, `want a duration in quotes, such as "10m"`)
			return
		}
		*to = d
	case *int:
		n, err := strconv.Atoi(fmt.Sprint(v))
		if err != nil {
			wrong.add(f.key, "want a whole number")
			return
		}
		*to = n
	case *[]string:
		list, ok := texts(v)
		if !ok {
			wrong.add(f.key, `want a list of texts, such as ["a", "b"]`)
			return
		}
		if len(list) > 0 {
			*to = list
		}
	case *[]Template:
		list, ok := texts(v)
		if !ok {
			wrong.add(f.key, `want a list of texts, such as ["reply template ID thing1=what"]`)
			return
		}
		for _, line := range list {
			*to = append(*to, parseTemplate(line, f.key, wrong))
		}
	}
}

func assign[T ~string](to *T, v T, ok bool, key string, wrong *Mistakes) {
	if !ok {
		wrong.add(key, "want text in quotes")
		return
	}
	*to = v
}

// texts takes a list, or one text with commas as it stands in a variable.
func texts(v any) ([]string, bool) {
	var list []string
	switch v := v.(type) {
	case string:
		for s := range strings.SplitSeq(v, ",") {
			list = append(list, strings.TrimSpace(s))
		}
	case []any:
		for _, e := range v {
			s, ok := e.(string)
			if !ok {
				return nil, false
			}
			list = append(list, strings.TrimSpace(s))
		}
	default:
		return nil, false
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == "" }), true
}
