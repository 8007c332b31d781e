package document

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// pack zips parts as a docx.
func pack(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, content := range parts {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ` +
	`xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" ` +
	`xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" ` +
	`xmlns:v="urn:schemas-microsoft-com:vml"`

func body(content string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><w:document ` + namespaces + `><w:body>` + content +
		`<w:sectPr><w:pgSz w:w="11906"/></w:sectPr></w:body></w:document>`
}

// para is a paragraph in a style; a style that begins with < is the whole content of w:pPr.
func para(style, text string) string {
	if !strings.HasPrefix(style, "<") && style != "" {
		style = `<w:pStyle w:val="` + style + `"/>`
	}
	return `<w:p><w:pPr>` + style + `</w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

const styles = `<w:styles ` + namespaces + `>
<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2x"><w:name w:val="标题 2"/></w:style>
<w:style w:type="paragraph" w:styleId="mine"><w:name w:val="公文标题"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="x"/><w:basedOn w:val="loop"/></w:style>
</w:styles>`

func docxText(t *testing.T, content string) string {
	t.Helper()
	return text(t, "a.docx", pack(t, map[string]string{
		"[Content_Types].xml": "<Types/>", "word/document.xml": body(content), "word/styles.xml": styles, "word/numbering.xml": numbers,
	}))
}

func TestDocxHeadingsFollowStyleNamesAndOutlineLevels(t *testing.T) {
	got := docxText(t, para("a3", "某某管理")+para("a3", "办法")+para("TOC1", "第一章 总则\t1")+
		para("1", "第一章 总则")+para("2x", "一般规定")+para("a", "第一条 甲。")+
		para("mine", "第二章 附则")+para(`<w:outlineLvl w:val="1"/>`, "其他")+para(`<w:outlineLvl w:val="9"/>`, "正文")+
		para("loop", "环")+para("1", strings.Repeat("长", 121)))
	want(t, got, `# 某某管理办法

## 第一章 总则

### 一般规定

第一条 甲。

## 第二章 附则

### 其他

正文

环

`+strings.Repeat("长", 121)+"\n")
}

func TestDocxWithoutStylesTakesTheFirstLineAsTitle(t *testing.T) {
	data := pack(t, map[string]string{"word/document.xml": body(para("", "关于甲的通知") + para("", "") + para("Heading1", "一、乙") + para("标题2", "丙"))})
	want(t, text(t, "a.docx", data), "# 关于甲的通知\n\n## 一、乙\n\n### 丙\n")
	data = pack(t, map[string]string{"word/document.xml": body(para("Heading1", "关于甲的通知") + para("Heading1", "乙"))})
	want(t, text(t, "a.docx", data), "# 关于甲的通知\n\n## 乙\n")
}

const numbers = `<w:numbering ` + namespaces + `>
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:start w:val="9"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%2"/></w:lvl>
 <w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>`

func TestDocxAutomaticNumbersBecomeText(t *testing.T) {
	item := func(list, level int, text string) string {
		return para(fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, level, list), text)
	}
	got := docxText(t, para("", "题")+item(1, 0, "甲：")+item(1, 1, "乙；")+item(1, 1, "丙。")+item(1, 0, "丁：")+item(1, 1, "戊。")+
		item(2, 0, "己")+item(2, 1, "庚")+item(2, 0, "辛")+item(2, 2, "壬")+item(3, 0, "癸")+item(0, 0, "无")+item(77, 0, "未知"))
	want(t, got, `# 题

第一条 甲：

（一）乙；

（二）丙。

第二条 丁：

（一）戊。

9. 己

9.i 庚

10. 辛
- 壬
1. 癸

无

未知
`)
}

func TestDocxReadsWhatAReaderSees(t *testing.T) {
	run := func(s string) string { return `<w:r><w:t>` + s + `</w:t></w:r>` }
	got := docxText(t, para("", "题")+
		`<w:p>`+run("甲")+`<w:del>`+`<w:r><w:delText>删</w:delText></w:r></w:del><w:ins>`+run("增")+`</w:ins>`+
		`<w:moveFrom>`+run("移")+`</w:moveFrom><w:hyperlink>`+run("链")+`</w:hyperlink>`+
		`<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>`+
		`<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>`+
		`<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>`+para("", "框")+
		`</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>`+para("", "框")+
		`</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:tab/><w:t>丁</w:t></w:r></w:p>`+
		`<w:sdt><w:sdtContent>`+para("", "戊")+`</w:sdtContent></w:sdt>`)
	want(t, got, "# 题\n\n甲增链显\n\n乙\n丙 丁\n\n戊\n")
}

func TestDocxTablesBecomeRows(t *testing.T) {
	cell := func(content string) string { return `<w:tc><w:tcPr/>` + content + `</w:tc>` }
	row := func(cells ...string) string { return `<w:tr>` + strings.Join(cells, "") + `</w:tr>` }
	got := docxText(t, para("", "题")+
		`<w:tbl><w:tblPr/>`+row(cell(para("", "材料")), cell(para("", "份数")))+
		row(cell(para("", "申请|表")+para("", "（原件）")), cell(para("", "2")))+
		`<w:tr><w:trPr><w:del/></w:trPr>`+cell(para("", "删"))+cell(para("", "删"))+`</w:tr>`+
		row(cell(`<w:tbl>`+row(cell(para("", "内一")), cell(para("", "内二")))+`</w:tbl>`))+`</w:tbl>`+
		`<w:tbl>`+row(cell(para("", "只有一列")))+`</w:tbl>`)
	want(t, got, `# 题

| 材料 | 份数 |
| --- | --- |
| 申请｜表 （原件） | 2 |
| ｜ 内一 ｜ 内二 ｜ ｜ --- ｜ --- ｜ |  |

只有一列
`)
}

func TestBrokenDocxIsRefused(t *testing.T) {
	whole := pack(t, map[string]string{"word/document.xml": body(para("", strings.Repeat("甲乙丙", 5000)))})
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"cut off":        {whole[:len(whole)/2], ErrBroken},
		"damaged inside": {append(append(append([]byte{}, whole[:60]...), bytes.Repeat([]byte{0xff}, 40)...), whole[100:]...), ErrBroken},
		"open element":   {pack(t, map[string]string{"word/document.xml": `<w:document><w:body><w:p>`}), ErrBroken},
		"no body":        {pack(t, map[string]string{"word/document.xml": `<w:document/>`}), ErrBroken},
		"bad styles":     {pack(t, map[string]string{"word/document.xml": body(para("", "甲")), "word/styles.xml": "<"}), ErrBroken},
		"bad numbering":  {pack(t, map[string]string{"word/document.xml": body(para("", "甲")), "word/numbering.xml": "<"}), ErrBroken},
		"no paragraphs":  {pack(t, map[string]string{"word/document.xml": body(para("", " "))}), ErrNoText},
		"slides":         {pack(t, map[string]string{"ppt/presentation.xml": "<p/>"}), ErrUnsupported},
		"nested tables":  {pack(t, map[string]string{"word/document.xml": body(strings.Repeat("<w:tbl><w:tr><w:tc>", 1000))}), ErrBroken},
	} {
		if got, err := Text("a.docx", c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: got %.40q, %v, want %v", name, got, err, c.want)
		}
	}
}

func TestZipBombsAreRefusedBeforeTheyUnpack(t *testing.T) {
	zeros := strings.Repeat(" ", 30<<20)
	var chunk []byte
	for i := range 5000 {
		chunk = fmt.Appendf(chunk, "%04x", i*7919%65536)
	}
	noise := strings.Repeat(string(chunk), 300) // 6 MB, packs to a hundredth
	many := map[string]string{"word/document.xml": body(para("", "甲"))}
	for i := range 12 {
		many[fmt.Sprintf("word/media/%d", i)] = noise
	}
	for name, parts := range map[string]map[string]string{
		"one part of spaces":       {"word/document.xml": body(zeros)},
		"beside the document":      {"word/document.xml": body(para("", "甲")), "word/media/a.bmp": zeros},
		"many parts of fair ratio": many,
	} {
		data := pack(t, parts)
		if _, err := Text("a.docx", data); len(data) > MaxBytes || !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s (%d KB packed): got %v, want %v", name, len(data)>>10, err, ErrTooLarge)
		}
	}
}
