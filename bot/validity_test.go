package bot

import (
	"context"
	"strings"
	"testing"

	"shangda/desk"
	"shangda/policy"
)

func TestTimeIsReadOnlyWhereItIsAskedAbout(t *testing.T) {
	const today = policy.Date("2026-11-02")
	for text, want := range map[string]moment{
		"2018年的时候外资开医院要合资吗":    {day: "2018-07-01", year: true, rest: "外资开医院要合资吗"},
		"18年那会儿开加油站要审批吗":       {day: "2018-07-01", year: true, rest: "开加油站要审批吗"},
		"2019年那会儿信息公开收费吗":      {day: "2019-07-01", year: true, rest: "信息公开收费吗"},
		"按2020年3月1日的规定怎么报告":    {day: "2020-03-01", rest: "怎么报告"},
		"在2021-05-06的时候能投资吗":   {day: "2021-05-06", rest: "能投资吗"},
		"2019年设立外资企业要备案吗":      {day: "2019-07-01", year: true, rest: "设立外资企业要备案吗"},
		"去年的规定，预付卡限额多少":        {day: "2025-07-01", year: true, rest: "规定，预付卡限额多少"},
		"以前外资设立要备案吗":           {past: true, rest: "外资设立要备案吗"},
		"2030年的规定，外资能开医院吗":     {future: true, rest: "，外资能开医院吗"},
		"2019年2月30日的时候要备案吗":    {unclear: true, rest: "要备案吗"},
		"2018年的时候2020年的时候要备案吗": {unclear: true, rest: "要备案吗"},
		"2018年还是2019年的时候要备案吗":  {unclear: true, rest: "要备案吗"},
		"2019年2月30日的备案怎么办":     {unclear: true, rest: "的备案怎么办"},
		"最新规定里预付卡限额多少":         {explicit: true, rest: "预付卡限额多少"},
		"2018年设立的外资企业要改章程吗":    {rest: "2018年设立的外资企业要改章程吗"},
		"2018年备过案，现在还要备案吗":     {rest: "2018年备过案，现在还要备案吗"},
		"2021年版负面清单第6项":        {rest: "2021年版负面清单第6项"},
		"老公司20年认缴期要不要改":        {rest: "老公司20年认缴期要不要改"},
		"2027年6月30日前要调整吗":      {rest: "2027年6月30日前要调整吗"},
		"注册资本2025年起还能分期吗":      {rest: "注册资本2025年起还能分期吗"},
		"个体户换老板以前得先注销":         {rest: "个体户换老板以前得先注销"},
		"政府信息公开申请多久答复":         {rest: "政府信息公开申请多久答复"},
	} {
		got := readTime(text, today)
		got.said = ""
		if strings.TrimSpace(got.rest) != want.rest {
			t.Errorf("%s: rest %q, want %q", text, got.rest, want.rest)
		}
		got.rest = want.rest
		if got != want {
			t.Errorf("%s: got %+v, want %+v", text, got, want)
		}
	}
}

// answered lets a fresh citizen ask and returns the thought.
func (h *house) thought(question, before string) Thought {
	return h.Consult(context.Background(), question, before, "")
}

func TestDocumentsAreLookedUpByNameNumberAndArticle(t *testing.T) {
	h := newHouse(t)
	for question, want := range map[string]string{
		"信息公开条例第三十三条":            "中华人民共和国政府信息公开条例 第三十三条",
		"政府信息公开条例33条":            "中华人民共和国政府信息公开条例 第三十三条",
		"公开条例第29条是什么":            "中华人民共和国政府信息公开条例 第二十九条",
		"《中华人民共和国政府信息公开条例》第三十三条": "中华人民共和国政府信息公开条例 第三十三条",
		"外商投资法实施条例44条":           "中华人民共和国外商投资法实施条例 第四十四条",
		"外资法第三十四条":               "中华人民共和国外商投资法 第三十四条",
		"预付卡办法第十八条":              "单用途商业预付卡管理办法（试行） 第十八条",
		"单用途商业预付卡管理办法（试行）第十八条":   "单用途商业预付卡管理办法（试行） 第十八条",
		"信息报告办法第三十五条":            "外商投资信息报告办法 第三十五条",
		"特许经营条例第八条":              "商业特许经营管理条例 第八条",
		"加盟备案办法第八条":              "商业特许经营备案管理办法 第八条",
		"消保法第二十五条":               "中华人民共和国消费者权益保护法 第二十五条",
		"负面清单第5项":                "外商投资准入特别管理措施（负面清单）（2024年版） 清单第5项",
		"负面清单说明第二条":              "外商投资准入特别管理措施（负面清单）（2024年版） 说明第二条",
		"国务院令711号第三十三条":          "中华人民共和国政府信息公开条例 第三十三条",
		"商务部、市场监管总局令2019年第2号第九条": "外商投资信息报告办法 第九条",
	} {
		th := h.thought(question, "")
		if len(th.Hits) == 0 {
			t.Errorf("%s: nothing found: %s", question, th.Reply)
			continue
		}
		if got := th.Hits[0].Passage.Title + " " + th.Hits[0].Passage.Article; got != want {
			t.Errorf("%s: got %s, want %s", question, got, want)
		}
	}
}

func TestWhatIsNotOnFileIsSaidAndTheNearestOffered(t *testing.T) {
	h := newHouse(t)
	contains(t, h.say("国务院令999号"), "没有收录", "国务院令第802号")
	contains(t, h.say("信息公开条例第九十九条"), "没有第九十九条", "第五十六条")
	contains(t, h.say("商务部令第2号"), "哪一个", "《外商投资信息报告办法》")
	contains(t, h.say("酒类流通管理办法还有效吗"), "没有收录叫“酒类流通管理办法”", "相近", "《二手车流通管理办法》")
	contains(t, h.say("国务院令999号"), "没有收录")
	contains(t, h.say("2030年的规定"), "谁也不知道")
	contains(t, h.say("2018版负面清单还能用吗"), "2018年版", "没有收录", "2024年版")
}

func TestNamesInAQuestionAboutSomethingElseAreNoLookup(t *testing.T) {
	h := newHouse(t)
	for _, question := range []string{
		"有什么办法投诉商家", "这样做违法吗", "违反公司法第三十条会怎么罚", "政策文件在哪里看", "预付卡备案办理有什么规定", "外资企业怎么申请信息公开",
	} {
		tn := h.consult(context.Background(), question, "", h.now, h.freshConversation())
		if strings.Contains(tn.x.Reply, "开头是：") || strings.Contains(tn.x.Reply, sayWhichText(2)) {
			t.Errorf("%s: taken for a lookup: %s", question, tn.x.Reply)
		}
	}
}

func TestValidityIsAnsweredFirstWithWhatEndedIt(t *testing.T) {
	h := newHouse(t)
	for question, want := range map[string][]string{
		"2021版负面清单还管用吗":           {"不再有效", "2024年11月1日", "2024年版", "说明第十一条"},
		"2021年版清单还有效吗":            {"不再有效", "2024年版"},
		"外商投资准入负面清单2021年版作废了没":    {"不再有效", "说明第十一条"},
		"负面清单最新是哪年的":              {"现行的是", "2024年版"},
		"有没有新的负面清单":               {"现行的是", "2024年版"},
		"备案管理暂行办法是不是废止了":          {"您说的是哪一个"},
		"外商投资企业设立及变更备案管理暂行办法还能用吗": {"不再有效", "2020年1月1日", "《外商投资信息报告办法》第三十五条"},
		"外资设立备案那个暂行办法什么时候废止的":     {"2020年1月1日起废止", "第三十五条"},
		"外资企业法还有效吗":               {"不再有效", "《中华人民共和国外商投资法》", "第四十二条"},
		"信访条例现在还有效吗":              {"不再有效", "《信访工作条例》"},
		"个体工商户条例被什么代替了":           {"《促进个体工商户发展条例》"},
		"预付卡办法还有效吗":               {"有效：", "现行"},
		"外商投资信息报告办法什么时候施行的":       {"2020年1月1日起施行"},
		"对外贸易法2016修正还管用不":         {"不再有效", "2026年3月1日"},
		"公司法新旧有什么区别":              {"2024年7月1日", "2018修正"},
		"负面清单2024年版和上一版有什么变化":     {"出版物印刷须由中方控股", "2021年版"},
		"政府信息公开条例2007年的还有效吗":      {"2019年5月15日"},
		"商务部令2016年第3号还有效吗":        {"不再有效", "《外商投资信息报告办法》"},
		"政府信息公开条例废止了吗":            {"有效：", "现行"},
		"政府信息公开条例什么时候废止的":         {"没有废止"},
	} {
		reply := h.thought(question, "").Reply
		for _, w := range want {
			if !strings.Contains(reply, w) {
				t.Errorf("%s: got %q\nwant it to contain %q", question, reply, w)
			}
		}
	}
}

func TestAnswerForAPastDayNamesTheDayAndWhatHoldsNow(t *testing.T) {
	h := newHouse(t)
	contains(t, h.say("2021年的时候有负面清单第6项吗"), "2021年")
	contains(t, h.say("2018年的时候政府信息公开申请多久答复"), "2018年7月1日适用的是《中华人民共和国政府信息公开条例（2007）》", "下面是现行规定")
	contains(t, h.say("2030年的规定，政府信息公开申请多久答复"), "谁也不知道", "20个工作日")
	contains(t, h.say("2018年的时候2021年的时候政府信息公开申请多久答复"), "不一致", "20个工作日")
}

// The harm: a text shown as in force that isn't on the asked day.
func TestNoTextIsShownInForceThatIsNotOnTheAskedDay(t *testing.T) {
	h := newHouse(t)
	lib := h.Search.Library()
	for _, day := range []policy.Date{"2017-08-01", "2018-07-01", "2019-12-31", "2021-07-01", "2024-10-31", "2026-11-02"} {
		tn := h.newTurn(context.Background(), h.text("问"), h.freshConversation(), h.now)
		tn.on = day
		for _, p := range lib.Passages() {
			status := lib.Validity(&p, day)
			line, _, _ := strings.Cut(sayCitation(tn.cite(tn.hit(&p))), "\n")
			if said := strings.Contains(line, "，现行") || strings.Contains(line, "当时有效"); said != (status == policy.InForce) {
				t.Errorf("%s on %s is %s, but said: %s", p.ID, day, status, line)
			}
			if strings.Contains(line, "，现行") && lib.Validity(&p, tn.today()) != policy.InForce {
				t.Errorf("%s is not in force today, but said: %s", p.ID, line)
			}
		}
	}
}

func TestAnswersOfAPastDayCiteOnlyWhatAppliedThen(t *testing.T) {
	h := newHouse(t)
	for _, day := range []policy.Date{"2018-07-01", "2021-07-01", "2024-10-31"} {
		for _, question := range []string{
			"设立外资企业要备案吗", "预付卡限额多少", "政府信息公开申请多久答复", "公司注册资本多久缴足", "个体户怎么登记", "特许经营备案要什么材料", "投诉外资待遇去哪",
		} {
			th := h.Consult(context.Background(), question, "", day)
			if th.Outcome != desk.OutcomeAnswer || strings.Contains(th.Reply, "下面是现行规定") {
				continue
			}
			if s := h.Search.Library().Validity(th.Hits[0].Passage, day); s != policy.InForce {
				t.Errorf("%s on %s: answered from %s, which is %s", question, day, th.Hits[0].Passage.ID, s)
			}
		}
	}
}

func TestArticleOfNoNamedTextIsAskedBackNeverGuessed(t *testing.T) {
	h := newHouse(t)
	got := h.say("条例第三十三条")
	contains(t, got, "《中华人民共和国政府信息公开条例》")
	if strings.Contains(got, "第三十九条") {
		t.Errorf("another article was offered: %s", got)
	}
	contains(t, h.say("A1"), "第三十三条", "20个工作日")
}
