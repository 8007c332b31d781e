package report

import (
	"strconv"
	"strings"
	"time"

	"shangda/desk"
	"shangda/store"
)

// Source is where the events behind a figure are recorded.
type Source string

// The sources, each with rows of its own kind.
const (
	FromExchanges    Source = "exchanges"    // what citizens wrote and were told
	FromRatings      Source = "ratings"      // 有用, 没用
	FromTickets      Source = "tickets"      // what waited for staff
	FromRequests     Source = "requests"     // 依申请公开
	FromPublications Source = "publications" // 主动公开, 解读, 回应
)

// Figure is a named query: what it counts in a period, and which rows those are. All figures are defined here and nowhere else;
// whoever changes what one of them counts also counts up store.Program.
type Figure struct {
	Name   string // stands in addresses: never rename
	Label  string
	Unit   string
	Means  string // how it is counted, for people; {silence} stands for the setting
	Source Source
	Count  func(*Numbers) int64

	begins   bool           // of exchanges: only those that begin a conversation
	outcomes []desk.Outcome // of exchanges: how they ended
	helpful  bool           // of ratings
	tickets  string         // of tickets, see store.FigureTickets
	requests string         // of requests: received, decided or open
	kind     desk.PublicationKind
}

// questions are the outcomes of messages that put a question.
var questions = []desk.Outcome{desk.OutcomeAnswer, desk.OutcomeChoose, desk.OutcomeNone, desk.OutcomeHuman, desk.OutcomeRequest}

// figures in the order of the dashboard.
var figures = []Figure{
	{
		Name: "interactions", Label: "互动交流", Unit: "次", Source: FromExchanges, begins: true, Count: (*Numbers).begun,
		Means: "一位市民连续提问算一次，不论发了几条消息；两个问题相隔{silence}以上，另算一次。道谢、点菜单、关注等没有提出问题的消息不算。记在开始的那一天。",
	},
	{
		Name: "questions", Label: "提问", Unit: "个", Source: FromExchanges, outcomes: questions, Count: ended(questions...),
		Means: "市民提出问题的消息，一条算一个。微信重复推送的同一条消息只算一次。",
	},
	{
		Name: "bot", Label: "自动答复", Unit: "个", Source: FromExchanges, outcomes: []desk.Outcome{desk.OutcomeAnswer}, Count: ended(desk.OutcomeAnswer),
		Means: "公众号当场给出明确答案的提问。只给出几个选项、还要市民再选的不算，选中后给出的答案算。",
	},
	{
		Name: "choose", Label: "给出选项", Unit: "个", Source: FromExchanges, outcomes: []desk.Outcome{desk.OutcomeChoose}, Count: ended(desk.OutcomeChoose),
		Means: "公众号列出最多三个选项、请市民挑选的提问。",
	},
	{
		Name: "unanswered", Label: "没答上", Unit: "个", Source: FromExchanges, outcomes: []desk.Outcome{desk.OutcomeNone}, Count: ended(desk.OutcomeNone),
		Means: "公众号没有找到答案、如实说明的提问。后来由工作人员答复的，另计入“人工答复”。",
	},
	{
		Name: "human", Label: "转人工", Unit: "个", Source: FromExchanges, outcomes: []desk.Outcome{desk.OutcomeHuman}, Count: ended(desk.OutcomeHuman),
		Means: "转给工作人员的提问，包括市民要求找人工的、投诉、信访和举报。",
	},
	{
		Name: "guided", Label: "引导申请公开", Unit: "个", Source: FromExchanges, outcomes: []desk.Outcome{desk.OutcomeRequest}, Count: ended(desk.OutcomeRequest),
		Means: "市民要的是政府信息，公众号给出申请入口的提问。是否提交申请，见“收到申请”。",
	},
	{
		Name: "helpful", Label: "说有用", Unit: "次", Source: FromRatings, helpful: true, Count: func(n *Numbers) int64 { return n.Helpful },
		Means: "市民对一个答复点了“有用”。每个答复只算第一次评价。满意度＝说有用÷（说有用＋说没用）。",
	},
	{
		Name: "unhelpful", Label: "说没用", Unit: "次", Source: FromRatings, Count: func(n *Numbers) int64 { return n.Unhelpful },
		Means: "市民对一个答复点了“没用”。",
	},
	{
		Name: "tickets", Label: "新工单", Unit: "件", Source: FromTickets, tickets: store.TicketsOpened, Count: func(n *Numbers) int64 { return n.Raised },
		Means: "等工作人员办理的事项，按提出的日子算。",
	},
	{
		Name: "staff", Label: "人工答复", Unit: "件", Source: FromTickets, tickets: store.TicketsAnswered, Count: func(n *Numbers) int64 { return n.OnTime + n.Late },
		Means: "工作人员答复的工单，按答复的日子算。几件合并答复的算一件，没有答复就办结的不算。",
	},
	{
		Name: "on_time", Label: "按时答复", Unit: "件", Source: FromTickets, tickets: store.TicketsOnTime, Count: func(n *Numbers) int64 { return n.OnTime },
		Means: "人工答复中，在承诺的时限内答复的。时限按工作时间计算。",
	},
	{
		Name: "late", Label: "超时答复", Unit: "件", Source: FromTickets, tickets: store.TicketsTooLate, Count: func(n *Numbers) int64 { return n.Late },
		Means: "人工答复中，过了时限才答复的。",
	},
	{
		Name: "overdue", Label: "超时未答", Unit: "件", Source: FromTickets, tickets: store.TicketsOverdue, Count: func(n *Numbers) int64 { return n.Overdue },
		Means: "此刻已过时限还没有答复的工单，与所选时段无关。",
	},
	{
		Name: "received", Label: "收到申请", Unit: "件", Source: FromRequests, requests: "received", Count: func(n *Numbers) int64 { return n.Received },
		Means: "政府信息公开申请，按收到之日算（《政府信息公开条例》第三十一条）。12月31日23时59分收到的算当年。",
	},
	{
		Name: "decided", Label: "申请办结", Unit: "件", Source: FromRequests, requests: "decided", Count: func(n *Numbers) int64 { return n.Decided },
		Means: "作出答复的申请，按作出的日子算。一件申请只算一个结果：区分处理的算“部分公开”。",
	},
	{
		Name: "open", Label: "在办申请", Unit: "件", Source: FromRequests, requests: "open", Count: func(n *Numbers) int64 { return int64(len(n.Open)) },
		Means: "时段最后一天（还没到的，到今天）结束时还没有作出答复的申请。年底的数就是结转下年。",
	},
	{
		Name: "published", Label: "主动公开", Unit: "条", Source: FromPublications, kind: desk.PublishedInfo, Count: func(n *Numbers) int64 { return n.published(desk.PublishedInfo) },
		Means: "一条信息不论在几个渠道公开都算一条，按公开的日子算；各渠道的次数另计。",
	},
	{
		Name: "interpretations", Label: "解读", Unit: "篇", Source: FromPublications, kind: desk.PublishedInterpretation, Count: func(n *Numbers) int64 { return n.published(desk.PublishedInterpretation) },
		Means: "发布的政策解读稿件，一篇算一篇，不论在几个渠道。",
	},
	{
		Name: "responses", Label: "回应", Unit: "次", Source: FromPublications, kind: desk.PublishedResponse, Count: func(n *Numbers) int64 { return n.published(desk.PublishedResponse) },
		Means: "对公众关注热点或重大舆情的回应。年度统计表中，同一热点用几种方式回应只算一次。",
	},
	{
		Name: "reported", Label: "科室上报", Unit: "件", Source: FromPublications, Count: func(n *Numbers) int64 { return n.published("") },
		Means: "各科室公开的信息、解读和回应合计，用来核对每月上报任务。",
	},
}

// Figures are all, in the order of the dashboard.
func Figures() []Figure { return figures }

// FigureNamed finds a figure; the second result is false when there is none of that name.
func FigureNamed(name string) (Figure, bool) {
	for _, f := range figures {
		if f.Name == name {
			return f, true
		}
	}
	return Figure{}, false
}

// Meaning is how the figure is counted where that silence ends a conversation.
func (f Figure) Meaning(silence time.Duration) string {
	return strings.ReplaceAll(f.Means, "{silence}", Minutes(silence))
}

// Minutes says a duration in whole hours or minutes.
func Minutes(d time.Duration) string {
	if d%time.Hour == 0 {
		return strconv.Itoa(int(d.Hours())) + "小时"
	}
	return strconv.Itoa(int(d.Minutes())) + "分钟"
}

func ended(outcomes ...desk.Outcome) func(*Numbers) int64 {
	return func(n *Numbers) int64 { return n.ended(outcomes...) }
}
