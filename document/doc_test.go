package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "print testdata/notice.pdf anew with LibreOffice")

const (
	long    = "为规范单用途商业预付卡管理，维护市场秩序，根据有关法律法规，结合我区实际，制定本办法。经区政府同意，现印发给你们，请于2024年12月31日前将执行情况报送我局。"
	article = "任何单位和个人不得以任何方式向申请人收取费用。违反前款规定的，依照《某某管理条例》第六十条处理。"
)

// paper uses everything a Doc can do.
func paper() *Doc {
	d := Doc{Header: "某某区商务局"}
	d.Title("某某区商务局关于印发《某某区单用途\n预付卡管理办法》的通知")
	d.Centred("某商务〔2024〕5号")
	d.Flush("各有关单位：")
	d.Paragraph(long)
	d.Paragraph(long)
	d.Heading(1, "一、总体要求")
	d.Heading(2, "（一）基本原则")
	d.Paragraph("坚持依法行政<&>。")
	d.Heading(3, "1. 公开透明。")
	d.Numbered("提交申请表；", "提交营业执照复印件，加盖公章，经办人签字，并附授权委托书以及经办人的身份证明材料；")
	d.Paragraph("另有规定的，从其规定。")
	d.Numbered("甲；", "乙。")
	d.Table(Table{Widths: []int{1, 4, 2, 2}, Head: 2, Rows: [][]Cell{
		{{Text: "序号", Down: 2}, {Text: "材料名称", Down: 2}, {Text: "要求", Across: 2}},
		{{Text: "份数"}, {Text: "形式"}},
		{{Text: "1", Down: 2}, {Text: "申请表，需要加盖公章并由法定代表人签字，一式两份，其中一份留存", Left: true}, {Text: "2"}, {Text: "原件"}},
		{{Text: "营业执照", Left: true}, {Text: "1"}, {Text: "复印件"}},
		{{Text: "合计", Across: 2}, {Text: "3"}, {}},
	}})
	d.Sign("某某市某某区商务局", "2024年12月1日")
	d.PageBreak()
	d.Flush("附件")
	for i := range 16 {
		d.Paragraph("第" + chinese(i+1) + "条　" + article)
	}
	return &d
}

var paperText = `# 某某区商务局关于印发《某某区单用途预付卡管理办法》的通知

某商务〔2024〕5号

各有关单位：

` + long + `

` + long + `

## 一、总体要求

### （一）基本原则

坚持依法行政<&>。

#### 1. 公开透明。

1. 提交申请表；
2. 提交营业执照复印件，加盖公章，经办人签字，并附授权委托书以及经办人的身份证明材料；

另有规定的，从其规定。

1. 甲；
2. 乙。

| 序号 | 材料名称 | 要求 |  |
| --- | --- | --- | --- |
|  |  | 份数 | 形式 |
| 1 | 申请表，需要加盖公章并由法定代表人签字，一式两份，其中一份留存 | 2 | 原件 |
|  | 营业执照 | 1 | 复印件 |
| 合计 |  | 3 |  |

某某市某某区商务局

2024年12月1日

附件
` + func() string {
	var b strings.Builder
	for i := range 16 {
		b.WriteString("\n第" + chinese(i+1) + "条　" + article + "\n")
	}
	return b.String()
}()

func written(t *testing.T, d *Doc) []byte {
	t.Helper()
	data, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestAWrittenPaperReadsBackTheSame(t *testing.T) {
	want(t, text(t, "a.docx", written(t, paper())), paperText)
}

func TestTheSamePaperIsTheSameBytes(t *testing.T) {
	if !bytes.Equal(written(t, paper()), written(t, paper())) {
		t.Error("two writings differ")
	}
}

// TestEveryPartIsReferredToAndWellFormed holds what Word insists on.
func TestEveryPartIsReferredToAndWellFormed(t *testing.T) {
	d := paper()
	d.Landscape = true
	d.Paragraph("不能进 XML 的：\x00\x0b\ufffe")
	d.Picture("扫码：", picture(t, "https://example.gov.cn/r/1"), 28, "某页<&>")
	data := written(t, d)
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(content)
		if strings.HasSuffix(f.Name, ".png") {
			continue
		}
		for decoder := xml.NewDecoder(bytes.NewReader(content)); ; {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s: %v", f.Name, err)
				break
			}
		}
	}
	for name := range parts {
		base := strings.TrimPrefix(name, "word/")
		if name == base || strings.HasPrefix(base, "_rels") {
			continue
		}
		if _, ending, _ := strings.Cut(base, "."); !strings.Contains(parts["[Content_Types].xml"], `"/`+name+`"`) && !strings.Contains(parts["[Content_Types].xml"], `Extension="`+ending+`" ContentType="image/`) {
			t.Errorf("%s has no content type", name)
		}
		if base != "document.xml" && !strings.Contains(parts["word/_rels/document.xml.rels"], `"`+base+`"`) {
			t.Errorf("no relation to %s", name)
		}
	}
}

func TestLibreOfficePrintsThePaper(t *testing.T) {
	pdf := printed(t, written(t, paper()))
	got, err := pdfText(t, pdf)
	if err != nil {
		t.Fatal(err)
	}
	want(t, got, asPrinted(paperText))
	if *update {
		if err := os.WriteFile("testdata/notice.pdf", pdf, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
