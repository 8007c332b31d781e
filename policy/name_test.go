package policy

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// shelf is a small library with editions, chains with gaps, and texts of one kind.
func shelf() *Names {
	doc := func(title, docNo string, from, to Date, supersedes, by []string) Item {
		status := InForce
		if to != "" {
			status = Repealed
		}
		return NewItem(&Document{
			Title: title, DocNo: docNo, Effective: from, Repealed: to, Status: status, Supersedes: supersedes, SupersededBy: by,
			Articles: []Article{{Name: "第一条", Text: title}},
		}, FromStarter, Approved)
	}
	list := func(y string) string {
		return "外商投资准入特别管理措施（负面清单）（" + y + "年版）"
	}
	items := []Item{
		doc("中华人民共和国政府信息公开条例（2007）", "国务院令第492号", "2008-05-01", "2019-05-15", nil, []string{"中华人民共和国政府信息公开条例"}),
		doc("中华人民共和国政府信息公开条例", "国务院令第711号修订", "2019-05-15", "", nil, nil),
		doc("单用途商业预付卡管理办法（试行）", "商务部令2012年第9号，商务部令2016年第2号修订", "2012-11-01", "", nil, nil),
		doc("商业特许经营备案管理办法", "商务部令2011年第5号", "2012-02-01", "", nil, nil),
		doc("外商投资企业设立及变更备案管理暂行办法", "商务部令2016年第3号，商务部令2017年第2号、2018年第6号修订", "2016-10-08", "2020-01-01", nil, []string{"外商投资信息报告办法"}),
		doc("外商投资信息报告办法", "商务部、市场监管总局令2019年第2号", "2020-01-01", "", nil, nil),
		doc("中华人民共和国外商投资法", "主席令第二十六号", "2020-01-01", "", []string{"中华人民共和国外资企业法"}, nil),
		doc("中华人民共和国外商投资法实施条例", "国务院令第723号", "2020-01-01", "", nil, nil),
		doc("信访条例", "国务院令第431号", "2005-05-01", "2022-05-01", nil, []string{"信访工作条例"}),
		doc("信访工作条例", "", "2022-05-01", "", nil, nil),
		doc(list("2019"), "", "2019-07-30", "2020-07-23", nil, []string{list("2020")}),
		doc("《"+list("2020")+"》发布摘要", "", "2020-07-23", "2022-01-01", nil, []string{list("2021")}),
		doc(list("2021"), "国家发展和改革委员会、商务部令第47号", "2022-01-01", "2024-11-01", []string{list("2020")}, nil),
		doc(list("2024"), "国家发展和改革委员会、商务部令第23号", "2024-11-01", "", []string{list("2021")}, nil),
		doc("自由贸易试验区"+list("2021"), "", "2022-01-01", "", nil, nil),
	}
	return NewNames(NewLibrary(1, items), map[string]string{"外资": "外商投资", "自贸区": "自由贸易试验区", "加盟": "特许经营", "发改委": "国家发展和改革委员会"})
}

func TestTextsAreFoundByWhatPeopleCallThem(t *testing.T) {
	n := shelf()
	for said, want := range map[string]string{
		"政府信息公开条例": "政府信息公开条例", "信息公开条例第三十三条": "政府信息公开条例", "请问公开条例": "政府信息公开条例",
		"《中华人民共和国政府信息公开条例（2007）》": "政府信息公开条例 2007",
		"预付卡办法": "单用途商业预付卡管理办法", "预付卡管理办法": "单用途商业预付卡管理办法", "单用途商业预付卡管理办法（试行）第三条": "单用途商业预付卡管理办法",
		"预付卡规定": "单用途商业预付卡管理办法", "外商投资法": "外商投资法", "外资法": "外商投资法", "外资企业法": "外资企业法",
		"外商投资法实施条例44条": "外商投资法实施条例", "加盟备案办法": "商业特许经营备案管理办法",
		"外资企业设立备案那个暂行办法": "外商投资企业设立及变更备案管理暂行办法", "信访条例": "信访条例", "信访工作条例": "信访工作条例",
		"负面清单": "外商投资准入特别管理措施负面清单", "2021版清单": "外商投资准入特别管理措施负面清单 2021", "2021年版的负面清单": "外商投资准入特别管理措施负面清单 2021",
		"外资负面清单": "外商投资准入特别管理措施负面清单", "自贸区负面清单": "自由贸易试验区外商投资准入特别管理措施负面清单",
		"负面清单（2019年版）": "外商投资准入特别管理措施负面清单 2019", "2007年的信息公开条例": "政府信息公开条例 2007 的",
		"有什么办法": "", "违法吗": "", "外商投资合法吗": "", "法院": "", "2021年": "", "": "",
	} {
		got := ""
		if m := n.Mentions(said); len(m) > 0 {
			got = m[0].Works[0].Name
			if m[0].Year != 0 {
				got += " " + strconv.Itoa(m[0].Year)
			}
			if m[0].Dated {
				got += " 的"
			}
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", said, got, want)
		}
	}
}

func TestShortNameOfTwoTextsNamesBoth(t *testing.T) {
	m := shelf().Mentions("备案办法还有效吗")
	if len(m) != 1 || len(m[0].Works) != 2 {
		t.Fatalf("got %+v, want one mention of two texts", m)
	}
}

func TestMentionKnowsItsPlace(t *testing.T) {
	text := "请问《信息公开条例》第三十三条"
	m := shelf().Mentions(text)
	if len(m) != 1 || text[m[0].From:m[0].To] != "《信息公开条例》" {
		t.Errorf("got %+v", m)
	}
}

func TestChainGoesOnOverTextsNotOnFile(t *testing.T) {
	n := shelf()
	for title, want := range map[string]string{
		"外商投资准入特别管理措施（负面清单）（2019年版）":        "2020 2021 2024",
		"外商投资准入特别管理措施（负面清单）（2021年版）":        "2024",
		"外商投资准入特别管理措施（负面清单）（2024年版）":        "",
		"外商投资企业设立及变更备案管理暂行办法":               "2020",
		"中华人民共和国外资企业法":                      "2020",
		"自由贸易试验区外商投资准入特别管理措施（负面清单）（2021年版）": "",
		"没有这个文件": "",
	} {
		var years []string
		for _, e := range n.Chain(n.Edition(title)) {
			years = append(years, strconv.Itoa(e.Year))
		}
		if got := strings.Join(years, " "); got != want {
			t.Errorf("%s: got %q, want %q", title, got, want)
		}
	}
}

func TestCycleOfSuccessorsEndsTheChain(t *testing.T) {
	a := NewItem(&Document{Title: "甲办法", SupersededBy: []string{"乙办法"}}, FromStarter, Approved)
	b := NewItem(&Document{Title: "乙办法", SupersededBy: []string{"甲办法"}}, FromStarter, Approved)
	n := NewNames(NewLibrary(1, []Item{a, b}), nil)
	if got := n.Chain(n.Edition("甲办法")); len(got) != 1 {
		t.Errorf("got %d links, want 1", len(got))
	}
}

func TestEditionInForceFollowsTheDay(t *testing.T) {
	w := shelf().Work("中华人民共和国政府信息公开条例")
	for day, want := range map[Date]string{"2007-01-01": "", "2018-07-01": "中华人民共和国政府信息公开条例（2007）", "2019-05-15": "中华人民共和国政府信息公开条例"} {
		got := ""
		if it := w.On(day); it != nil {
			got = it.Title()
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", day, got, want)
		}
	}
}

func TestDocumentsAreFoundByNumber(t *testing.T) {
	n := shelf()
	for said, want := range map[string][]string{
		"国务院令711号": {"中华人民共和国政府信息公开条例"}, "国务院第711号令": {"中华人民共和国政府信息公开条例"}, "711号令": {"中华人民共和国政府信息公开条例"},
		"商务部令2016年第2号": {"单用途商业预付卡管理办法（试行）"}, "商务部2016年第3号令": {"外商投资企业设立及变更备案管理暂行办法"},
		"商务部令2018年第6号": {"外商投资企业设立及变更备案管理暂行办法"}, "发改委令第23号": {"外商投资准入特别管理措施（负面清单）（2024年版）"},
		"主席令第26号": {"中华人民共和国外商投资法"}, "国务院令999号": nil, "第5号": nil,
	} {
		var got []string
		for _, no := range Numbers(said) {
			bearing, _ := n.Numbered(no)
			for _, it := range bearing {
				got = append(got, it.Title())
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", said, got, want)
		}
	}
	_, near := n.Numbered(Numbers("国务院令第720号")[0])
	if len(near) == 0 || near[0].DocNo() != "国务院令第723号" {
		t.Errorf("nearest to 720: got %v", near)
	}
}

// Announcements are counted apart from orders: 商务部公告2020年第2号 is not 商务部令2020年第2号.
func TestAnnouncementsAreNumbersOfTheirOwn(t *testing.T) {
	for said, want := range map[string]Number{
		"商务部公告2020年第100号":     {Kind: Announcements, Issuer: "商务部", Year: 2020, No: 100},
		"商务部2020年第100号公告":     {Kind: Announcements, Issuer: "商务部", Year: 2020, No: 100},
		"海关总署公告〔2021〕9号":      {Kind: Announcements, Issuer: "海关总署", Year: 2021, No: 9},
		"上海市人民代表大会常务委员会公告第4号": {Kind: Announcements, Issuer: "上海市人民代表大会常务委员会", No: 4},
		"商务部令2020年第4号":        {Kind: Orders, Issuer: "商务部", Year: 2020, No: 4},
	} {
		got := Numbers(said)
		if len(got) != 1 {
			t.Errorf("%s: got %v, want one number", said, got)
			continue
		}
		got[0].From, got[0].To = 0, 0
		if got[0] != want {
			t.Errorf("%s: got %+v, want %+v", said, got[0], want)
		}
	}
	for _, said := range []string{"公告3号发布", "公告2020年1月3日", "公告要贴多久"} {
		if got := Numbers(said); len(got) > 0 {
			t.Errorf("%s: got %v, want none", said, got)
		}
	}
	a := NewItem(&Document{Title: "甲办法", DocNo: "商务部令2020年第2号", Status: "现行"}, FromStarter, Approved)
	b := NewItem(&Document{Title: "乙名单", DocNo: "商务部公告2019年第1号", Status: "现行"}, FromStarter, Approved)
	n := NewNames(NewLibrary(1, []Item{a, b}), nil)
	bearing, near := n.Numbered(Numbers("商务部公告2020年第2号")[0])
	if len(bearing) > 0 || len(near) != 2 || near[0].Title() != "乙名单" {
		t.Errorf("got %v, then %v, want none, and the announcement as the nearest", bearing, near)
	}
	if bearing, _ := n.Numbered(Numbers("商务部公告2019年第1号")[0]); len(bearing) != 1 || bearing[0].Title() != "乙名单" {
		t.Errorf("got %v, want the announcement", bearing)
	}
}

func TestArticlesAreReadAsPeopleCiteThem(t *testing.T) {
	for said, want := range map[string]string{
		"第三十三条": "第三十三条", "第33条": "第三十三条", "44条": "第四十四条", "第10条之一": "第十条之一", "第7项": "清单第7项", "说明第二条": "说明第二条", "说明二条": "说明第二条",
		"第一百零五条": "第一百零五条", "有几条": "", "三个条件": "",
	} {
		got := ""
		if c := Citations(said); len(c) > 0 {
			got = c[0].Names[0]
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", said, got, want)
		}
	}
}
