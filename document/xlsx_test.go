package document

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// workbook makes an xlsx file by edit.
func workbook(t *testing.T, edit func(*excelize.File) error) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := edit(f); err != nil {
		t.Fatal(err)
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func questions(f *excelize.File) error {
	_, err := f.NewSheet("隐藏")
	return errors.Join(err, f.SetSheetRow("Sheet1", "A1", &[]any{"问题", "回答", "序号"}),
		f.SetSheetRow("Sheet1", "A3", &[]any{"怎么办？", " 先甲。\r\n再乙。 ", 1}),
		f.SetSheetRow("隐藏", "A1", &[]any{"不读"}), f.SetSheetVisible("隐藏", false))
}

func TestSheetsAreReadAsTheyShow(t *testing.T) {
	data := workbook(t, questions)
	got, err := newReader("as-reader").Sheets(t.Context(), data)
	want := []Sheet{{"Sheet1", [][]string{{"问题", "回答", "序号"}, nil, {"怎么办？", "先甲。\n再乙。", "1"}}}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	if got := text(t, "a.xlsx", data); got != "# Sheet1\n\n| 问题 | 回答 | 序号 |\n| --- | --- | --- |\n| 怎么办？ | 先甲。 再乙。 | 1 |\n" {
		t.Errorf("got %q", got)
	}
	if !IsSpreadsheet(data) || IsSpreadsheet(written(t, paper())) || IsSpreadsheet([]byte("甲")) {
		t.Error("a spreadsheet is not told from a paper")
	}
}

func TestBadCellsAreNamedAndNothingIsRead(t *testing.T) {
	data := workbook(t, func(f *excelize.File) error {
		return errors.Join(questions(f), f.SetCellFormula("Sheet1", "B7", "1/0"), f.SetCellFormula("Sheet1", "C2", `HYPERLINK("http://x")`))
	})
	got, err := readSheets(data)
	if got != nil || !errors.Is(err, ErrBroken) || !strings.Contains(err.Error(), "Sheet1!B7") || !strings.Contains(err.Error(), "Sheet1!C2") {
		t.Errorf("got %v, %v, want both cells named", got, err)
	}
}

func TestSpreadsheetsThatMayHarmAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"macros":        {pack(t, map[string]string{"xl/workbook.xml": "<workbook/>", "xl/vbaProject.bin": "x"}), ErrMacros},
		"bomb":          {pack(t, map[string]string{"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": strings.Repeat(" ", 30<<20)}), ErrTooLarge},
		"password":      {append([]byte(ole), utf16le("EncryptedPackage")...), ErrEncrypted},
		"no workbook":   {written(t, paper()), ErrUnsupported},
		"not a zip":     {[]byte("序号,甲"), ErrBroken},
		"empty inside":  {pack(t, map[string]string{"xl/workbook.xml": "<workbook/>"}), ErrBroken},
		"entity":        {pack(t, map[string]string{"xl/workbook.xml": xxe("workbook")}), ErrBroken},
		"nested archiv": {pack(t, map[string]string{"a.xlsx": string(workbook(t, questions))}), ErrUnsupported},
	} {
		if got, err := readSheets(c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, %v, want %v", name, got, err, c.want)
		}
	}
}

// xxe is XML that would draw a file of this machine into the text.
func xxe(root string) string {
	return `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><` + root + `>&e;</` + root + `>`
}

func TestEntitiesAndNestedArchivesStayClosed(t *testing.T) {
	inner := string(pack(t, map[string]string{"word/document.xml": body(para("", "内层"))}))
	for name, data := range map[string][]byte{
		"entity":   pack(t, map[string]string{"word/document.xml": strings.Replace(xxe("p"), "<p>", `<w:document `+namespaces+`><w:body><w:p><w:r><w:t>`, 1)}),
		"zip only": pack(t, map[string]string{"a.docx": inner}),
	} {
		if got, err := Text("a.docx", data); err == nil || strings.Contains(got, "root:") {
			t.Errorf("%s: got %q, %v, want a refusal", name, got, err)
		}
	}
	beside := pack(t, map[string]string{"word/document.xml": body(para("", "外层")), "word/embeddings/a.docx": inner})
	if got := text(t, "a.docx", beside); got != "# 外层\n" {
		t.Errorf("got %q, want the outer text only", got)
	}
}
