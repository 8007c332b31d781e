package desk

import "time"

// PublicationKind is what was put before the public. Stored: never rename.
type PublicationKind string

const (
	PublishedInfo           PublicationKind = "information"    // 主动公开政府信息
	PublishedInterpretation PublicationKind = "interpretation" // 政策解读稿件
	PublishedResponse       PublicationKind = "response"       // 回应公众关注热点或重大舆情
)

// Openness is one of the 五公开. Stored: never rename.
type Openness string

const (
	OpenDecision   Openness = "decision"   // 决策公开
	OpenExecution  Openness = "execution"  // 执行公开
	OpenManagement Openness = "management" // 管理公开
	OpenService    Openness = "service"    // 服务公开
	OpenResult     Openness = "result"     // 结果公开
)

// Opennesses are the five in their usual order.
func Opennesses() []Openness {
	return []Openness{OpenDecision, OpenExecution, OpenManagement, OpenService, OpenResult}
}

// Outlet is a channel of publication, a row of the yearly table of 2018. Stored: never rename.
type Outlet string

const (
	OutletGazette Outlet = "gazette" // 政府公报
	OutletWebsite Outlet = "website" // 政府网站
	OutletWeibo   Outlet = "weibo"   // 政务微博
	OutletWeChat  Outlet = "wechat"  // 政务微信
	OutletOther   Outlet = "other"   // 其他方式
)

// Outlets are all in the order of the table.
func Outlets() []Outlet {
	return []Outlet{OutletGazette, OutletWebsite, OutletWeibo, OutletWeChat, OutletOther}
}

// Publication is one piece of information, however many outlets carried it.
type Publication struct {
	ID        int64
	Version   int64
	Kind      PublicationKind
	Title     string
	DocNo     string
	Normative string // registration number of a 规范性文件; empty for everything else
	Openness  Openness
	Section   string
	Item      string   // ID of the knowledge item it is about; may be empty
	Hotspot   string   // what a response responds to: the same one in several ways counts once; may be empty
	Made      string   // YYYY-MM-DD, 形成或者变更之日: published within 20 working days (条例第二十六条); may be empty
	Published string   // YYYY-MM-DD; empty: made, and still to be published
	Outlets   []Outlet // at least one once it is published
	At        time.Time
}

// Pending says that it was made and is still to be published.
func (p Publication) Pending() bool { return p.Published == "" }

// PublicationKinds are all kinds.
func PublicationKinds() []PublicationKind {
	return []PublicationKind{PublishedInfo, PublishedInterpretation, PublishedResponse}
}
