package policy

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Edition is one edition of a text. Item is nil when nothing but the title is on file, as for a law that another says
// it replaced.
type Edition struct {
	Title string
	Year  int // as the title says it, else of the day it took effect; 0 unknown
	Item  *Item
}

// Work is one text through all its editions.
type Work struct {
	Name     string    // without 中华人民共和国, edition and （试行）
	Editions []Edition // oldest first
	head     []rune    // Name without its kind and what only links the two: 单用途商业预付卡
	kind     string    // 办法
}

// kinds are how names of official texts end, a longer one before one that ends it.
var kinds = []string{"负面清单", "实施细则", "条例", "办法", "规定", "细则", "解释", "通知", "目录", "清单", "方案", "决定", "意见", "法"}

// links stand between what a text is about and its kind; people leave them out.
var links = []string{"管理", "工作", "暂行", "试行", "若干", "问题", "的", "那个", "这个", "那部", "这部"}

var (
	publishing = regexp.MustCompile(`关于(?:印发|发布|公布|转发)(.+)的(?:通知|公告|决定)$`)
	inMarks    = regexp.MustCompile(`《([^《》]+)》`)
	inBrackets = regexp.MustCompile(`[（(]([^（）()]*)[）)]`)
	editorial  = regexp.MustCompile(`^(?:\d{4}.*|试行|暂行|.*摘[录要]|节选|[一二三四五六七八九十]+|.*号|旧|废止)$`)
	yearFirst  = regexp.MustCompile(`^(\d{4})年`)
	yearIn     = regexp.MustCompile(`[（(]((?:19|20)\d\d)[^（）()号]*[）)]`)
)

// CoreName takes a title down to what editions of one text have in common, and tells the edition's year, 0 when the
// title names none. A text that only publishes or explains another counts as that other.
func CoreName(title string) (core string, year int) {
	if m := publishing.FindStringSubmatch(title); m != nil {
		title = m[1]
	}
	if m := inMarks.FindStringSubmatch(title); m != nil && (strings.HasPrefix(title, "《") || strings.HasSuffix(title, "》")) {
		title = m[1]
	}
	if m := yearIn.FindStringSubmatch(title); m != nil {
		year, _ = strconv.Atoi(m[1])
	}
	if m := yearFirst.FindStringSubmatch(title); m != nil {
		year, _ = strconv.Atoi(m[1])
		title = title[len(m[0]):]
	}
	title = inBrackets.ReplaceAllStringFunc(title, func(b string) string {
		if in := inBrackets.FindStringSubmatch(b)[1]; !editorial.MatchString(in) {
			return in
		}
		return ""
	})
	title = strings.NewReplacer("中华人民共和国", "", "《", "", "》", "", " ", "").Replace(title)
	return title, year
}

// split parts a name into what it is about and its kind.
func split(name string) (head []rune, kind string) {
	for _, k := range kinds {
		if h, ok := strings.CutSuffix(name, k); ok {
			return []rune(unlinked(h)), k
		}
	}
	return []rune(name), ""
}

func unlinked(head string) string {
	for {
		cut := head
		for _, l := range links {
			cut = strings.TrimSuffix(cut, l)
		}
		if cut == head {
			return head
		}
		head = cut
	}
}

// span is the time in which an item applies; empty ends are unknown.
func (it *Item) span() (from, to Date) {
	switch it.Kind {
	case KindDocument:
		return it.Document.Effective, it.Document.Repealed
	case KindList:
		return it.List.Effective, it.List.Repealed
	}
	return "", ""
}

// Effective is the first day on which a document or list applies, empty when unknown.
func (it *Item) Effective() Date { from, _ := it.span(); return from }

// Ended is the first day on which a document or list no longer applies, empty when unknown or still in force.
func (it *Item) Ended() Date { _, to := it.span(); return to }

// On is the edition in force on a day, else nil. Of several the newest counts.
func (w *Work) On(day Date) *Item {
	for i := len(w.Editions) - 1; i >= 0; i-- {
		if it := w.Editions[i].Item; it != nil && it.On(day) == InForce {
			return it
		}
	}
	return nil
}

// Of is the edition that bears a year, else nil.
func (w *Work) Of(year int) *Edition {
	for i := range w.Editions {
		if w.Editions[i].Year == year {
			return &w.Editions[i]
		}
	}
	return nil
}

// Last is the newest edition.
func (w *Work) Last() *Edition { return &w.Editions[len(w.Editions)-1] }

// add files an edition; the document of a title wins over the list.
func (w *Work) add(e Edition) {
	if e.Item != nil && e.Year == 0 {
		if y := e.Item.Effective(); len(y) >= 4 {
			e.Year, _ = strconv.Atoi(string(y[:4]))
		}
	}
	if i := slices.IndexFunc(w.Editions, func(o Edition) bool { return o.Title == e.Title }); i >= 0 {
		if e.Item != nil && (w.Editions[i].Item == nil || e.Item.Kind == KindDocument) {
			w.Editions[i] = e
		}
		return
	}
	w.Editions = append(w.Editions, e)
}

// filed says whether the text of any edition is on file.
func (w *Work) filed() bool {
	return slices.ContainsFunc(w.Editions, func(e Edition) bool { return e.Item != nil })
}

// sort puts the editions in order; a bare title of a year whose text is on file goes.
func (w *Work) sort() {
	w.Editions = slices.DeleteFunc(w.Editions, func(e Edition) bool {
		return e.Item == nil && e.Year != 0 && slices.ContainsFunc(w.Editions, func(o Edition) bool { return o.Item != nil && o.Year == e.Year })
	})
	slices.SortStableFunc(w.Editions, func(a, b Edition) int {
		var from, to Date
		if a.Item != nil && b.Item != nil {
			from, to = a.Item.Effective(), b.Item.Effective()
		}
		if from != to && from != "" && to != "" {
			return strings.Compare(string(from), string(to))
		}
		return a.Year - b.Year
	})
}
