package policy

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// titleKinds are how titles of what an office publishes end, editorial brackets aside.
const titleKinds = `通知|公告|通告|通报|决定|决议|命令|意见|批复|函|纪要|办法|规定|条例|细则|规则|规程|规范|准则|标准|方案|规划|计划|要点|目录|清单|指南|解释|措施|政策|制度|章程|说明|答复|报告|法`

// organs are how names of offices end.
const organs = `人民代表大会常务委员会|人民代表大会|人民政府办公厅|人民政府办公室|人民政府|国务院办公厅|国务院|委员会|办公厅|办公室|管委会|总局|总署|法院|检察院|[局厅部委署会院]`

var (
	titleEnd   = regexp.MustCompile(`^[^。；！？:：]{2,120}(?:` + titleKinds + `)》?(?:[（(][^（）()]{1,20}[）)])*$`)
	issuerHead = regexp.MustCompile(`^(\p{Han}{2,30}?(?:` + organs + `)(?:[、\s]+\p{Han}{2,20}?(?:` + organs + `))*)(?:关于|公告|通告|令|印发|办公室关于)`)
	organOnly  = regexp.MustCompile(`^\p{Han}{2,30}(?:` + organs + `)(?:[、\s]+\p{Han}{2,20}(?:` + organs + `))*$`)
	oneOrgan   = regexp.MustCompile(`\p{Han}{2,20}?(?:` + organs + `)`)
	redHead    = regexp.MustCompile(`^(\p{Han}{2,40})文件$`)
	anyDate    = regexp.MustCompile(`(\d{4}|[一二][〇○零О0九八][〇○零О一二三四五六七八九]{2})\s*年\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*月\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*日`)
	onlyDate   = regexp.MustCompile(`^` + anyDate.String() + `$`)
	starts     = regexp.MustCompile(`自\s*(?:` + anyDate.String() + `|(?:公布|发布|印发|成文|颁布|通过)之日)\s*起\s*(?:正式)?(?:施行|实施|执行|生效)`)
	ends       = regexp.MustCompile(`有效期\s*(?:至|到|截至)\s*` + anyDate.String())
	lasts      = regexp.MustCompile(`有效期\s*为?\s*(\d{1,2}|[一二三四五六七八九十])\s*年`)
	replaced   = regexp.MustCompile(`[^。；]*(?:同时|予以|即行|相应)(?:废止|停止执行|失效)`)
	orderNo    = regexp.MustCompile(`([\p{Han}、\s]{2,40}?令(?:\s*[（(]?\d{4}\s*年[）)]?)?\s*第\s*\d{1,5}\s*号)`)
	passedBy   = regexp.MustCompile(`第[一二三四五六七八九十]+届(全国人民代表大会(?:常务委员会)?)`)
)

// Guess reads what a text without front matter says about itself: title, number, issuer, dates, term of validity and the
// texts it ends. What it doesn't find it leaves empty. The result has no articles; ParseAs cuts them once somebody has looked
// over the rest.
func Guess(markdown string) Document {
	lines := textLines(markdown)
	head, tail := lines[:min(len(lines), headLines)], lines[max(0, len(lines)-tailLines):]
	history := historyOf(head)
	var d Document
	d.Title = guessTitle(head)
	d.DocNo, d.Issuer, d.Published = guessNumber(head, history), guessIssuer(d.Title, head, history), lastEvent(history)
	if signer, day := signature(lines); day != "" {
		d.Issuer, d.Published = either(d.Issuer, signer), either(d.Published, day)
	}
	d.Effective = guessStart(lines, history, d.Published)
	d.Repealed = guessEnd(tail, d.Effective)
	d.Supersedes = guessReplaced(tail, d.Title)
	return d
}

// headLines and tailLines are how far from its ends a text speaks about itself.
const (
	headLines = 30
	tailLines = 40
)

func either[T ~string](a, b T) T {
	if a != "" {
		return a
	}
	return b
}

func textLines(markdown string) []string {
	var out []string
	for line := range strings.Lines(markdown) {
		if line = clean(line); line != "" && !rule.MatchString(line) {
			out = append(out, line)
		}
	}
	return out
}

// guessTitle is the # heading when it ends like a title, else the first lines that do together, else the heading.
func guessTitle(head []string) string {
	marked := ""
	for i, line := range head {
		if level, text := heading(line); level == 1 && marked == "" {
			marked = text
		} else if level > 0 {
			continue
		}
		joined := ""
		for j := i; j < min(len(head), i+4); j++ {
			_, text := heading(head[j])
			joined += squeeze(either(text, head[j]))
			if docNumber.MatchString(joined) || redHead.MatchString(joined) {
				break
			}
			if titleEnd.MatchString(joined) && balanced(joined) && !onlyArticle(joined) {
				if marked != "" && squeeze(marked) == joined {
					return marked
				}
				return joined
			}
			if strings.ContainsAny(joined, "。；：:") || strings.HasPrefix(joined, "（") {
				break
			}
		}
	}
	return marked
}

func onlyArticle(line string) bool {
	_, _, _, ok := article(line, 0)
	_, _, is := chapter(line)
	return ok || is
}

func balanced(s string) bool {
	return strings.Count(s, "《") == strings.Count(s, "》") && strings.Count(s, "（") == strings.Count(s, "）")
}

// guessNumber is the number on a line of its own, else that of the latest order in the history.
func guessNumber(head []string, history string) string {
	for _, line := range head {
		if bare := squeeze(line); docNumber.MatchString(bare) {
			return bare
		}
	}
	_, no := lastOrder(history)
	return no
}

// guessIssuer is the office that the title or the red head names, else that of the latest order, else the congress that
// passed a law.
func guessIssuer(title string, head []string, history string) string {
	if m := issuerHead.FindStringSubmatch(title); m != nil {
		return severally(m[1])
	}
	for _, line := range head {
		if m := redHead.FindStringSubmatch(squeeze(line)); m != nil {
			return m[1]
		}
	}
	if issuer, _ := lastOrder(history); issuer != "" {
		return issuer
	}
	if m := passedBy.FindAllStringSubmatch(history, -1); m != nil {
		return m[len(m)-1][1]
	}
	return ""
}

// severally puts a comma between offices that issued together and stand side by side.
func severally(offices string) string {
	offices = squeeze(offices)
	each := oneOrgan.FindAllString(offices, -1)
	if strings.Join(each, "") != offices || slices.Contains(each, "办公厅") || slices.Contains(each, "办公室") {
		return offices
	}
	return strings.Join(each, "、")
}

// lastOrder finds the latest order (国务院令第722号) in the history of a text.
func lastOrder(history string) (issuer, no string) {
	for _, m := range orderNo.FindAllStringSubmatch(history, -1) {
		no = squeeze(m[1])
		if at := strings.LastIndex(no, "日"); at >= 0 {
			no = no[at+len("日"):]
		}
		no = strings.TrimPrefix(no, "中华人民共和国")
		issuer, _, _ = strings.Cut(no, "令")
	}
	return issuer, no
}

// historyOf joins the brackets below the title that tell when a text was passed, published and amended, also over several lines.
func historyOf(head []string) string {
	var b strings.Builder
	inside := false
	for _, line := range head {
		if !inside && (!strings.HasPrefix(line, "（") && !strings.HasPrefix(line, "(") || !dated.MatchString(line)) {
			continue
		}
		b.WriteString(line + "\n")
		inside = !closes(line)
	}
	return b.String()
}

// signature is the last line that is only a date, and the office above it.
func signature(lines []string) (office string, day Date) {
	for i := len(lines) - 1; i > 0; i-- {
		if !onlyDate.MatchString(squeeze(lines[i])) {
			continue
		}
		day = dateIn(lines[i])
		if above := lines[i-1]; organOnly.MatchString(strings.TrimSpace(above)) {
			office = severally(above)
		}
		return office, day
	}
	return "", ""
}

// lastEvent is the last day in its history on which a text was passed, published or amended: not one from which it applies.
func lastEvent(history string) (last Date) {
	for _, m := range anyDate.FindAllStringIndex(history, -1) {
		if !strings.HasSuffix(history[:m[0]], "自") && !strings.HasPrefix(strings.TrimSpace(history[m[1]:]), "起") &&
			!strings.HasPrefix(strings.TrimSpace(history[m[1]:]), "施行") {
			last = max(last, dateIn(history[m[0]:m[1]]))
		}
	}
	return last
}

// guessStart is the day the text names for itself. When it was amended later, only what its history says counts: an amendment
// may apply from another day than its own, which the text need not tell.
func guessStart(lines []string, history string, published Date) Date {
	if found := startIn(history, ""); found != "" && found >= lastEvent(history) {
		return found
	}
	var found Date
	for _, line := range lines {
		if !strings.Contains(history, line) {
			found = either(startIn(line, published), found)
		}
	}
	if lastEvent(history) > found {
		return ""
	}
	return found
}

// startIn is the last day named as a beginning; published is the day of publication.
func startIn(text string, published Date) (found Date) {
	for _, m := range starts.FindAllString(text, -1) {
		found = either(dateIn(m), published)
	}
	return found
}

// guessEnd is the first day after the term of validity (有效期).
func guessEnd(tail []string, effective Date) Date {
	for _, line := range tail {
		if m := ends.FindString(line); m != "" {
			return dayAfter(dateIn(m))
		}
		if m := lasts.FindStringSubmatch(line); m != nil && effective != "" {
			if t, err := time.Parse(time.DateOnly, string(effective)); err == nil {
				return DateOf(t.AddDate(parseNumber(m[1]), 0, 0))
			}
		}
	}
	return ""
}

func dayAfter(d Date) Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return DateOf(t.AddDate(0, 0, 1))
}

// guessReplaced lists the titles that the text ends: 《…》同时废止.
func guessReplaced(tail []string, title string) []string {
	var out []string
	for _, line := range tail {
		for _, sentence := range replaced.FindAllString(line, -1) {
			for _, m := range inMarks.FindAllStringSubmatch(sentence, -1) {
				if m[1] != title && !slices.Contains(out, m[1]) {
					out = append(out, m[1])
				}
			}
		}
	}
	return out
}

// dateIn reads the first date in a text, in Arabic or Chinese numerals; empty when there is none that exists.
func dateIn(s string) Date {
	m := anyDate.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	year := 0
	for _, r := range m[1] {
		digit := strings.IndexRune("0123456789", r)
		if digit < 0 {
			if digit = strings.Index("零一二三四五六七八九", string(r)) / len("零"); !strings.ContainsRune("零一二三四五六七八九", r) {
				digit = 0
			}
		}
		year = year*10 + digit
	}
	d, err := ParseDate(fmt.Sprintf("%04d-%02d-%02d", year, parseNumber(m[2]), parseNumber(m[3])))
	if err != nil {
		return ""
	}
	return d
}
