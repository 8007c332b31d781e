package config

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/knadh/koanf/parsers/toml/v2"
	"github.com/knadh/koanf/providers/rawbytes"
	"github.com/knadh/koanf/v2"
)

const aes = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "settings.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func load(t *testing.T, text string, environ ...string) Config {
	t.Helper()
	c, err := Load(file(t, text), environ)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// refused loads what must not load and returns the mistakes.
func refused(t *testing.T, text string, environ ...string) string {
	t.Helper()
	c, err := Load(file(t, text), environ)
	if err == nil {
		t.Fatalf("accepted, want it refused: %+v", c)
	}
	return err.Error()
}

func wantIn(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%q does not say %q", text, p)
		}
	}
}

func TestNothingSetIsADemoOnThisMachine(t *testing.T) {
	t.Chdir(t.TempDir())
	c, err := Load("", nil)
	if err != nil {
		t.Fatal(err)
	}
	want := defaults()
	want.PublicURL, want.Staff.URL = "http://127.0.0.1:8080", "http://127.0.0.1:8080"
	want.Database = "sqlite:data/shangda.db"
	want.KeyFile, want.Backup.Dir = "data/key", "data/backups"
	if diff := cmp.Diff(want, c); diff != "" {
		t.Errorf("defaults (-want +got):\n%s", diff)
	}
	if !c.Demo() {
		t.Error("Demo() = false without any setting")
	}
}

func TestFileInTheWorkingFolderIsReadUnasked(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile(DefaultPath, []byte(`data_dir = "elsewhere"`), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load("", nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := "elsewhere/key"; c.KeyFile != want {
		t.Errorf("KeyFile = %q, want %q", c.KeyFile, want)
	}
}

func TestNamedFileMustBeThere(t *testing.T) {
	if _, err := Load(filepath.Join(t.TempDir(), "none.toml"), nil); err == nil {
		t.Error("a missing file that was named is no error")
	}
}

func TestEnvironmentOverridesTheFile(t *testing.T) {
	c := load(t, "\ufefflisten = \":1\"\n[limits]\ncitizen_per_minute = 5\n[office]\nname = \"甲\"\n",
		"SHANGDA_LISTEN=:2", "SHANGDA_LIMITS_CITIZEN_PER_MINUTE=7", "SHANGDA_WECHAT_FRESHNESS=30s", "SHANGDA_TEST_REDIS=ignored",
		"SHANGDA_TRUSTED_PROXIES=10.0.0.0/8, 127.0.0.1", "SHANGDA_OFFICE_EMAIL=", "SHANGDAX=ignored", "PATH=/bin")
	want := defaults()
	want.Listen, want.PublicURL, want.Database, want.KeyFile = ":2", "http://127.0.0.1:2", "sqlite:data/shangda.db", "data/key"
	want.Backup.Dir, want.Limits.CitizenPerMinute = "data/backups", 7
	want.Staff.URL = want.PublicURL
	want.WeChat.Freshness = 30 * time.Second
	want.TrustedProxies = []string{"10.0.0.0/8", "127.0.0.1"}
	want.Office.Name = "甲"
	if diff := cmp.Diff(want, c); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
}

func TestEveryMistakeIsReportedTogether(t *testing.T) {
	got := refused(t, `
listen = "8080"
public_url = "citizens.example"
database = "mysql://h/db"
redis = "127.0.0.1:6379"
trusted_proxies = ["10.0.0.0/33"]
colour = "red"
[limits]
citizen_per_minute = 0
address_per_minute = "many"
[wechat]
token = 12
mode = "secret"
freshness = 10
verify_text = "x"
[staff]
networks = ["10.0.0.0/33"]
three_admins = "perhaps"
url = "desk"
[office]
work_hours = "13:00-12:00"
motto = "x"
jurisdiction = [1]
[bureau]
`, "SHANGDA_OFFICE_MOTTO=x", "SHANGDA_WECHAT_APPID=wx1")
	wantIn(t, got, "listen:", "public_url:", "database:", "redis:", "trusted_proxies:", "colour: no such setting",
		"limits.citizen_per_minute:", "limits.address_per_minute:", "wechat.token: want text", "wechat.mode:", "wechat.freshness:",
		"wechat.verify_file:", "staff.networks:", "staff.three_admins:", "staff.url:", "office.work_hours:", "office.motto: no such setting", "office.jurisdiction:", "bureau: no such setting",
		"SHANGDA_OFFICE_MOTTO: no such setting", "SHANGDA_WECHAT_APPID: no such setting")
	if strings.Contains(got, "\n") {
		t.Errorf("the error has several lines: %q", got)
	}
}

func TestBrokenFileIsNamedWithItsPlaceButNotItsText(t *testing.T) {
	for _, text := range []string{"[wechat]\ntoken = s3cret\n", "[wechat]\ntoken = \"s3cret\n", "token = \"s3cret\"\ntoken = \"s3cret\"\n"} {
		got := refused(t, text)
		wantIn(t, got, "settings.toml", "not valid TOML")
		if strings.Contains(got, "s3cret") {
			t.Errorf("error repeats the file: %q", got)
		}
	}
	wantIn(t, refused(t, "[wechat]\ntoken = s3cret\n"), "line 2")
}

func TestOfficialAccountNeedsItsFiveSettingsAndNothingElse(t *testing.T) {
	account := "[wechat]\napp_id = \"wx1\"\napp_secret = \"s\"\noriginal_id = \"o\"\ntoken = \"tok\"\n"
	c := load(t, account+"aes_key = \""+aes+"\"\n")
	if c.Demo() {
		t.Error("Demo() = true with an official account")
	}
	c = load(t, account+"mode = \"plain\"\naes_key = \"of any form\"\n")
	if len(c.Warnings()) == 0 {
		t.Error("no warning about an aes_key in plain mode, http and an empty office")
	}
	for _, mode := range []string{"safe", "compat"} {
		wantIn(t, refused(t, account+"mode = \""+mode+"\"\n"), "wechat.aes_key: required")
	}
	got := refused(t, "[wechat]\ntoken = \"tok\"\n")
	wantIn(t, got, "wechat.app_id: required", "wechat.app_secret: required", "wechat.original_id: required", "wechat.aes_key: required")
	wantIn(t, refused(t, "[wechat]\napp_id = \"wx1\"\n"), "wechat.token: required")
}

func TestDemoDependsOnTokenAndAppIDAlone(t *testing.T) {
	c := load(t, "public_url = \"https://x.example/\"\n[wechat]\napp_secret = \"s\"\noriginal_id = \"o\"\naes_key = \""+aes+"\"\n")
	if !c.Demo() {
		t.Error("Demo() = false while token and app_id are empty")
	}
	if want := "https://x.example"; c.PublicURL != want {
		t.Errorf("PublicURL = %q, want %q", c.PublicURL, want)
	}
}

func TestAESKeyIsLenientInItsLastBitsOnly(t *testing.T) {
	demo := func(key string) string { return "[wechat]\naes_key = \"" + key + "\"\n" }
	load(t, demo(aes[:42]+"B")) // B leaves bits over, which strict decoders refuse
	for _, key := range []string{aes[:42], aes + "A", aes[:42] + "-", aes[:41] + "\\n" + "A"} {
		wantIn(t, refused(t, demo(key)), "wechat.aes_key:")
	}
}

func TestTokenHasThreeTo32Characters(t *testing.T) {
	for n, ok := range map[int]bool{2: false, 3: true, 32: true, 33: false} {
		_, err := Load("", []string{
			"SHANGDA_WECHAT_TOKEN=" + strings.Repeat("t", n), "SHANGDA_WECHAT_APP_ID=wx", "SHANGDA_WECHAT_APP_SECRET=s",
			"SHANGDA_WECHAT_ORIGINAL_ID=gh", "SHANGDA_WECHAT_MODE=plain",
		})
		if (err == nil) != ok {
			t.Errorf("token of %d characters: error %v, want accepted: %v", n, err, ok)
		}
	}
	wantIn(t, refused(t, "[wechat]\ntoken = \"tok \"\n"), "wechat.token: has spaces")
}

func TestVerifyTextComesFromTheFileName(t *testing.T) {
	c := load(t, "[wechat]\nverify_file = \"MP_verify_Ab12.txt\"\n")
	if c.WeChat.VerifyText != "Ab12" {
		t.Errorf("VerifyText = %q, want Ab12", c.WeChat.VerifyText)
	}
	wantIn(t, refused(t, "[wechat]\nverify_file = \"../MP_verify_Ab12.txt\"\n"), "wechat.verify_file:")
}

func TestPublicURLFollowsTheListener(t *testing.T) {
	for listen, want := range map[string]string{
		":9": "http://127.0.0.1:9", "0.0.0.0:9": "http://127.0.0.1:9", "[::]:9": "http://127.0.0.1:9",
		"10.0.0.1:9": "http://10.0.0.1:9", "localhost:9": "http://localhost:9",
	} {
		if got := load(t, "listen = \""+listen+"\"").PublicURL; got != want {
			t.Errorf("PublicURL for %s = %q, want %q", listen, got, want)
		}
	}
}

func TestExampleListsEverySettingWithItsDefault(t *testing.T) {
	data, err := os.ReadFile("../shangda.example.toml")
	if err != nil {
		t.Fatal(err)
	}
	text := regexp.MustCompile(`(?m)^#([a-z_]+ = )`).ReplaceAllString(string(data), "$1")
	got := load(t, text)
	want := defaults()
	want.complete()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("example (-defaults +example):\n%s", diff)
	}

	k := koanf.New(".")
	if err := k.Load(rawbytes.Provider([]byte(text)), toml.Parser()); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, f := range want.fields() {
		keys = append(keys, f.key)
		if !k.Exists(f.key) {
			t.Errorf("shangda.example.toml does not list %s", f.key)
		}
	}
	if len(k.Keys()) != len(keys) {
		t.Errorf("the example lists %d settings, want %d", len(k.Keys()), len(keys))
	}
	commented := load(t, string(data))
	if diff := cmp.Diff(want, commented); diff != "" {
		t.Errorf("example as delivered (-defaults +example):\n%s", diff)
	}
}

func TestStaffComeFromAddressesAndNetworks(t *testing.T) {
	c := load(t, "admin_listen = \":8081\"\n[staff]\nnetworks = [\"10.0.0.0/8\", \"::ffff:192.0.2.7\"]\n")
	if got, want := fmt.Sprint(c.Staff.Prefixes()), "[10.0.0.0/8 192.0.2.7/32]"; got != want {
		t.Errorf("networks are %s, want %s", got, want)
	}
	if want := "http://127.0.0.1:8081"; c.Staff.URL != want {
		t.Errorf("staff.url is %s, want %s: the pages have a listener of their own", c.Staff.URL, want)
	}
}
