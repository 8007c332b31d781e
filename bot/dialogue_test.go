package bot

import (
	"flag"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"shangda/disclosure"
)

var update = flag.Bool("update", false, "write the dialogues as the bot speaks today")

// The transcripts in testdata/dialogues are replayed word for word on the starter knowledge. In them a tappable choice
// stands in brackets and a link as its name and address, but the link to the answer's own page is left out; everything from a line 用户 to the next 商答 is one message.
func TestDialoguesAreSpokenAsWritten(t *testing.T) {
	files, err := filepath.Glob("testdata/dialogues/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no dialogues: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := replay(t, string(want))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(want) {
				t.Errorf("spoken differently (renew with -update after reading it):\n%s", got)
			}
		})
	}
}

var at = regexp.MustCompile(`(?m)^时间 (.+)$`)

// replay plays the citizen's side of a transcript and returns the whole as it went.
func replay(t *testing.T, script string) string {
	h := newHouse(t)
	head, body, _ := strings.Cut(script, "用户\n")
	if m := at.FindStringSubmatch(head); m != nil {
		when, err := time.ParseInLocation("2006-01-02 15:04", m[1], disclosure.Zone)
		if err != nil {
			t.Fatal(err)
		}
		h.now = when
	}
	var out strings.Builder
	out.WriteString(head)
	for _, turn := range strings.Split("\n"+body, "\n用户\n") {
		said, _, _ := strings.Cut(turn, "\n商答\n")
		said = strings.TrimSpace(said)
		if said == "" {
			continue
		}
		var reply string
		event, isEvent := strings.CutPrefix(said, "〔事件〕")
		switch {
		case isEvent:
			name, key, _ := strings.Cut(event, " ")
			reply = h.event(name, key)
		case said == "〔图片〕":
			reply = h.picture()
		default:
			reply = h.say(said)
		}
		out.WriteString("用户\n" + said + "\n\n商答\n" + legible(reply) + "\n\n")
	}
	return strings.TrimRight(out.String(), "\n") + "\n"
}

var anchors = regexp.MustCompile(`<a href="([^"]*)">([^<]*)</a>`)

// ownPage is the link that every answer carries; its address changes with each word of what is published.
var ownPage = regexp.MustCompile(`　<a href="[^"]*/a/[a-z2-7]{12}">答复单</a>`)

// Random signs: of a draft's addresses, and of the query code.
var (
	draftToken = regexp.MustCompile(`/(f|u)/[A-Z2-7]{26}`)
	accessCode = regexp.MustCompile(`查询码：[2-9A-Z]{8}`)
)

func legible(reply string) string {
	reply = ownPage.ReplaceAllString(reply, "")
	reply = accessCode.ReplaceAllString(draftToken.ReplaceAllString(reply, "/$1/…"), "查询码：〔8位〕")
	return html.UnescapeString(anchors.ReplaceAllStringFunc(reply, func(a string) string {
		m := anchors.FindStringSubmatch(a)
		if strings.HasPrefix(m[1], "weixin:") {
			return "[" + m[2] + "]"
		}
		return m[2] + " " + m[1]
	}))
}
