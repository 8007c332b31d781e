package search

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"shangda/knowledge"
)

// pack serves the knowledge of a fresh install.
func pack(t testing.TB) *Engine {
	t.Helper()
	items, err := knowledge.Starter()
	if err != nil {
		t.Fatal(err)
	}
	e := newEngine(t, t.TempDir(), &world{rev: 1, items: items})
	refresh(t, e)
	return e
}

func heardBy(t testing.TB, e *Engine) *sounds {
	t.Helper()
	s, err := e.current.Load().score.sounds()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSoundsAreThoseOfTheWholeIndex(t *testing.T) {
	g := openBuilt(t, synthetic(2400)) // more than one batch
	s, err := g.score.sounds()
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range []string{"备案", "公示", "警告", "企业"} {
		p, err := g.score.pairs.get(pair)
		if err != nil {
			t.Fatal(err)
		}
		two := []rune(pair)
		if got := s.df(two[0], two[1]); got < familiar || int(got) != p.df() {
			t.Errorf("%s is heard in %d passages, stands in %d", pair, got, p.df())
		}
	}
}

func TestMisheardTermsAreRespelt(t *testing.T) {
	e := pack(t)
	s := heardBy(t, e)
	for said, meant := range map[string]string{
		"副面清单": "负面清单", "付面清单有哪些": "负面清单有哪些", "负面青单": "负面清单", "快第业务": "快递业务", "国民带遇": "国民待遇",
		"特许经营和同": "特许经营合同", "商业特许精营备案": "商业特许经营备案", "预付咔": "预付卡", "外伤投资": "外商投资", "外商头资信息报告": "外商投资信息报告",
		"被案要什么材料": "备案要什么材料", "备岸": "备案", "信息公开身请": "信息公开申请", "政府新息公开": "政府信息公开", "行政付议": "行政复议",
		"行正处罚": "行政处罚", "法定代表仁": "法定代表人", "营业直照": "营业执照", "个体公商户": "个体工商户", "注消登记": "注销登记",
		"成品有零售": "成品油零售", "报废基动车": "报废机动车", "二手车交易室场": "二手车交易市场", "拍买企业": "拍卖企业", "直消企业": "直销企业",
		"对外牢务合作": "对外劳务合作", "境外头资": "境外投资", "出口关制": "出口管制", "两用勿项": "两用物项", "消费者全益": "消费者权益",
		"家用气车三包": "家用汽车三包", "明马标价": "明码标价", "加格欺诈": "价格欺诈", "优化营伤环境": "优化营商环境", "安全审察": "安全审查",
		"加盟和同没备案罚多少": "加盟合同没备案罚多少", "股权变更抱告": "股权变更报告", "年渡报告": "年度报告", "直盈店": "直营店", "负而清单": "负面清单",
	} {
		if got, _ := s.respell(said, shippedWords()); got != meant {
			t.Errorf("%s: got %s, want %s", said, got, meant)
		}
	}
}

func TestMisheardQuestionsAreAnswered(t *testing.T) {
	e := pack(t)
	for _, tt := range []struct{ question, title string }{
		{"副面清单", "负面清单"},
		{"外国投资者国民带遇", "外商投资法"},
		{"外商头资信息报告", "外商投资信息报告办法"},
		{"成品有零售", "成品油流通管理办法"},
		{"行政付议", "行政复议法"},
		{"两用勿项", "两用物项出口管制条例"},
		{"对外牢务合作", "对外劳务合作管理条例"},
		{"拍买企业", "拍卖"},
	} {
		if hits := ask(t, e, tt.question, today).Hits; !among(hits, tt.title) {
			t.Errorf("%s: got %v, want %s", tt.question, titles(hits), tt.title)
		}
	}
}

// among says whether one of the best three hits is of a title.
func among(hits []Hit, title string) bool {
	return slices.ContainsFunc(hits[:min(3, len(hits))], func(h Hit) bool { return strings.Contains(h.Passage.Title, title) })
}

func TestCorrectQuestionsStayAsTheyAre(t *testing.T) {
	e := pack(t)
	s := heardBy(t, e)
	for _, q := range []string{
		"劳动合同", "社保怎么交", "天气怎么样", "我家的猫丢了", "美食推荐", "开店要啥手续", "怎么打官司", "小孩上学", "青岛哪里好玩", "今天股票涨了吗",
		"帮我写一首诗", "你是机器人吗", "手机坏了去哪修", "汽车年检", "离婚财产怎么分", "饭店食物中毒找谁", "外卖迟到", "附近有什么好吃的", "老家盖房子要批吗",
		"", "？？？", "abc 123", "的的的", "𠮷野家", strings.Repeat("副面清单", 100),
	} {
		if got, changed := s.respell(q, shippedWords()); changed {
			t.Errorf("%s: got %s", q, got)
		}
	}
}

func TestWhatTheLawSaysIsNeverRespelt(t *testing.T) {
	e := pack(t)
	v := e.current.Load()
	s := heardBy(t, e)
	random := rand.New(rand.NewPCG(1, 2))
	checked := 0
	for checked < 2000 {
		p := v.at[random.IntN(len(v.at))]
		text := []rune(normalize(p.Text))
		if len(text) < 4 {
			continue
		}
		from := random.IntN(len(text) - 3)
		piece := string(text[from : from+min(3+random.IntN(20), len(text)-from)])
		if slices.ContainsFunc(analyze(piece).pairs, func(pair string) bool {
			r := []rune(pair)
			return len(r) == 2 && s.df(r[0], r[1]) == 0
		}) {
			continue // rare in the law itself
		}
		checked++
		if got, changed := s.respell(piece, shippedWords()); changed {
			t.Errorf("%s: got %s", piece, got)
		}
	}
}

func TestRespellingLeavesSureAnswersAlone(t *testing.T) {
	e := pack(t)
	v := e.current.Load()
	for _, q := range []string{"外商投资信息报告办法第十九条", "单用途商业预付卡备案", "特许经营备案期限"} {
		query := Query{Text: q, On: today, Jurisdiction: office}
		literal, err := v.literal(query)
		if err != nil {
			t.Fatal(err)
		}
		got := ask(t, e, q, today)
		if got.Respelt != "" || titles(got.Hits) != titles(literal.Hits) {
			t.Errorf("%s: got %s (%s), want %s", q, titles(got.Hits), got.Respelt, titles(literal.Hits))
		}
	}
}

func TestSoundsOfALargeIndexStaySmall(t *testing.T) {
	s := &sounds{read: pronounced()}
	for x := range rune(1000) {
		for y := range rune(500) {
			s.pairs = append(s.pairs, heard{uint16(firstRead + 17*x), uint16(firstRead + 31*y), uint32(3 + x*y%97)})
		}
	}
	s.arrange()
	bytes := len(s.pairs)*int(unsafe.Sizeof(heard{})) + cap(s.ways)*int(unsafe.Sizeof(way{}))
	if bytes > 12<<20 {
		t.Errorf("%d bytes, want at most %d", bytes, 12<<20)
	}
}

func TestReadingsCoverCommonCharacters(t *testing.T) {
	r := pronounced()
	for _, c := range "备案登记外商投资企业特许经营预付卡成品油" {
		if r.of(c)[0] == 0 {
			t.Errorf("%c has no reading", c)
		}
	}
	for _, pair := range []string{"合和", "负副", "负付", "递第", "待带", "行形", "行航"} {
		c := []rune(pair)
		if !r.alike(c[0], c[1]) {
			t.Errorf("%s: got different sounds, want alike", pair)
		}
	}
	if r.alike('合', '同') {
		t.Error("合同: got alike, want different")
	}
}

func BenchmarkRespell(b *testing.B) {
	s := heardBy(b, pack(b))
	b.ReportAllocs()
	for b.Loop() {
		s.respell("商业特许精营和同没有备案会罚多少钱", shippedWords())
	}
}

func BenchmarkListen(b *testing.B) {
	g := openBuilt(b, synthetic(50_000))
	for b.Loop() {
		if _, err := listen(g.score.reader); err != nil {
			b.Fatal(err)
		}
	}
}

func shippedWords() lexicon {
	words, err := vocabulary()
	if err != nil {
		panic(err) // another test reports it
	}
	return words
}
