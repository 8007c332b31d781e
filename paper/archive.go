package paper

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"shangda/disclosure"
	"shangda/document"
)

// Entry is one file of a case for the archive.
type Entry struct {
	Folder string // 文书, 附件
	Name   string
	Data   []byte
	Digest string // SM3, as it was kept when the file came in or went out
}

// Dossier is a case as it is archived, or handed to review or court.
type Dossier struct {
	Case    Case
	Events  []disclosure.Event
	Count   disclosure.Count // the clock day by day
	Entries []Entry
}

// Archive writes one ZIP: papers and attachments, the history, the sheet of the clock, the data of the case as JSON, and an
// index of all with their SM3 digests, made by sum.
func Archive(w io.Writer, d Dossier, at time.Time, sum func([]byte) string) error {
	data, err := json.MarshalIndent(metadata(d), "", "  ")
	if err != nil {
		return err
	}
	entries := append(append([]Entry{}, d.Entries...),
		Entry{Name: "案件信息.json", Data: data}, Entry{Name: "办理过程.csv", Data: history(d)}, Entry{Name: "期限计算.csv", Data: days(d.Count)})
	z := zip.NewWriter(w)
	var index bytes.Buffer
	index.WriteString("文件,字节,SM3\n")
	taken := map[string]bool{}
	for _, e := range entries {
		name := free(path.Join(e.Folder, safe(e.Name)), taken)
		digest := e.Digest
		if got := sum(e.Data); digest == "" {
			digest = got
		} else if got != digest {
			return fmt.Errorf("%s is not what was kept: digest %s, want %s", name, got, digest)
		}
		if err := add(z, name, e.Data, at); err != nil {
			return err
		}
		fmt.Fprintf(&index, "%s,%d,%s\n", quote(name), len(e.Data), digest)
	}
	if err := add(z, "目录.csv", index.Bytes(), at); err != nil {
		return err
	}
	return z.Close()
}

func add(z *zip.Writer, name string, data []byte, at time.Time) error {
	f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at})
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return err
}

// metadata is the case in the words of its codes, for machines.
func metadata(d Dossier) any {
	r := d.Case.Request
	return struct {
		Number      string                 `json:"number"`
		Kind        disclosure.CaseKind    `json:"kind"`
		State       disclosure.State       `json:"state"`
		Received    disclosure.Day         `json:"received"`
		Due         disclosure.Day         `json:"due"`
		Application disclosure.Application `json:"application"`
		Case        *disclosure.Request    `json:"case"`
		Decision    *disclosure.Decision   `json:"decision,omitempty"`
	}{r.Number, r.Kind, r.State, r.Received, d.Case.Due, r.Application, r, r.Draft}
}

func history(d Dossier) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff时间,经办,事项,说明,文书\n")
	for _, e := range d.Events {
		fmt.Fprintf(&b, "%s,%d,%s,%s,%s\n", e.At.In(disclosure.Zone).Format(time.DateTime), e.Staff, quote(e.Act), quote(e.Text), quote(Title(d.Case.Office, e.Paper)))
	}
	return b.Bytes()
}

func days(c disclosure.Count) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff日期,第几个工作日,性质\n")
	for _, s := range c.Steps {
		n := ""
		if s.N > 0 {
			n = fmt.Sprint(s.N)
		}
		fmt.Fprintf(&b, "%s,%s,%s\n", s.Day, n, s.Kind)
	}
	return b.Bytes()
}

// quote makes a CSV field that no spreadsheet takes for a formula.
func quote(s string) string {
	return `"` + strings.ReplaceAll(document.Harmless(s), `"`, `""`) + `"`
}

// safe is a file name without path.
func safe(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, name)
	if name = strings.Trim(name, ". "); name == "" {
		return "文件"
	}
	return name
}

// free numbers a name that is taken.
func free(name string, taken map[string]bool) string {
	ext := path.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	for n := 2; taken[name]; n++ {
		name = fmt.Sprintf("%s（%d）%s", stem, n, ext)
	}
	taken[name] = true
	return name
}
