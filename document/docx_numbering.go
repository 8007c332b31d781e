package document

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// numbering counts automatic numbers, which stand nowhere in the text: 第一条, 一、, 1.1. Lists of the same definition
// go on counting; one that overrides its start begins again.
type numbering struct {
	definition map[string]string   // list → definition
	starts     map[string][]string // list → start of each level where overridden, "" elsewhere
	levels     map[string][]numberLevel
	counts     map[string][]int // definition → count of each level
	begun      map[string]bool  // lists whose overrides are used up
}

type numberLevel struct {
	start  int
	format string
	text   string // %1 stands for the count of the first level
}

const maxLevels = 9

func readNumbering(data []byte) (*numbering, error) {
	type levelXML struct {
		Level  int   `xml:"ilvl,attr"`
		Start  value `xml:"start"`
		Format value `xml:"numFmt"`
		Text   value `xml:"lvlText"`
	}
	var file struct {
		Definitions []struct {
			ID     string     `xml:"abstractNumId,attr"`
			Levels []levelXML `xml:"lvl"`
		} `xml:"abstractNum"`
		Lists []struct {
			ID         string `xml:"numId,attr"`
			Definition value  `xml:"abstractNumId"`
			Overrides  []struct {
				Level int   `xml:"ilvl,attr"`
				Start value `xml:"startOverride"`
			} `xml:"lvlOverride"`
		} `xml:"num"`
	}
	n := &numbering{map[string]string{}, map[string][]string{}, map[string][]numberLevel{}, map[string][]int{}, map[string]bool{}}
	if data == nil {
		return n, nil
	}
	if err := xml.Unmarshal(data, &file); err != nil {
		return nil, err
	}
	for _, def := range file.Definitions {
		levels := make([]numberLevel, maxLevels)
		for _, l := range def.Levels {
			if l.Level >= 0 && l.Level < maxLevels {
				start, err := strconv.Atoi(l.Start.Val)
				if err != nil {
					start = 1
				}
				levels[l.Level] = numberLevel{start, l.Format.Val, l.Text.Val}
			}
		}
		n.levels[def.ID] = levels
	}
	for _, list := range file.Lists {
		n.definition[list.ID] = list.Definition.Val
		n.starts[list.ID] = make([]string, maxLevels)
		for _, o := range list.Overrides {
			if o.Level >= 0 && o.Level < maxLevels {
				n.starts[list.ID][o.Level] = o.Start.Val
			}
		}
	}
	return n, nil
}

// next is the label of the next paragraph of a list, with the gap that follows it; "" outside lists.
func (n *numbering) next(list, level string) string {
	def, ok := n.definition[list]
	levels := n.levels[def]
	at, err := strconv.Atoi(level)
	if err != nil {
		at = 0
	}
	if !ok || levels == nil || at < 0 || at >= maxLevels {
		return ""
	}
	counts := n.counts[def]
	if counts == nil {
		counts = make([]int, maxLevels)
		for i := range counts {
			counts[i] = levels[i].start - 1
		}
		n.counts[def] = counts
	}
	if !n.begun[list] {
		n.begun[list] = true
		for i, s := range n.starts[list] {
			if start, err := strconv.Atoi(s); err == nil {
				counts[i] = start - 1
			}
		}
	}
	counts[at]++
	for i := at + 1; i < maxLevels; i++ {
		counts[i] = levels[i].start - 1
	}
	return label(levels, counts, at)
}

func label(levels []numberLevel, counts []int, at int) string {
	if levels[at].format == "bullet" {
		return "- "
	}
	text := levels[at].text
	for i := range at + 1 {
		count := counts[i]
		if i < at {
			count = max(count, levels[i].start)
		}
		text = strings.ReplaceAll(text, fmt.Sprintf("%%%d", i+1), formatCount(count, levels[i].format))
	}
	if text == "" || strings.HasSuffix(text, "、") || strings.HasSuffix(text, "）") {
		return text
	}
	return text + " "
}

// formatCount writes a count in a number format of ISO/IEC 29500-1, 17.18.59; formats that aren't used here count 1, 2, 3.
func formatCount(n int, format string) string {
	switch format {
	case "none":
		return ""
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
		"ideographDigital":
		return chinese(n)
	case "ideographTraditional":
		return pick("甲乙丙丁戊己庚辛壬癸", n)
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		return pick("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", n)
	case "lowerLetter":
		return pick("abcdefghijklmnopqrstuvwxyz", n)
	case "upperLetter":
		return pick("ABCDEFGHIJKLMNOPQRSTUVWXYZ", n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperRoman":
		return roman(n)
	}
	return strconv.Itoa(n)
}

func pick(signs string, n int) string {
	if all := []rune(signs); n >= 1 && n <= len(all) {
		return string(all[n-1])
	}
	return strconv.Itoa(n)
}

func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	values := []int{1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1}
	for i, sign := range []string{"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"} {
		for ; n >= values[i]; n -= values[i] {
			b.WriteString(sign)
		}
	}
	return b.String()
}

// chinese writes n below 1,000 as articles are counted: 十, 二十一, 一百零五, 一百一十.
func chinese(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 1 || n > 999:
		return strconv.Itoa(n)
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n%10]
	case n < 100:
		return digits[n/10] + "十" + digits[n%10]
	case n%100 == 0:
		return digits[n/100] + "百"
	case n%100 < 10:
		return digits[n/100] + "百零" + digits[n%10]
	}
	return digits[n/100] + "百" + digits[n/10%10] + "十" + digits[n%10]
}
