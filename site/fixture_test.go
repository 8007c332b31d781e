package site

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/gin-gonic/gin"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/policy"
)

const (
	staffNote   = "STAFF-NOTE-7731"
	staffSource = "SOURCE-7732"
	hostile     = `<script>alert("x")</script>`
)

const (
	titleDisclosure = "中华人民共和国政府信息公开条例"
	titleOldRules   = "外商投资企业设立及变更备案管理暂行办法"
	titleReporting  = "外商投资信息报告办法"
	titleFuture     = "区级示范管理办法（2027年版）"
	titleList       = "外商投资准入特别管理措施（负面清单）（2024年版）"
	titleOldList    = "外商投资准入特别管理措施（负面清单）（2021年版）"
	titleGuide      = "外商投资企业变更报告"
	titleQuestion   = "外资公司换股东还要备案吗"
	titleHostile    = "示范文件" + hostile
)

func fixture() *policy.Library {
	articles := []policy.Article{
		{Name: "第一条", Heading: "第一章 总则", Text: "第一条 为了保障公民、法人和其他组织依法获取政府信息，提高政府工作的透明度，建设法治政府，充分发挥政府信息对人民群众生产、生活和经济社会活动的服务作用，制定本条例。"},
		{Name: "第二条", Heading: "第一章 总则", Text: "本条例所称政府信息，是指行政机关在履行行政管理职能过程中制作或者获取的，以一定形式记录、保存的信息。"},
	}
	for n := 3; n <= 32; n++ {
		heading := "第二章 公开的主体和范围"
		if n > 20 {
			heading = "第三章 主动公开 / 第一节 公开的内容"
		}
		articles = append(articles, policy.Article{
			Name: fmt.Sprintf("第%d条", n), Heading: heading,
			Text: "行政机关应当建立健全本行政机关的政府信息公开工作制度，并指定机构负责本行政机关政府信息公开的日常工作。\n（一）办理本行政机关的政府信息公开事宜；\n（二）维护和更新本行政机关公开的政府信息；",
		})
	}
	articles = append(articles, policy.Article{
		Name: "第三十三条", Heading: "第四章 依申请公开",
		Text: "行政机关收到政府信息公开申请，能够当场答复的，应当当场予以答复。\n行政机关不能当场答复的，应当自收到申请之日起20个工作日内予以答复；需要延长答复期限的，应当经政府信息公开工作机构负责人同意并告知申请人，延长的期限最长不得超过20个工作日。\n行政机关征求第三方和其他机关意见所需时间不计算在前款规定的期限内。",
	})
	doc := func(d policy.Document) policy.Item {
		d.StatusNote, d.Source = staffNote, staffSource
		return policy.NewItem(&d, policy.FromImport, policy.Approved)
	}
	short := []policy.Article{{Name: "第一条", Text: "为了示范，制定本办法。"}, {Name: "第二条", Text: "本办法自公布之日起施行。"}}
	return policy.NewLibrary(7, []policy.Item{
		doc(policy.Document{
			Title: titleDisclosure, DocNo: "国务院令第711号", Issuer: "国务院", Published: "2019-04-03", Effective: "2019-05-15",
			Status: policy.InForce, Topic: "政府信息公开", Jurisdiction: "全国", Completeness: "full", Articles: articles,
		}),
		doc(policy.Document{
			Title: titleOldRules, DocNo: "商务部令2016年第3号", Issuer: "商务部", Effective: "2016-10-08", Repealed: "2020-01-01",
			Status: policy.Repealed, SupersededBy: []string{titleReporting}, Topic: "外商投资", Articles: short,
		}),
		doc(policy.Document{
			Title: titleReporting, DocNo: "商务部、市场监管总局令2019年第2号", Issuer: "商务部、市场监管总局", Effective: "2020-01-01",
			Status: policy.InForce, Supersedes: []string{titleOldRules}, Topic: "外商投资", Jurisdiction: "全国",
			Articles: []policy.Article{
				{Name: "第十一条", Text: "初始报告的信息发生变更，涉及企业变更登记（备案）的，外商投资企业应于办理企业变更登记（备案）时通过企业登记系统提交变更报告。"},
				{Name: "§附件", Text: "说明\n| 报告 | 期限 |\n| --- | --- |\n| 变更报告 | 20个工作日 |"},
				{Name: "§附件（2）", Text: "填报说明。"},
			},
		}),
		doc(policy.Document{
			Title: titleFuture, Effective: "2027-01-01", Status: policy.NotYet, Topic: "国内贸易与流通", Articles: short,
			Completeness: "excerpt（" + staffNote + "）",
		}),
		doc(policy.Document{Title: titleHostile, Issuer: hostile, Status: policy.InForce, Articles: []policy.Article{{Name: "全文", Text: "正文" + hostile}}}),
		policy.NewItem(&policy.List{
			Title: titleList, DocNo: "国家发展和改革委员会、商务部令第23号", Edition: "2024", Scope: "全国", Effective: "2024-11-01", Complete: true,
			Supersedes: []string{titleOldList}, Checked: "2026-10-30",
			Notes: []policy.Note{{Name: "说明第一条", Text: "《外商投资准入特别管理措施（负面清单）》统一列出股权要求、高管要求等外商投资准入方面的特别管理措施。"}},
			Entries: []policy.Entry{
				{No: 1, Sector: "农、林、牧、渔业", Measure: "小麦新品种选育和种子生产的中方股比不低于34%、玉米新品种选育和种子生产须由中方控股。", Conditions: []string{"股权"}},
				{No: 2, Sector: "农、林、牧、渔业", Measure: "禁止投资中国稀有和特有的珍贵优良品种的研发、养殖、种植以及相关繁殖材料的生产。", Banned: true},
				{No: 7, Sector: "批发和零售业", Measure: "禁止投资烟叶、卷烟、复烤烟叶及其他烟草制品的批发、零售。", Banned: true, Activities: []string{"烟酒店", "卖香烟"}, Exceptions: "自由贸易试验区另有清单"},
			},
			Changes: []policy.Change{{Before: "出版物印刷须由中方控股。", Since: "2024-11-01"}},
		}, policy.FromStarter, policy.Approved),
		policy.NewItem(&policy.List{
			Title: titleOldList, Edition: "2021", Scope: "全国", Effective: "2022-01-01", Repealed: "2024-11-01",
			Entries: []policy.Entry{
				{No: 1, Sector: "农、林、牧、渔业", Measure: "小麦新品种选育和种子生产的中方股比不低于34%、玉米新品种选育和种子生产须由中方控股。"},
				{No: 2, Sector: "农、林、牧、渔业", Measure: "禁止投资中国稀有和特有的珍贵优良品种的研发、养殖、种植以及相关繁殖材料的生产（包括种植业、畜牧业、水产业的优良基因）。", Banned: true},
				{No: 8, Sector: "制造业", Measure: "出版物印刷须由中方控股。"},
				{No: 13, Sector: "批发和零售业", Measure: "禁止投资烟叶、卷烟、复烤烟叶及其他烟草制品的批发、零售。", Banned: true},
			},
		}, policy.FromStarter, policy.Approved),
		policy.NewItem(&policy.Guide{
			Title: titleGuide, Wordings: []string{"换股东要报告吗"}, Summary: "公司信息变更后，通过企业登记系统提交变更报告，不用再到商务部门备案。",
			Who: "外商投资企业", Conditions: []string{"初始报告的信息发生变更"}, Materials: []string{"变更后的企业信息", "股东会决议"},
			Steps: []string{"登录企业登记系统", "填写变更报告并提交", "保存提交回执"}, Where: "企业登记系统（网上）", Days: "变更登记时一并提交，或者变更发生后20个工作日内", Fee: "不收费",
			Late: "先责令改正，逾期仍不改正的，可以处罚款。", Basis: []policy.Basis{{Title: titleReporting, Article: "第十一条"}}, Topic: "外商投资", Checked: "2026-10-30",
		}, policy.FromStarter, policy.Pending),
		policy.NewItem(&policy.QA{
			Question: titleQuestion, Answer: "不用备案了。\n2020年1月1日起改为信息报告。", Caution: "2020年前设立的企业请先核对组织形式。", Next: "在企业登记系统提交变更报告。",
			Basis: []policy.Basis{{Title: titleReporting, Article: "第十一条"}, {Title: "没有收录的文件", Article: "第二条"}}, Topic: "外商投资", Checked: "2026-10-30",
		}, policy.FromStaff, policy.Approved),
		policy.NewItem(&policy.QA{Question: "备案办法怎么说", Answer: "按备案办法办理。", Basis: []policy.Basis{{Title: titleOldRules, Article: "第一条"}}, Checked: "2019-10-30"}, policy.FromStaff, policy.Approved),
	})
}

// newOptions serves the fixture. Its account repeats what it hears and offers a choice.
func newOptions(t testing.TB) Options {
	t.Helper()
	gin.SetMode(gin.TestMode)
	lib := fixture()
	return Options{
		Office: desk.Office{
			Name: "示范区商务局", Account: "示范商务", Address: "示范路1号", Hours: "工作日 9:00—17:00", Phone: "0532-00000000（公开科）",
			Email: "office@example.com", Website: "https://example.com/", Complaint: "0532-00000001", ReviewChannel: "示范区行政复议服务窗口",
		},
		Demo: true, PublicURL: "https://ask.example.com", Examples: []string{titleQuestion, "预付卡怎么备案"},
		Library:  func() *policy.Library { return lib },
		Today:    func() policy.Date { return "2026-11-02" },
		Calendar: disclosure.Official, Terms: fixtureTerms(),
		Find: findIn(lib),
		Send: func(_ context.Context, _, text string) (Reply, error) {
			switch text {
			case "安静":
				return Reply{Silent: true}, nil
			case "故障":
				return Reply{Fault: true}, nil
			case "断线":
				return Reply{}, errors.New("no route")
			}
			if text == "长" {
				return Reply{Text: strings.Repeat("一段很长的答复。\n", 60)}, nil
			}
			return Reply{Text: answerTo(text)}, nil
		},
		Click: func(_ context.Context, _, key string) (Reply, error) { return Reply{Text: "您点了 " + key}, nil },
		Subscribe: func(context.Context, string) (Reply, error) {
			return Reply{Text: "您好，这里是示范商务。\n可以直接打字问，例如：外资公司换股东还要备案吗"}, nil
		},
		Menu: []MenuButton{{Name: "查政策", Key: "policy"}, {Name: "办事指南", Key: "guides"}, {Name: "我要咨询", Key: "human"}},
		Log:  discard(),
	}
}

func answerTo(text string) string {
	return "不用备案了。您问的是：" + text + "\n\n原文：“初始报告的信息发生变更，涉及企业变更登记（备案）的，应于办理时提交变更报告。”\n" +
		"《外商投资信息报告办法》第十一条，现行〔核对：2026-10-30〕\n\n" +
		`<a href="weixin://bizmsgmenu?msgmenucontent=A1%20%E8%A6%81%E5%8A%9E%E7%99%BB%E8%AE%B0&msgmenuid=1">A1 要办登记</a>` + "\n" +
		`<a href="https://ask.example.com/p/` + policy.ID(policy.KindDocument, titleReporting) + `">看原文</a>`
}

func findIn(lib *policy.Library) func(context.Context, string, int) ([]Found, error) {
	return func(_ context.Context, question string, limit int) ([]Found, error) {
		if question == "坏" {
			return nil, errors.New("index gone")
		}
		var out []Found
		passages := lib.Passages()
		for i := range passages {
			p := &passages[i]
			if strings.Contains(p.Text+p.Asked+p.Title, question) && len(out) < limit {
				out = append(out, Found{Passage: p, Status: lib.Validity(p, "2026-11-02"), Successor: lib.Successor(p.Title)})
			}
		}
		return out, nil
	}
}

func serve(t testing.TB, o Options) *httptest.Server {
	t.Helper()
	r := gin.New()
	Routes(r, o)
	r.NoRoute(NotFound(o))
	srv := httptest.NewServer(r)
	t.Cleanup(srv.Close)
	return srv
}

// fetched is a page as a browser without script sees it.
type fetched struct {
	*goquery.Document
	status int
	header http.Header
	body   string
}

func get(t testing.TB, client *http.Client, address string) fetched {
	t.Helper()
	resp, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, resp)
}

func post(t testing.TB, client *http.Client, address string, form url.Values) fetched {
	t.Helper()
	resp, err := client.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, resp)
}

func read(t testing.TB, resp *http.Response) fetched {
	t.Helper()
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	return fetched{Document: doc, status: resp.StatusCode, header: resp.Header, body: string(body)}
}

// text is what stands in the elements a selector finds, white space folded.
func (f fetched) text(selector string) string {
	return strings.Join(strings.Fields(f.Find(selector).Text()), " ")
}

func pageURL(kind policy.Kind, title string) string { return "/p/" + policy.ID(kind, title) }
