package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/document"
	"shangda/store"
)

func whole(t *testing.T, d Data, form string, edited map[string]string) Text {
	t.Helper()
	r := compute(t, d, form)
	o := desk.Office{Name: "测试区商务局", Phone: "0532-00000001"}
	text := Text{Report: r, Office: o, Sections: r.Sections(o, store.Interactions{Conversations: 55}, edited)}
	r.CheckTexts(text.Sections)
	return text
}

func year2026() Data {
	d := Data{Year: 2026, Calendar: disclosure.Official(), Requests: asked(3, "2026-03-02", "2026-03-20", disclosure.CodeFull)}
	d.Facts = []store.Fact{{Year: 2026, Month: 3, Code: "permit", Value: 1234}, {Year: 2026, Month: 3, Code: "fee", Value: 40_000}}
	return d
}

func TestReportAsFileTellsTheFiguresOfItsTables(t *testing.T) {
	for form, wants := range map[string][]string{
		Form2021: {"新收政府信息公开申请3件", "1234", "0.04", "（三）不予公开", "（本列数据的勾稽关系为", "六、其他需要报告的事项", "未经复议直接起诉"},
		Form2018: {"主动公开政府信息41件", "互动交流55次", "不同意公开答复数"},
	} {
		d := year2026()
		if form == Form2018 {
			d = officeYear()
		}
		text := whole(t, d, form, nil)
		docx, err := text.Docx()
		if err != nil {
			t.Fatal(err)
		}
		read, err := document.Text("report.docx", docx)
		if err != nil {
			t.Fatal(err)
		}
		html, err := text.HTML()
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(read, want) {
				t.Errorf("form %s: docx lacks %q", form, want)
			}
			if !strings.Contains(string(html), want) {
				t.Errorf("form %s: html lacks %q", form, want)
			}
		}
		if got := strings.Contains(read, "暂行计算"); got != (form == Form2018) {
			t.Errorf("form %s: says that its calendar is provisional: %v", form, got)
		}
	}
}

func TestSpreadsheetHasOneSheetATableAndNumbersAsNumbers(t *testing.T) {
	data, err := whole(t, year2026(), Form2021, nil).Xlsx()
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(f.GetSheetList(), " "); got != "主动公开 依申请公开 复议诉讼" {
		t.Errorf("sheets %s", got)
	}
	for cell, want := range map[string]string{"D4": "3", "J4": "3", "D6": "3", "A6": "三、本年度办理结果", "B8": "（三）不予公开", "C8": "1.属于国家秘密"} {
		if got, err := f.GetCellValue("依申请公开", cell); got != want || err != nil {
			t.Errorf("%s = %q, %v, want %q", cell, got, err, want)
		}
	}
	if kind, err := f.GetCellType("依申请公开", "D4"); kind != excelize.CellTypeUnset || err != nil {
		t.Errorf("D4 is no number: %v, %v", kind, err)
	}
}

func TestTextThatContradictsTheTableIsNamed(t *testing.T) {
	for text, ok := range map[string]bool{"新收政府信息公开申请3件，办理完毕3件。": true, "新收政府信息公开申请4件。": false} {
		r := whole(t, year2026(), Form2021, map[string]string{"1": text})
		if r.Signable() != ok {
			t.Errorf("%q: signable %v, want %v", text, r.Signable(), ok)
		}
	}
	d := year2026()
	d.Requests[0].Fee = disclosure.Fee{Yuan: 400, Paid: "2026-04-01"}
	if r := whole(t, d, Form2021, nil); !r.Signable() || !strings.Contains(r.Sections[5].Text, "400元") {
		t.Errorf("a fee in the proposed text: %q", r.Sections[5].Text)
	}
	if r := whole(t, d, Form2021, map[string]string{"6": "无。"}); r.Signable() {
		t.Error("a fee that section six does not mention can be signed")
	}
}
