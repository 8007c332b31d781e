package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"shangda/desk"
	"shangda/policy"

	"pgregory.net/rapid"
)

// listJudged is what a question asks the list and what it says, as “zone hk sole 医院=restricted”; “-” when the question is left to others.
func listJudged(h *house, question string, on policy.Date) string {
	t := h.newTurn(context.Background(), h.text(question), desk.Conversation{}, h.now)
	if on != "" {
		t.on = on
	}
	known := h.knownTrades()
	q, ok := t.listAsked(readList(t.text, known.words, known.lists))
	if !ok {
		return "-"
	}
	var out []string
	scope := policy.Nationwide
	if q.Zone {
		scope, out = policy.Zones, append(out, "zone")
	}
	for _, w := range []string{q.From, q.Form} {
		if w != "" {
			out = append(out, w)
		}
	}
	if q.Alone {
		out = append(out, "alone")
	}
	list, ok := t.edition(q, scope)
	if !ok {
		return strings.Join(append(out, "no edition"), " ")
	}
	for _, v := range t.judge(list, q.Activities) {
		code := string(v.Verdict)
		if len(v.near) > 0 {
			code = "unsure"
		}
		out = append(out, v.Name+"="+code)
	}
	return strings.Join(out, " ")
}

func TestQuestionsGetTheirVerdicts(t *testing.T) {
	h := newHouse(t)
	for _, c := range []struct{ asked, want string }{
		// banned
		{"外资能不能开采稀土", "稀土=banned"},
		{"日本公司可以在中国投资钨矿开采吗", "钨矿开采=banned"},
		{"外国人能卖香烟吗", "香烟=banned"},
		{"老外开雪茄店行不行", "雪茄=banned"},
		{"德国企业能参与转基因大豆种植吗", "转基因大豆=banned"},
		{"外商投资近海捕捞允许吗", "近海捕捞=banned"},
		{"外资可以入股报社吗", "报社=banned"},
		{"新加坡投资者能办杂志社吗", "杂志社=banned"},
		{"外企可不可以做导航电子地图", "导航电子地图=banned"},
		{"外资能投干细胞治疗吗", "干细胞治疗=banned"},
		{"美国人能当律所合伙人吗", "律所合伙人=banned"},
		{"外商能不能拍电视剧", "拍电视剧=banned"},
		{"外资能成立歌舞团不", "歌舞团=banned"},
		{"外国公司能做短视频平台吗", "短视频平台=banned"},
		{"外国人可以办小学吗", "小学=banned"},
		{"外资能经营电视台吗", "电视台=banned"},
		{"外商投资文物商店可以吗", "文物商店=banned"},
		{"外国人能办义务教育学校吗", "义务教育=banned"},
		{"外资禁止做民意调查吗", "民意调查=banned"},
		// restricted
		{"外资能办幼儿园吗", "幼儿园=restricted"},
		{"法国人可以在山东开口腔诊所吗", "口腔诊所=restricted"},
		{"外资医院能独资吗", "alone 医院=restricted"},
		{"外国人自己一个人开诊所可以吗", "alone 诊所=restricted"},
		{"外资办学前教育行吗", "学前教育=restricted"},
		{"核电站要不要中方控股", "核电站=restricted"},
		{"外资做增值电信股比最高多少", "增值电信=restricted"},
		{"外商投资机场有什么限制", "机场=restricted"},
		{"外资成立航空公司，法人可以是外国人吗", "航空公司=restricted"},
		{"内河航运外资能控股吗", "内河航运=restricted"},
		{"外资种业公司做玉米育种要什么要求", "玉米育种=restricted"},
		{"中外合资做市场调研行吗", "市场调研=restricted"},
		// more than one
		{"外国人开烟酒店可以吗", "烟=banned 酒=unlisted"},
		{"外资能做幼儿园和小学吗", "幼儿园=restricted 小学=banned"},
		{"外商投资医院、药店、养老院行吗", "医院=restricted 药店=unlisted 养老院=unlisted"},
		{"外资能开中小学吗", "小学=banned 中学=partly"},
		{"韩国公司想卖香烟和红酒可以吗", "香烟=banned 红酒=unlisted"},
		{"外资做影视公司能行吗", "影视公司=banned"},
		// a part, excepted, beside
		{"外资可以做快递吗", "快递=partly"},
		{"外国人能在青岛办国际学校吗", "国际学校=partly"},
		{"外资能做跨境电商吗", "跨境电商=exempt"},
		{"外资做呼叫中心可以百分百持股吗", "alone 呼叫中心=exempt"},
		{"外商能做音乐平台吗", "音乐平台=exempt"},
		{"外资开电影院可以吗", "电影院=unlisted"},
		{"外资能开宠物医院吗", "宠物医院=unlisted"},
		{"外商投资职业培训允许吗", "职业培训=unlisted"},
		{"外国人能开书店吗", "书店=unlisted"},
		// on no list
		{"外商能开奶茶店吗", "奶茶店=unlisted"},
		{"意大利人在黄岛开餐厅可以吗", "餐厅=unlisted"},
		{"外资可以投资化妆品生产吗", "化妆品生产=unlisted"},
		{"外国公司能投资海上风电吗", "风电=unlisted"},
		{"外资做咖啡馆和民宿可以吗", "咖啡馆=unlisted 民宿=unlisted"},
		{"外商投资物流园允许吗", "物流园=unlisted"},
		// struck
		{"外资印刷厂还要中方控股吗", "印刷厂=struck"},
		{"外资能做中药饮片了吗", "中药饮片=struck"},
		{"造汽车外资股比还限制吗", "造汽车=struck"},
		{"外商投资自来水还要中方控股吗", "自来水=struck"},
		// where and who
		{"自贸区里外资能做社会调查吗", "zone 社会调查=restricted"},
		{"青岛片区外资能开医院吗", "zone 医院=unknown"},
		{"自贸试验区里外国人能卖卷烟吗", "zone 卷烟=banned"},
		{"自贸片区外商可以开奶茶店吗", "zone 奶茶店=unknown"},
		{"香港公司能独资做市场调查吗", "hk alone 市场调查=restricted"},
		{"台湾人能开诊所吗", "tw 诊所=restricted"},
		{"澳门人想办幼儿园可以吗", "mo 幼儿园=restricted"},
		{"港澳台投资者能开律所吗", "hmt 律所=banned"},
		{"外国人以个体户形式开诊所可以吗", "sole 诊所=restricted"},
		{"外资用合伙企业开医院可以吗", "partner 医院=restricted"},
		// near, and nobody knows
		{"外资能做医院设备租赁吗", "医院设备租赁=unsure"},
		{"外资能做机场免税店吗", "机场免税店=unsure"},
		// as people write
		{"外資可以開醫院嗎", "医院=restricted"},
		{"老外想在咱这弄个牙科行不", "牙科=restricted"},
		{"民调公司 外资", "民调公司=banned"},
		{"医院", "医院=restricted"},
	} {
		if got := listJudged(h, c.asked, ""); got != c.want {
			t.Errorf("%s: got %q, want %q", c.asked, got, c.want)
		}
	}
}

func TestOtherQuestionsAreLeftToSearch(t *testing.T) {
	h := newHouse(t)
	for _, q := range []string{
		"外资公司注销要多久", "外商投资信息报告怎么填", "外资医院年报什么时候交", "外国人能办个体户吗", "外资企业换股东还要备案吗",
		"外商投资企业投诉工作办法什么时候施行", "外国人能在青岛买房吗", "外国人结婚怎么登记", "外资能做什么行业", "医院在哪里挂号",
		"外国人能考驾照吗", "境外投资要办什么手续", "我们去韩国开餐厅要备案吗", "韩国化妆品进口要备案吗", "中国人能开烟酒店吗",
		"负面清单是什么", "内资做医院要看负面清单吗", "预付卡能退吗", "外资企业能享受补贴吗", "外商投资企业的利润能汇出吗",
		"外国企业常驻代表机构怎么登记", "外资并购要反垄断审查吗", "外国人能当公务员吗", "外籍员工签证怎么办", "外商特许经营要备案吗",
		"外资公司注册资本多久缴足", "外国留学生能打工吗", "美国签证怎么办", "外国人可以开银行卡吗", "政府信息公开申请多久答复",
	} {
		if got := listJudged(h, q, ""); got != "-" {
			t.Errorf("%s: got %q, want it left to search", q, got)
		}
	}
}

func TestQuestionBesideTheListIsNotSwallowed(t *testing.T) {
	h := newHouse(t)
	contains(t, h.say("外资能开医院吗？政府信息公开申请多久答复？"), "20个工作日")
	contains(t, h.say("外资能开医院吗？要不要中方控股？"), "限于合资", "医院：")
}

func TestEditionInForceOnTheDayJudges(t *testing.T) {
	h := newHouse(t)
	for _, c := range []struct {
		on   policy.Date
		want string
	}{
		{"2019-12-31", "印刷厂=restricted"},
		{"2020-07-22", "印刷厂=restricted"},
		{"2020-07-23", "no edition"},
		{"2021-12-31", "no edition"},
		{"2022-01-01", "印刷厂=restricted"},
		{"2024-10-31", "印刷厂=restricted"},
		{"2024-11-01", "印刷厂=struck"},
		{"2018-05-01", "no edition"},
	} {
		if got := listJudged(h, "外资能开印刷厂吗", c.on); got != c.want {
			t.Errorf("%s: got %q, want %q", c.on, got, c.want)
		}
	}
	if got, want := listJudged(h, "2021年版清单里外资能开印刷厂吗", ""), "印刷厂=restricted"; got != want {
		t.Errorf("2021 edition by name: got %q, want %q", got, want)
	}
	reply := h.Consult(context.Background(), "外资能开印刷厂吗", "", "2022-06-01").Reply
	contains(t, reply, "2022年6月1日", "2021年版", "中方控股", "重建文本", "现在（2024年版）")
	reply = h.Consult(context.Background(), "外资能开印刷厂吗", "", "2021-03-01").Reply
	contains(t, reply, "2021年3月1日", "没有收录", "不能下结论")
}

// What is not on file of an incomplete list is never called free, whatever is asked and wherever.
func TestOnlyACompleteEditionSaysThatSomethingIsNotOnIt(t *testing.T) {
	h := newHouse(t)
	days := []policy.Date{"2019-08-01", "2022-01-01", "2023-05-05", "2024-10-31", "2024-11-01", "2026-11-02"}
	rapid.Check(t, func(rt *rapid.T) {
		name := rapid.StringOfN(rapid.RuneFrom([]rune("茶酒医院幼儿园电影矿山网络新闻快递房车石油纺织玩具")), 2, 6, -1).Draw(rt, "activity")
		zone, on := rapid.Bool().Draw(rt, "zone"), rapid.SampledFrom(days).Draw(rt, "on")
		tn := h.newTurn(context.Background(), h.text(""), desk.Conversation{}, h.now)
		tn.list(listQuestion{Activities: []activity{{Name: name, Word: name}}, Zone: zone, Day: on})
		for line := range strings.SplitSeq(tn.x.Reply, "\n") {
			free := strings.Contains(line, "未列，按内外资一致") || strings.Contains(line, "不再限制")
			another := strings.HasPrefix(line, "（区外按全国清单") || strings.HasPrefix(line, "现在（2024年版）") || strings.Contains(tn.x.Reply, "仅供参考")
			if free && !another && (zone || on < "2024-11-01") {
				rt.Fatalf("zone %v on %s: %q", zone, on, line)
			}
		}
		if len(tn.x.Reply) > limit {
			rt.Fatalf("%d bytes, want at most %d", len(tn.x.Reply), limit)
		}
	})
}

// Every activity word of every list gets an answer that fits, cites the edition and never contradicts the entry.
func TestEveryWordOfTheListsIsAnswered(t *testing.T) {
	h := newHouse(t)
	for _, it := range h.knownTrades().lists {
		for _, e := range it.List.Entries {
			for _, w := range e.Activities {
				for _, from := range []string{"", "hmt"} {
					tn := h.newTurn(context.Background(), h.text(w), desk.Conversation{}, h.now)
					tn.list(listQuestion{Activities: []activity{{w, w}}, Zone: it.List.Scope == policy.Zones, From: from, Day: it.List.Effective})
					if got := tn.x.Reply; len(got) > limit || !strings.Contains(got, it.List.Edition+"年版") {
						t.Errorf("%s %s: %d bytes: %q", it.List.Edition, w, len(got), got)
					}
					if e.Banned && !strings.Contains(tn.x.Reply, "禁止") {
						t.Errorf("%s %s: a ban isn't told: %q", it.List.Edition, w, tn.x.Reply)
					}
				}
			}
		}
	}
}

func TestWhatWasAskedIsReadAgainTheSame(t *testing.T) {
	h := newHouse(t)
	for _, q := range []listQuestion{
		{Activities: []activity{{"医院", "医院"}}},
		{Activities: []activity{{"医院", "医院"}, {"幼儿园", "幼儿园"}}, Zone: true, Alone: true},
		{Activities: []activity{{"市场调查", "市场调查"}}, From: "hk", Form: formPartner},
		{Activities: []activity{{"社会调查", "社会调查"}}, From: "hmt", Zone: true, Share: true},
		{Activities: []activity{{"奶茶店", "奶茶店"}}, From: "tw"},
	} {
		said := sayListQuestion(q)
		tn := h.newTurn(context.Background(), h.text(said), desk.Conversation{}, h.now)
		known := h.knownTrades()
		got, ok := tn.listAsked(readList(said, known.words, known.lists))
		if want := fmt.Sprint(q); !ok || fmt.Sprint(got) != want {
			t.Errorf("%s: got %v, want %v", said, got, want)
		}
	}
}

func TestFollowUpKeepsTheActivityUntilTheTopicChanges(t *testing.T) {
	h := newHouse(t)
	h.say("外资能做社会调查吗")
	contains(t, h.say("如果在自贸区里面呢"), "67%")
	contains(t, h.say("那区外呢"), "禁止")
	contains(t, h.say("香港人呢"), "CEPA", "社会调查：不行")
	contains(t, h.say("那医院呢"), "医疗机构限于合资")
	contains(t, h.say("合伙企业行吗"), "合伙企业：不行")
	h.say("政府信息公开申请多久答复")
	if got := h.say("自贸区里呢"); strings.Contains(got, "医院") {
		t.Errorf("after another topic: %q still speaks of the hospital", got)
	}
	h.say("外资能开医院吗")
	h.now = h.now.Add(followWithin + 1)
	if got := h.say("自贸区里呢"); strings.Contains(got, "医院：") {
		t.Errorf("after a long time: %q still speaks of the hospital", got)
	}
}

func TestCitationLeadsToTheDocumentOnceItIsImported(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	doc, err := policy.Parse("list.md", "---\ntitle: 外商投资准入特别管理措施（负面清单）（2024年版）\nstatus: 有效\neffective: 2024-11-01\n---\n"+
		"## 清单\n### 一、卫生\n22. 医疗机构限于合资。\n")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Store.SaveItems(ctx, []policy.Item{policy.NewItem(doc, policy.FromImport, policy.Approved)}, h.now); err != nil {
		t.Fatal(err)
	}
	if err := h.Search.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	th := h.Consult(ctx, "外资能开医院吗", "", "")
	if p := th.Hits[0].Passage; p.Item.Kind != policy.KindDocument || p.Article != "清单第22项" {
		t.Errorf("cites %s %s, want the document's 清单第22项", p.Item.Kind, p.Article)
	}
	if p := h.Consult(ctx, "外资能开律所吗", "", "").Hits[0].Passage; p.Article != "清单第14项" {
		t.Errorf("an entry the document lacks: cites %s, want the list's 清单第14项", p.Article)
	}
}
