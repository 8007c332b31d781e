// Package policy is the vocabulary of what an office publishes: documents with their editions and validity, articles,
// guides, questions with answers, negative lists. It is pure: no I/O, no clock, no wording for citizens.
package policy

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// Kind says what an Item is. Stored: never rename.
type Kind string

const (
	KindDocument Kind = "document"
	KindGuide    Kind = "guide" // 办事指南
	KindQA       Kind = "qa"
	KindList     Kind = "list" // 负面清单, as structured facts
)

// Status is the validity of a text on a day. Stored: never rename.
type Status string

const (
	InForce  Status = "in_force" // 有效
	Amended  Status = "amended"  // 已修改: replaced by a newer edition, not in force
	Repealed Status = "repealed" // 已废止
	NotYet   Status = "not_yet"  // 尚未施行
)

// Origin says where an Item came from. Stored: never rename.
type Origin string

const (
	FromStarter Origin = "starter" // embedded in the binary, room knowledge
	FromImport  Origin = "import"  // an operator's import
	FromStaff   Origin = "staff"   // written and reviewed on the staff pages
)

// Review says whether the office stands behind an Item. Stored: never rename.
type Review string

const (
	Pending  Review = "pending"  // 待审: general knowledge that nobody in the office has approved yet
	Approved Review = "approved" // 已审
	Struck   Review = "struck"   // 剔除: never answers
)

// Document is one edition of an official text.
type Document struct {
	Title        string    `json:"title"`            // official title; editions differ by a suffix such as （2022修正）
	DocNo        string    `json:"doc_no,omitempty"` // 文号
	Issuer       string    `json:"issuer,omitempty"` // 发文机关
	Published    Date      `json:"published,omitempty"`
	Effective    Date      `json:"effective,omitempty"`
	Repealed     Date      `json:"repealed,omitempty"`      // first day on which it no longer applies
	Status       Status    `json:"status"`                  // as its source declares; Document.On says what holds on a day
	StatusNote   string    `json:"status_note,omitempty"`   // for staff only
	Supersedes   []string  `json:"supersedes,omitempty"`    // titles
	SupersededBy []string  `json:"superseded_by,omitempty"` // titles
	Topic        string    `json:"topic,omitempty"`
	Jurisdiction string    `json:"jurisdiction,omitempty"` // 全国, 山东省, 自由贸易试验区 …
	Source       string    `json:"source,omitempty"`       // for staff only
	Completeness string    `json:"completeness,omitempty"` // "full", or what is missing
	Articles     []Article `json:"articles"`
}

// Article is the unit of retrieval and citation.
type Article struct {
	// Name is what a citation says: 第三十三条 (also 第十条之一); 清单第7项 and 说明第一条 in negative lists;
	// else § and the heading; else 全文. Unique inside its document.
	Name    string `json:"name"`
	Heading string `json:"heading,omitempty"` // chapter and section above it, joined by " / "
	Text    string `json:"text"`              // paragraphs separated by one newline
}

// Basis cites an article.
type Basis struct {
	Title   string `json:"title" yaml:"title"`
	Article string `json:"article" yaml:"article"`
}

// QA is a question with an answer the office stands behind.
type QA struct {
	Question string   `json:"question"`
	Wordings []string `json:"wordings,omitempty"` // other ways citizens put it
	Answer   string   `json:"answer"`
	Caution  string   `json:"caution,omitempty"` // what to beware of
	Next     string   `json:"next,omitempty"`    // what to do next
	Basis    []Basis  `json:"basis"`             // the first is the one cited
	Topic    string   `json:"topic,omitempty"`
	Checked  Date     `json:"checked"` // 核对日期
}

// Guide is a 办事指南.
type Guide struct {
	Title      string   `json:"title"`
	Wordings   []string `json:"wordings,omitempty"`
	Summary    string   `json:"summary"`              // the answer in a sentence or two
	Who        string   `json:"who"`                  // 办理对象
	Conditions []string `json:"conditions,omitempty"` // 办理条件
	Materials  []string `json:"materials,omitempty"`  // 申请材料
	Steps      []string `json:"steps"`                // 办理流程
	Where      string   `json:"where,omitempty"`      // 办理渠道
	Days       string   `json:"days"`                 // 时限
	Fee        string   `json:"fee"`                  // 收费
	Late       string   `json:"late,omitempty"`       // 逾期的后果
	Branches   []Branch `json:"branches,omitempty"`   // where the law parts the ways
	Basis      []Basis  `json:"basis"`
	Topic      string   `json:"topic,omitempty"`
	Checked    Date     `json:"checked"`
}

// Branch is what a guide says in one case.
type Branch struct {
	When  string  `json:"when"`  // the case, short enough to tap
	Text  string  `json:"text"`  // whole: a rule with its proviso
	Basis []Basis `json:"basis"` // the first is the one cited; all are among the guide's
}

// List is one edition of a negative list as structured facts.
type List struct {
	Title      string   `json:"title"` // of the document that publishes it
	DocNo      string   `json:"doc_no"`
	Issuer     string   `json:"issuer,omitempty"`
	Edition    string   `json:"edition"` // 2024
	Scope      string   `json:"scope"`   // 全国, 自由贸易试验区
	Effective  Date     `json:"effective"`
	Repealed   Date     `json:"repealed,omitempty"`
	Complete   bool     `json:"complete"`        // only a complete edition can show that something is not on it
	Total      int      `json:"total,omitempty"` // entries of the official edition, where known
	Text       Text     `json:"text,omitempty"`
	Supersedes []string `json:"supersedes,omitempty"`
	Notes      []Note   `json:"notes,omitempty"` // 说明
	Entries    []Entry  `json:"entries"`
	Changes    []Change `json:"changes,omitempty"` // against the edition before
	Checked    Date     `json:"checked"`
}

// Text says how far the text of a list on file is the official one. Stored: never rename.
type Text string

const (
	TextOfficial      Text = ""
	TextReconstructed Text = "reconstructed" // put together from other editions and announcements
	TextExcerpt       Text = "excerpt"
)

// Note is one article of a list's explanatory part (说明第一条 …).
type Note struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Entry is one measure of a list.
type Entry struct {
	No         int      `json:"no"`                   // 清单第N项
	Unnumbered bool     `json:"unnumbered,omitempty"` // the official number is not known: No is the place in the excerpt
	Sector     string   `json:"sector"`
	Measure    string   `json:"measure"`              // official text
	Brief      string   `json:"brief,omitempty"`      // what it is about in a few words of ours, see About
	Banned     bool     `json:"banned"`               // 禁止; otherwise 限制
	AlsoBans   bool     `json:"also_bans,omitempty"`  // a restriction that contains a ban beside it
	Conditions []string `json:"conditions,omitempty"` // 股权, 高管, 合资 …
	Equity     bool     `json:"equity,omitempty"`     // 股权要求: no partnership (说明第四条)
	Activities []string `json:"activities,omitempty"` // how citizens call what it covers
	Broader    []string `json:"broader,omitempty"`    // wider activities of which it covers a part
	Exempt     []string `json:"exempt,omitempty"`     // activities that its own words except (除外)
	Outside    []string `json:"outside,omitempty"`    // activities easily mistaken for what it covers
	Exceptions string   `json:"exceptions,omitempty"` // local pilots, CEPA, treaties
}

// Change is one difference to an earlier edition.
type Change struct {
	Before string `json:"before"`          // the text that was
	After  string `json:"after,omitempty"` // empty: struck
	Since  Date   `json:"since"`
	Basis  *Basis `json:"basis,omitempty"` // where it is announced
}

// Item is one piece of knowledge as it is stored. Exactly one of the four pointers is set, the one Kind names.
type Item struct {
	ID       string    `json:"id"`
	Kind     Kind      `json:"kind"`
	Origin   Origin    `json:"origin"`
	Review   Review    `json:"review"`
	Document *Document `json:"document,omitempty"`
	Guide    *Guide    `json:"guide,omitempty"`
	QA       *QA       `json:"qa,omitempty"`
	List     *List     `json:"list,omitempty"`
	Checked  Date      `json:"-"` // when staff last made sure that it holds; see CheckedOn
	Filed    Date      `json:"-"` // since when it is on file as it reads now
}

// CheckEvery is after how many days somebody must make sure again that an item holds.
const CheckEvery = 182

// CheckDue is the day from which on the item is 待核对: so long after it was last checked, or came on file when nobody has checked it
// yet; empty when neither is known.
func (it *Item) CheckDue() Date { return cmp.Or(it.CheckedOn(), it.Filed).Plus(CheckEvery) }

// CheckedOn is 核对日期: the day on which the item was written or last checked, whichever is later; empty when unknown.
func (it *Item) CheckedOn() Date {
	switch it.Kind {
	case KindGuide:
		return max(it.Checked, it.Guide.Checked)
	case KindQA:
		return max(it.Checked, it.QA.Checked)
	case KindList:
		return max(it.Checked, it.List.Checked)
	}
	return it.Checked
}

// Title is the item's name: a document's title, a guide's title, a question, a list's title.
func (it *Item) Title() string {
	switch it.Kind {
	case KindDocument:
		return it.Document.Title
	case KindGuide:
		return it.Guide.Title
	case KindQA:
		return it.QA.Question
	default:
		return it.List.Title
	}
}

// NewItem wraps one of *Document, *Guide, *QA, *List. The ID follows from kind and title alone, so importing the same
// text again names the same item.
func NewItem[T Document | Guide | QA | List](v *T, origin Origin, review Review) Item {
	it := Item{Origin: origin, Review: review}
	switch v := any(v).(type) {
	case *Document:
		it.Kind, it.Document = KindDocument, v
	case *Guide:
		it.Kind, it.Guide = KindGuide, v
	case *QA:
		it.Kind, it.QA = KindQA, v
	case *List:
		it.Kind, it.List = KindList, v
	}
	it.ID = ID(it.Kind, it.Title())
	return it
}

// ID is the stable identifier of an item: 10 characters of [a-z2-7].
func ID(kind Kind, title string) string {
	sum := sha256.Sum256([]byte(string(kind) + "\x00" + strings.TrimSpace(title)))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:])[:10])
}
