package document

import (
	"fmt"
	"strings"
)

// Measures of GB/T 9704-2012 in twentieths of a point: the text is 156 × 225 mm, 22 lines of 28 characters in 三号.
const (
	pageWidth    = 11906 // A4
	pageHeight   = 16838
	marginTop    = 2098 // 天头 37 mm
	marginBottom = 1984
	marginLeft   = 1588 // 订口 28 mm
	marginRight  = 1474
	bodySize     = 320 // 三号, 16 pt
	linePitch    = 579
)

type part struct{ name, content string }

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	ooxml   = `http://schemas.openxmlformats.org/`
	wordNS  = `xmlns:w="` + ooxml + `wordprocessingml/2006/main" xmlns:r="` + ooxml + `officeDocument/2006/relationships" xmlns:wp="` + ooxml + `drawingml/2006/wordprocessingDrawing" xmlns:a="` + ooxml + `drawingml/2006/main" xmlns:pic="` + ooxml + `drawingml/2006/picture"`
	types   = `application/vnd.openxmlformats-officedocument.wordprocessingml.`
)

// parts are the files of the package (ISO/IEC 29500-2).
func (d *Doc) parts() []part {
	var kinds, relations strings.Builder
	out := []part{{"word/document.xml", d.document()}}
	fmt.Fprintf(&kinds, `<Override PartName="/word/document.xml" ContentType="%sdocument.main+xml"/>`, types)
	for _, p := range []struct{ name, kind, content string }{
		{"styles", "styles", stylesPart()},
		{"numbering", "numbering", d.numberingPart()},
		{"settings", "settings", `<w:settings ` + wordNS + `><w:evenAndOddHeaders/><w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/></w:settings>`},
		{"fontTable", "fontTable", fontsPart()},
		{"header1", "header", `<w:hdr ` + wordNS + `>` + d.runningHead() + `</w:hdr>`},
		{"footer1", "footer", footer("right")},
		{"footer2", "footer", footer("left")},
	} {
		out = append(out, part{"word/" + p.name + ".xml", xmlHead + p.content})
		fmt.Fprintf(&kinds, `<Override PartName="/word/%s.xml" ContentType="%s%s+xml"/>`, p.name, types, p.kind)
		fmt.Fprintf(&relations, `<Relationship Id="%s" Type="%sofficeDocument/2006/relationships/%s" Target="%s.xml"/>`, p.name, ooxml, p.kind, p.name)
	}
	for i, png := range d.pictures {
		name := fmt.Sprintf("picture%d", i+1)
		out = append(out, part{"word/media/" + name + ".png", string(png)})
		fmt.Fprintf(&relations, `<Relationship Id="%[1]s" Type="%[2]sofficeDocument/2006/relationships/image" Target="media/%[1]s.png"/>`, name, ooxml)
	}
	return append([]part{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="` + ooxml + `package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>` + kinds.String() + `</Types>`},
		{"_rels/.rels", xmlHead + `<Relationships xmlns="` + ooxml + `package/2006/relationships"><Relationship Id="document" Type="` + ooxml + `officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/_rels/document.xml.rels", xmlHead + `<Relationships xmlns="` + ooxml + `package/2006/relationships">` + relations.String() + `</Relationships>`},
	}, out...)
}

func (d *Doc) document() string {
	paper := fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d"/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="1134" w:footer="1588" w:gutter="0"/>`,
		pageWidth, pageHeight, marginTop, marginRight, marginBottom, marginLeft)
	if d.Landscape {
		paper = fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d" w:orient="landscape"/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="1134" w:footer="1020" w:gutter="0"/>`,
			pageHeight, pageWidth, marginLeft, marginTop, marginRight, marginBottom)
	}
	body := d.body.String()
	if strings.HasSuffix(body, "</w:tbl>") {
		body += `<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>` // a body ends with a paragraph
	}
	return xmlHead + `<w:document ` + wordNS + `><w:body>` + body + `<w:sectPr>` +
		`<w:headerReference w:type="default" r:id="header1"/><w:headerReference w:type="even" r:id="header1"/>` +
		`<w:footerReference w:type="default" r:id="footer1"/><w:footerReference w:type="even" r:id="footer2"/>` +
		paper + `<w:docGrid w:type="lines" w:linePitch="` + fmt.Sprint(linePitch) + `"/></w:sectPr></w:body></w:document>`
}

func (d *Doc) runningHead() string {
	if d.Header == "" {
		return `<w:p/>`
	}
	return `<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>` + run(d.Header) + `</w:p>`
}

// footer is the page number in 四号宋体 between dashes, one character from the outer edge.
func footer(side string) string {
	field := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	return `<w:ftr ` + wordNS + `><w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:left="280" w:right="280"/><w:jc w:val="` + side + `"/></w:pPr>` +
		run("— ") + field("begin") + `<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>` + field("separate") +
		run("1") + field("end") + run(" —") + `</w:p></w:ftr>`
}

// numberingPart gives each list its own count.
func (d *Doc) numberingPart() string {
	var b strings.Builder
	b.WriteString(`<w:numbering ` + wordNS + `><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/><w:pPr><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr></w:lvl></w:abstractNum>`)
	for i := range d.lists {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`, i+1)
	}
	b.WriteString(`</w:numbering>`)
	return b.String()
}

// fonts are those that official papers name, and what stands in where they are not installed.
var fonts = []struct{ name, fallback string }{
	{"方正小标宋简体", "宋体"}, {"黑体", "SimHei"}, {"楷体_GB2312", "楷体"}, {"仿宋_GB2312", "仿宋"}, {"宋体", "SimSun"},
}

func fontsPart() string {
	var b strings.Builder
	b.WriteString(`<w:fonts ` + wordNS + `>`)
	for _, f := range fonts {
		fmt.Fprintf(&b, `<w:font w:name="%s"><w:altName w:val="%s"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>`, f.name, f.fallback)
	}
	b.WriteString(`</w:fonts>`)
	return b.String()
}

// letters are run properties: a font and a size in half points.
func letters(font string, size int, more string) string {
	return fmt.Sprintf(`<w:rPr><w:rFonts w:ascii="%[1]s" w:hAnsi="%[1]s" w:eastAsia="%[1]s" w:cs="%[1]s"/>%[3]s<w:sz w:val="%[2]d"/><w:szCs w:val="%[2]d"/></w:rPr>`, font, size, more)
}

// stylesPart says overflowPunct, as is the rule without it: LibreOffice 7 reads it the wrong way round, and a mark that hangs
// beside a justified line isn't printed there.
func stylesPart() string {
	const line = `<w:spacing w:line="579" w:lineRule="exact"/>`
	const indent = `<w:ind w:firstLineChars="200" w:firstLine="640"/>`
	var b strings.Builder
	b.WriteString(`<w:styles ` + wordNS + `><w:docDefaults><w:rPrDefault>` +
		strings.Replace(letters("仿宋_GB2312", 32, ""), `</w:rPr>`, `<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>`, 1) +
		`</w:rPrDefault><w:pPrDefault><w:pPr>` + line + `</w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:overflowPunct/><w:jc w:val="both"/></w:pPr></w:style>`)
	for _, s := range []struct{ id, name, paragraph, letters string }{
		{"Title", "Title", `<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:after="579" w:line="700" w:lineRule="exact"/><w:jc w:val="center"/>`, letters("方正小标宋简体", 44, "")},
		{"Heading1", "heading 1", `<w:keepNext/>` + indent + `<w:outlineLvl w:val="0"/>`, letters("黑体", 32, "")},
		{"Heading2", "heading 2", `<w:keepNext/>` + indent + `<w:outlineLvl w:val="1"/>`, letters("楷体_GB2312", 32, "")},
		{"Heading3", "heading 3", `<w:keepNext/>` + indent + `<w:outlineLvl w:val="2"/>`, letters("仿宋_GB2312", 32, `<w:b/>`)},
		{"Heading4", "heading 4", `<w:keepNext/>` + indent + `<w:outlineLvl w:val="3"/>`, letters("仿宋_GB2312", 32, "")},
		{"Body", "Body Text", indent, ""},
		{"Cell", "Table Contents", `<w:snapToGrid w:val="0"/><w:spacing w:line="320" w:lineRule="atLeast"/><w:jc w:val="center"/>`, letters("仿宋_GB2312", 24, "")},
		{"HeadCell", "Table Heading", `<w:snapToGrid w:val="0"/><w:spacing w:line="320" w:lineRule="atLeast"/><w:jc w:val="center"/>`, letters("黑体", 24, "")},
		{"Header", "header", `<w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>`, letters("宋体", 18, "")},
		{"Footer", "footer", `<w:spacing w:line="240" w:lineRule="auto"/>`, letters("宋体", 28, "")},
	} {
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/><w:pPr>%s</w:pPr>%s</w:style>`, s.id, s.name, s.paragraph, s.letters)
	}
	b.WriteString(`<w:style w:type="table" w:styleId="Ruled"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(&b, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="000000"/>`, side)
	}
	b.WriteString(`</w:tblBorders><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`)
	return b.String()
}
