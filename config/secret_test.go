package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
)

func TestSettingsPrintWithoutSecrets(t *testing.T) {
	c := load(t, `
database = "postgres://clerk:s3cret@db.example/shangda?sslpassword=s3cret"
redis = "redis://:s3cret@cache.example:6379/1"
[wechat]
app_id = "wx1"
app_secret = "s3cret-app"
original_id = "gh_1"
token = "s3cret-token"
aes_key = "s3cretghijklmnopqrstuvwxyz0123456789ABCDEFG"
aes_key_previous = "s3cretghijklmnopqrstuvwxyz0123456789ABCDEFG"
`)
	var text, structured bytes.Buffer
	slog.New(slog.NewTextHandler(&text, nil)).Info("settings", "config", c, "token", c.WeChat.Token, "database", c.Database)
	slog.New(slog.NewJSONHandler(&structured, nil)).Info("settings", "config", c, "token", c.WeChat.Token)
	plain, err := json.Marshal(&c)
	if err != nil {
		t.Fatal(err)
	}
	printed := map[string]string{"slog text": text.String(), "slog JSON": structured.String(), "JSON": string(plain)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		printed[verb] = fmt.Sprintf(verb+" "+verb, c, &c)
		printed["token "+verb] = fmt.Sprintf(verb, c.WeChat.Token)
		printed["redis "+verb] = fmt.Sprintf(verb, c.Redis)
	}
	for how, s := range printed {
		if strings.Contains(s, "s3cret") || strings.Contains(strings.ToLower(s), "733363726574") {
			t.Errorf("%s shows a secret: %s", how, s)
		}
	}
	if want := "postgres://clerk:xxxxx@db.example/shangda"; c.Database.String() != want {
		t.Errorf("Database prints as %s, want %s", c.Database, want)
	}
	if !strings.Contains(c.Database.Reveal(), "s3cret") || c.WeChat.Token.Reveal() != "s3cret-token" {
		t.Error("Reveal does not return what was set")
	}
}

func TestMistakesShowNoSecret(t *testing.T) {
	for _, text := range []string{
		`database = "postgres://clerk:s3cret%zz@db/shangda"`,
		`database = "mysql://clerk:s3cret@db/shangda"`,
		`redis = "s3cret"`,
		`redis = "redis://u:s3cret/word@h:port"`,
		"[wechat]\ntoken = \"s3cret that is much too long for the platform's form\"\n",
		"[wechat]\naes_key = \"s3cret\"\n",
		"[wechat]\naes_key = [\"s3cret\"]\n",
		"[wechat]\napp_secret = \"s3cret \"\n",
	} {
		if got := refused(t, text); strings.Contains(got, "s3cret") {
			t.Errorf("error shows the secret: %s", got)
		}
	}
}

// A field that is not exported would be printed without its Format method.
func TestEveryFieldIsExported(t *testing.T) {
	for _, v := range []any{Config{}, Limits{}, WeChat{}, Office{}, Staff{}} {
		for _, f := range reflect.VisibleFields(reflect.TypeOf(v)) {
			if !f.IsExported() {
				t.Errorf("%T.%s is not exported", v, f.Name)
			}
		}
	}
}
