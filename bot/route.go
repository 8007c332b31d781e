package bot

import (
	"slices"
	"strings"

	"shangda/desk"
	"shangda/search"
)

// A route is what only a person can do: somebody wants something done, which no published text does. Questions about
// the same things are knowledge and go on to search.
type route struct {
	demand *pattern        // how it is wanted
	but    *pattern        // beside these words it is something else; nil for none
	always bool            // also when it is put as a question
	kind   desk.TicketKind // of the ticket it raises; empty for none
	reply  func(t *turn) bool
}

// Fragments of how citizens say that they want something. Query words, reviewed by hand.
const (
	wish    = `(?:我|我们|本人|我司|我公司|俺|咱|大家)[^，,。]{0,4}(?:要|想|来|需要|必须|正式|实名|匿名|坚决|强烈)[^，,。]{0,4}`
	plead   = `(?:帮我|给我|替我|帮我们|给我们|帮忙|麻烦)[^，,。]{0,6}`
	accuse  = `(?:投诉|举报|检举|告发|控告)`
	ours    = `(?:你们|你局|贵局|商务局|局里|你单位|贵单位)`
	mine    = `(?:我|我们|我家|我司|我公司|本人|俺|咱)(?:们|的|这个|那个|这|那|公司|项目)*`
	foreign = `(?:外资|外商|外企|合资|外国投资|外方|[港台日韩德美法]资)`
	chief   = `(?:局长|科长|处长|主任|书记|领导|区长|负责人|经办人|分管|主管)`
)

// routes are tried in this order.
var routes = []route{
	{ // somebody in despair; a business that can't live on is none
		demand: compile(`不想活|想自杀|要自杀|想死|活不下去|活着没意思|轻生|跳楼`),
		but:    compile(`公司|企业|店|厂|生意|跳楼价|大甩卖`),
		always: true, reply: (*turn).comfort,
	},
	{ // the office's own staff
		demand: compile(`(?:` + ours + `|窗口|工作人员|办事员)[^。]{0,16}(?:态度|不作为|推诿|推来推去|踢皮球|刁难|爱答不理|骂人|骂我|没人接|不接电话|不办事|收红包|吃拿卡要)`),
		always: true, kind: desk.TicketReport, reply: (*turn).complainAboutStaff,
	},
	{ // letters and visits
		demand: compile(wish + `(?:去)?(?:信访|上访)|^(?:我|我们)?(?:信访|上访)[，,：: ]|(?:去北京|上北京|去省里|去市里)(?:告|上访|信访)|(?:联名|集体)(?:信|上访|信访|反映)`),
		kind:   desk.TicketPetition, reply: (*turn).petition,
	},
	{ // complaints of foreign-invested enterprises about an authority
		demand: compile(foreign + `[^。]*(?:要|想|必须|正式|实名)[^，,。]{0,4}` + accuse + `|` + accuse + `[^。]*(?:歧视|区别对待|刁难|不公平)[^。]{0,4}` + foreign + `|` +
			accuse + `[^。]*` + foreign + `[^。]*(?:歧视|不兑现|不公平|区别对待)`),
		but: accusedKnowledge, kind: desk.TicketComplaint, reply: (*turn).complainAsInvestor,
	},
	{ // goods, services, unlawful trade
		demand: compile(wish + accuse + `|` + plead + `(?:` + accuse + `|查处|曝光|管管|管一管|讨个说法|要回)|^(?:实名|匿名)?` + accuse + `[^。]{2,}|` +
			`(?:要求|请求|恳请|请)` + ours + `[^。]{0,12}(?:查处|严查|处理|处罚|取缔|整治|管管|介入|主持公道)|^(?:强烈|坚决)?要求(?:严查|查处|取缔|赔偿|退款|退钱)`),
		but: accusedKnowledge, kind: desk.TicketComplaint, reply: (*turn).complain,
	},
	{ // a promise, or how one's own case stands
		demand: compile(`准话|准信|打包票|打个包票|拍板|拍个胸脯|通融|行个方便|走后门|开绿灯|加个急|加急办|催一下|催催|` +
			mine + `[^。，,？?]{0,14}(?:能不能|能否|会不会|可不可以|到底|什么时候|啥时候|何时|多久|能)[^。，,？?]{0,3}(?:批下来|批准|批|过审|审批通过|通过审核|通过吗|办下来|审下来)|` +
			mine + `[^。？?]{0,14}(?:补贴|申请|材料|手续|批文|证书|许可证|备案)[^。？?]{0,8}(?:到哪一步|到哪步|进度|怎么还没|还没下来|还没到账|没到账|审到哪|批了没|批了吗|办好了没|办好了吗|卡在)`),
		but:    compile(`信息公开|公开申请|申请公开`), // the law says what follows when no answer comes
		always: true, reply: (*turn).promise,
	},
	{ // somebody in the office
		demand: compile(`(?:找|约|约见|见|预约|拜访|会见|转接|求见|联系)(?:一下|下)?` + ours + `?[^，,。谁哪什]{0,4}` + chief + `|[^，,。谁哪什]` + chief + `(?:的)?(?:电话|手机|微信|在吗|在不在|在不|办公室)`),
		but:    compile(`法定代表|企业负责人|公司负责人|项目负责人`),
		always: true, reply: (*turn).meet,
	},
	{ // a paper for one company
		demand: compile(`(?:给|帮|为)(?:我|我们|我司|我公司|公司|俺们|咱们)[^，,。]{0,8}(?:开|出具|出|写|盖)[^，,。]{0,14}(?:证明|情况说明|函|介绍信|推荐信|章)|(?:` + wish + `|请|申请)(?:你们|贵局)?(?:开|出具|开具)[^，,。]{0,14}(?:证明|情况说明|函|介绍信)`),
		but:    compile(`商家|店家|超市|加盟商|经营者|发卡`),
		always: true, reply: (*turn).certificate,
	},
	{ // records about oneself
		demand: compile(`(?:要求|申请|请|帮我|给我|麻烦|` + wish + `)[^，,。]{0,20}(?:更正|改正|改过来|改一下|撤下|删掉|删除)[^，,。]{0,12}|(?:信息|名称|公示|记录|名字|地址|电话|数据)[^，,。]{0,6}(?:写错|登错|登记错|录错|弄错|错了)[^。]{0,10}(?:更正|改)`),
		but:    compile(`章程|合同`),
		reply:  (*turn).correct,
	},
	{ // investors who want to talk
		demand: compile(`(?:我|我们|我司|我公司|本公司|集团)[^。]{0,20}(?:对接招商|招商对接|洽谈|面谈|见面谈|当面谈|实地考察|来考察|过来考察|谈谈投资|谈投资|谈落户|安排接待|投资意向)`),
		reply:  (*turn).invite,
	},
}

// accusedKnowledge follows or precedes an accusation in words of knowledge: the hotline, the procedure.
var accusedKnowledge = compile(accuse + `(?:的)?(?:电话|热线|渠道|流程|程序|材料|期限|时限|时效|条件|方式|办法|信箱|邮箱|平台|奖励|中心|机构|范围|处理|指南|工作|人|信息)`)

// papers are wanted documents that the office holds rather than publishes.
var papers = compile(`(?:名单|纪要|处罚决定|批复|批文|审批材料|审批档案|档案|台账|明细|发放表|拨付|评审结果|打分表|评分表|签到|请示|内部文件|原始凭证|合同原件|验收报告|审计报告|采购合同|中标合同|调查材料|执法记录|往来函件|三公经费|公务接待|差旅费|公车使用|经费使用)`)

var (
	wantsDisclosure = compile(`(?:申请|请求|要求|请)(?:你们|贵局|商务局|依法|政府|信息|向我|主动|书面)*公开[^，,。]{2,}`)
	wantsPaper      = compile(`(?:` + wish + `|请|麻烦|要求|希望|能|能不能|可以|可否|^)(?:你们|贵局|商务局|把|向我|给我|我|看)*(?:看|看看|看一下|查阅|查看|调取|调阅|复印|拷贝|获取|拿到|索取|提供|给我|发我|发给我|公布|查)[^。]{0,60}`)
	// notHeld are papers that are published anyway, or that a citizen fills in.
	notHeld = compile(`负面清单|范本|模板|样表|申请表|空白|指南|依申请公开|(?:申请|要求)(?:政府)?信息公开$|公开(?:一份|一些|某个|某份|一个)?(?:政府信息|信息|文件|材料|资料)?[。.!！]*$`)
	polite  = compile(`能不能|能否|可不可以|可否|可以|能|[吗么呢]?[？?]|[吗么]$`)
	forMe   = compile(`帮我|给我|替我|发我|让我|给我们|帮我们|我能|我可以|向我`)
)

// hearRoute hears somebody who wants a person, a channel or a document. What is put as a question is left to search,
// unless search has nothing to say about it.
func hearRoute(t *turn) bool {
	said := strings.ToLower(folded(t.text))
	parts := sentences(said)
	asks := func(s string) bool { return asking(civil(s)) }
	for _, r := range routes {
		for _, s := range parts {
			if !r.demand.MatchString(s) || r.but != nil && r.but.MatchString(s) {
				continue
			}
			if !r.always && slices.ContainsFunc(parts, asks) && t.known() || t.published(gist(t.text)) {
				return false
			}
			if t.kind = r.kind; r.kind != "" && reports.MatchString(s) {
				t.kind = desk.TicketReport
			}
			return r.reply(t)
		}
	}
	for _, s := range parts {
		if wantsDocument(s) && !asks(s) {
			return !t.published(gist(t.text)) && t.offerRequest()
		}
	}
	return false
}

func wantsDocument(s string) bool {
	if notHeld.MatchString(s) {
		return false
	}
	return wantsDisclosure.MatchString(s) || wantsPaper.MatchString(s) && papers.MatchString(s)
}

// leadIn is how a wanted document is introduced.
var leadIn = compile(`^[^。]*?(?:申请|请求|要求|请)[^，,。]{0,6}公开|^[^，,。]*?(?:看一下|看看|查阅|查看|调取|调阅|复印|拷贝|获取|索取|提供|发给我|发我|给我|公布|看)`)

// wanted is the document without the demand for it, to be searched for.
func wanted(text string) string {
	if s := leadIn.ReplaceAllString(text, ""); runes(s) >= shortest {
		return s
	}
	return text
}

// civil takes the question out of a request that is only put as one: 能给我看看名单吗.
func civil(s string) string {
	if forMe.MatchString(s) {
		return polite.ReplaceAllString(s, "")
	}
	return s
}

// known reports whether search has anything to say.
func (t *turn) known() bool {
	r, err := t.Search.Find(t.ctx, t.query(gist(t.text)))
	return err == nil && r.Outcome != desk.OutcomeNone
}

func (t *turn) query(text string) search.Query {
	return search.Query{Text: question(text), On: t.on, Jurisdiction: t.Office.Jurisdiction, Limit: considered}
}

// refer ends the turn with a channel, its legal source and what can be asked about it.
func (t *turn) refer(b bubble, about ...string) bool {
	t.x.Talk, t.x.Outcome, t.conv.Matter = desk.TalkHuman, desk.OutcomeHuman, t.x.Text
	b.note = t.noted()
	t.x.Reply = t.render(b, append(asks(about), toHuman()))
	return true
}

func (t *turn) comfort() bool { return t.refer(bubble{lead: sayComfort}) }

func (t *turn) complainAboutStaff() bool {
	return t.refer(bubble{lead: sayStaffComplaint(t.Office), caution: sayNotRecorded})
}

func (t *turn) petition() bool {
	return t.refer(bubble{lead: sayPetition(t.Office), source: t.source(petitionRules, "第二十三条"), caution: sayNotRecorded}, askPetition)
}

func (t *turn) complainAsInvestor() bool {
	return t.refer(bubble{lead: sayInvestorComplaint, source: t.source(investorRules, "第十九条"), caution: sayInvestorCaution, next: sayReach(t.Office)}, askInvestorPapers, askInvestorRefused)
}

func (t *turn) complain() bool {
	return t.refer(bubble{lead: sayComplaint(t.Office), source: t.source(marketRules, "第十四条"), caution: sayNotRecorded}, askComplaintDays)
}

func (t *turn) promise() bool { return t.refer(bubble{lead: sayNoPromise, next: sayReach(t.Office)}) }

func (t *turn) meet() bool { return t.refer(bubble{lead: sayMeet, next: sayReach(t.Office)}) }

func (t *turn) certificate() bool {
	return t.refer(bubble{lead: sayCertificate, next: sayReach(t.Office)})
}

func (t *turn) correct() bool {
	return t.refer(bubble{lead: sayCorrect, source: t.source(disclosureRules, "第四十一条"), next: sayReach(t.Office)})
}

func (t *turn) invite() bool {
	return t.refer(bubble{lead: sayInvite, next: sayReach(t.Office)}, listExamples[0], askReport)
}

// offerRequest offers the ways to apply for a document. Nobody is made to apply: what is published may be it.
func (t *turn) offerRequest() bool {
	if t.msg.FromUserName != "" && t.Store.Unlocked() {
		return t.applyOffer(wanted(gist(t.text)))
	}
	t.x.Talk, t.x.Outcome, t.conv.Matter = desk.TalkHuman, desk.OutcomeRequest, t.x.Text
	t.kind = desk.TicketRequest
	b := bubble{lead: sayRequest(t.Office), source: t.source(disclosureRules, "第二十九条"), caution: sayRequestCaution, note: t.noted()}
	published := desk.Choice{Label: sayPublished, Act: actAsk, Arg: desk.Mask(question(wanted(gist(t.text))))}
	t.x.Reply = t.render(b, []desk.Choice{published, {Label: askDisclosure, Act: actAsk, Arg: askDisclosure}, toHuman()})
	return true
}

// source cites an article by title; empty when the document is not on file.
func (t *turn) source(title, article string) string {
	lib := t.Search.Library()
	it, ok := lib.ByTitle(title)
	if !ok {
		return ""
	}
	p, ok := lib.Passage(it.ID + "#" + article)
	if !ok {
		return ""
	}
	h := t.hit(p)
	t.found.Hits = []search.Hit{h}
	t.x.Item, t.x.Title, t.x.Article = it.ID, title, article
	return sayCitation(t.cite(h))
}
