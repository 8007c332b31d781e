package desk

import (
	"regexp"
	"slices"
)

// Finding is a stretch of a text that somebody must look at before it leaves the office.
type Finding struct {
	Kind FindingKind
	From int // in bytes of the text
	To   int
}

// FindingKind says what Scan found: a kind of number, or a mark that forbids publication. The pages word it.
type FindingKind string

const (
	FindIdentity = FindingKind(NumberIdentity)
	FindMobile   = FindingKind(NumberMobile)
	FindAccount  = FindingKind(NumberAccount)
	FindSecret   = FindingKind("secret")   // 绝密, 机密, 秘密 as a mark (保守国家秘密法)
	FindInternal = FindingKind("internal") // 内部资料, 仅供内部使用, 不得外传
	FindWithheld = FindingKind("withheld") // 公开属性 other than 主动公开, GB/T 9704
	FindUnissued = FindingKind("unissued") // 征求意见稿, 送审稿 and the like: not the text in force
)

// marks are what forbids publication when it stands as a mark, which is the pattern's first group. Laws speak of 国家秘密 and
// 商业秘密 and order drafts to be made public, so a word inside a sentence is no mark.
var marks = []struct {
	kind    FindingKind
	pattern *regexp.Regexp
}{
	{FindSecret, regexp.MustCompile(`((?:绝\s*密|机\s*密|秘\s*密)\s*[★☆])`)},
	{FindSecret, regexp.MustCompile(`(密\s*级\s*[:：|]?\s*(?:绝密|机密|秘密))`)},
	{FindSecret, regexp.MustCompile(`(?m)(?:^|[\s_\-—【\[])((?:绝\s*密|机\s*密|秘\s*密)[级件]?)(?:[\s_\-—.】\]]|$)`)},
	{FindSecret, regexp.MustCompile(`(?m)^[（(]((?:绝\s*密|机\s*密|秘\s*密)[级件]?)[）)]`)},
	{FindInternal, regexp.MustCompile(`((?:仅供|只供|限于?|供)(?:本?[局委办厅部]|系统)?内部(?:使用|参考|传阅|掌握|交流|学习))`)},
	{FindInternal, regexp.MustCompile(`(内部(?:资料|文件|参考|材料|刊物|明电))[\s，,：:（(]*(?:注意保|不得|严禁|请勿|禁止)`)},
	{FindInternal, regexp.MustCompile(`((?:不得|严禁|请勿|禁止)(?:擅自)?外传)`)},
	{FindInternal, regexp.MustCompile(`(?m)^[（(【\[]?(内\s*部(?:资料|文件|参考|材料|刊物|使用|明电)?)[）)】\]]?$`)},
	{FindWithheld, regexp.MustCompile(`(此件(?:依申请公开|不予公开|不公开|删减后公开))`)},
	{FindWithheld, regexp.MustCompile(`((?:信息)?公开(?:属性|方式|类别|选项)\s*[:：|]\s*(?:依申请公开|不予公开|不公开))`)},
	{FindUnissued, regexp.MustCompile(`[（(【\[]([^（）()【】\[\]\n]{0,8}(?:征求意见|送审|报审|审议|讨论|报批)稿|(?:修订|修正|修改)?(?:草案|草稿|初稿))[）)】\]]`)},
	{FindUnissued, regexp.MustCompile(`(?m)((?:征求意见|送审|讨论|报批)稿)$`)},
}

// Numbers finds the personal numbers of a text, by the rules of Mask, in order. Numbers that overlap are one finding, of
// the kind that matters most.
func Numbers(s string) []NumberAt {
	if digitsIn(s) < shortest {
		return nil
	}
	var out []NumberAt
	var room [48]digit
	for i := 0; i < len(s); {
		r, end := nextRow(s, i, room[:0])
		i = end
		if len(r) < shortest {
			continue
		}
		r.numbers(s, func(from, to int, n reading) {
			at := NumberAt{Kind: n.kind, From: r[from].start, To: r[to-1].end}
			if n.kind == NumberIdentity && to-from == 17 {
				at.To += cross(s[at.To:])
			}
			if last := len(out) - 1; last >= 0 && at.From < out[last].To {
				at = out[last].join(at)
				out = out[:last]
			}
			out = append(out, at)
		})
	}
	return out
}

// NumberAt is a personal number in a text.
type NumberAt struct {
	Kind NumberKind
	From int // in bytes
	To   int
}

// gravest orders the kinds by what their disclosure does to a person.
var gravest = []NumberKind{NumberIdentity, NumberAccount, NumberMobile, NumberLandline}

func (n NumberAt) join(o NumberAt) NumberAt {
	n.From, n.To = min(n.From, o.From), max(n.To, o.To)
	if slices.Index(gravest, o.Kind) < slices.Index(gravest, n.Kind) {
		n.Kind = o.Kind
	}
	return n
}

// Scan finds what must not be published unseen: personal numbers and marks of secrecy, of internal use and of a text not
// yet issued. Landline numbers are an office's own and no finding. The name of a file is scanned as a text of its own.
func Scan(s string) []Finding {
	var out []Finding
	for _, n := range Numbers(s) {
		if n.Kind != NumberLandline {
			out = append(out, Finding{FindingKind(n.Kind), n.From, n.To})
		}
	}
	for _, m := range marks {
		for _, at := range m.pattern.FindAllStringSubmatchIndex(s, -1) {
			out = append(out, Finding{m.kind, at[2], at[3]})
		}
	}
	slices.SortStableFunc(out, func(a, b Finding) int { return a.From - b.From })
	return slices.CompactFunc(out, func(a, b Finding) bool { return a.Kind == b.Kind && max(a.From, b.From) < min(a.To, b.To) })
}
