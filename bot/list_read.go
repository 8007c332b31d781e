package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"shangda/policy"
	"shangda/search"
)

// activity is what somebody wants to do: as the citizen calls it, and the word it is judged by.
type activity struct {
	Name string `json:"n"`
	Word string `json:"w"`
}

// listQuestion is what somebody asks the negative list. It is kept in conversations and choices.
type listQuestion struct {
	Activities []activity  `json:"a"`
	Zone       bool        `json:"z,omitempty"` // within the free trade zone
	From       string      `json:"f,omitempty"` // hk, mo, tw, or hmt for any of them; empty for abroad or unknown
	Form       string      `json:"e,omitempty"` // form of entity
	Alone      bool        `json:"o,omitempty"` // without a Chinese partner
	Share      bool        `json:"s,omitempty"` // asks how much the Chinese side must hold
	Edition    string      `json:"v,omitempty"` // asked by name: 2021
	Day        policy.Date `json:"d,omitempty"` // the day asked about, empty for the day of the message
	Text       bool        `json:"x,omitempty"` // wants the words of the list themselves
	Whole      portion     `json:"w,omitempty"` // asks for the list itself, or a part of it, and not after any activity
	Turn       int         `json:"t,omitempty"` // bubble that answered; an answer to anything else makes it old
}

// token is a word of a question with its role.
type token struct {
	text  string
	role  role
	as    string
	apart bool // punctuation or a space stands before it
}

func (k token) runes() int { return utf8.RuneCountInString(k.text) }

// tokens cuts a text into words with roles; what no vocabulary knows is of roleOther.
func tokens(text string, v vocabulary) []token {
	var out []token
	apart := true
	add := func(k token) {
		k.apart, apart = apart, false
		if n := len(out); n > 0 && k.role == roleOther && out[n-1].role == roleOther && !k.apart {
			out[n-1].text += k.text
			return
		}
		out = append(out, k)
	}
	for s := search.Fold(text); s != ""; {
		if w, ok := v.next(s); ok {
			add(token{text: w.text, role: w.role, as: w.as})
			s = s[len(w.text):]
			continue
		}
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '%':
			add(token{text: s[:size], role: roleOther})
		default:
			apart = true
		}
		s = s[size:]
	}
	return mend(invest(out))
}

// invest makes a nation an investor where a person, a company or a verb follows; otherwise it describes a thing: 韩国料理.
func invest(in []token) []token {
	for i := range in {
		k := &in[i]
		if k.role != roleNation && k.role != roleHongKong || always(*k) {
			continue
		}
		next := roleOther
		for j := i + 1; j < len(in); j++ {
			if next = in[j].role; next != roleFiller && next != rolePlace {
				break
			}
		}
		switch next {
		case rolePerson, roleVerb, roleAsk, roleInvestor, roleAlone, roleHongKong, roleNation, roleFiller:
		default:
			k.role = roleOther
		}
	}
	return in
}

// always says that a word names an investor by itself: 港资, 台商.
func always(k token) bool {
	return k.role == roleHongKong && strings.HasSuffix(k.text, "资") || strings.HasSuffix(k.text, "商") || strings.HasSuffix(k.text, "胞") ||
		strings.HasSuffix(k.text, "企") || strings.HasSuffix(k.text, "人") || strings.HasSuffix(k.text, "居民") || k.text == "港澳台"
}

// mend joins an unknown word that a single character of the vocabulary cut in two: 海上风电.
func mend(in []token) []token {
	var out []token
	for i := 0; i < len(in); i++ {
		k := in[i]
		n := len(out)
		inner := k.role == roleFiller || k.role == rolePerson
		if n > 0 && out[n-1].role == roleOther && !k.apart &&
			(k.role == roleOther || inner && k.runes() == 1 && i+1 < len(in) && in[i+1].role == roleOther && !in[i+1].apart) {
			out[n-1].text += k.text
			continue
		}
		out = append(out, k)
	}
	return out
}

// reading is a question taken apart.
type reading struct {
	q        listQuestion
	investor bool
	has      map[role]bool
	other    int // characters that nobody knows
	words    []token
	loose    []activity // named, but something follows that may make it another trade: 医院设备
}

// editionNamed is a list by its year: 2021年版, 2021年的负面清单. What follows the year's words stays in the question.
var editionNamed = compile(`(20\d\d)\s*年?\s*(?:(?:那一?|这一?)?版|(?:的|那个|那份|公布的|发布的|出台的)?((?:全国|外资|外商投资|准入|市场准入)*(?:负面)?清单))`)

// readList takes a question apart. v is the vocabulary of the lists on file.
func readList(text string, v vocabulary, lists []*policy.Item) reading {
	r := reading{has: map[role]bool{}}
	text = search.Fold(text)
	if m := editionNamed.FindStringSubmatch(text); m != nil {
		r.q.Edition = m[1]
		text = strings.Replace(text, m[0], " "+m[2], 1)
	}
	text = strings.ReplaceAll(text, "的", "")
	r.words = tokens(text, v)
	for i, k := range r.words {
		r.has[k.role] = true
		switch k.role {
		case roleInvestor, roleNation, roleList:
			r.investor = true
		case roleHongKong:
			r.investor, r.q.From = true, origin(k.text)
		case roleZone:
			r.q.Zone = true
		case roleForm:
			r.q.Form = forms[k.text]
		case roleAlone:
			r.q.Alone = true
			r.investor = r.investor || strings.HasPrefix(k.text, "外") // 外资独资
		case roleShare:
			r.q.Share = true
		case roleCompound:
			r.q.Activities = append(r.q.Activities, compounds[k.text]...)
		case roleActivity:
			r.activity(i, lists)
		case roleOther:
			r.other += k.runes()
		}
	}
	r.joined()
	return r
}

func origin(word string) string {
	switch {
	case strings.HasPrefix(word, "港澳"):
		return "hmt"
	case strings.HasPrefix(word, "港"), strings.HasPrefix(word, "香港"), word == "hk":
		return "hk"
	case strings.HasPrefix(word, "澳"):
		return "mo"
	}
	return "tw"
}

// activity files the i-th word: as said, unless what follows makes it something else. What follows is harmless when it
// only says company or trade, or when the entry itself speaks of it.
func (r *reading) activity(i int, lists []*policy.Item) {
	a := activity{Name: r.words[i].as, Word: r.words[i].as}
	if i+1 < len(r.words) {
		next := r.words[i+1]
		if next.role == roleOther && !next.apart && next.runes() > 1 && !speaksOf(lists, a.Word, next.text) {
			r.loose = append(r.loose, activity{Name: a.Word + r.named(i+1), Word: a.Word})
			return
		}
	}
	if i > 0 && r.words[i-1].role == roleActivity && !r.words[i].apart && widens(lists, r.words[i-1].as, a.Word) {
		return // 义务教育|学校
	}
	if !slices.Contains(r.q.Activities, a) {
		r.q.Activities = append(r.q.Activities, a)
	}
}

func speaksOf(lists []*policy.Item, word, rest string) bool {
	for _, it := range lists {
		for _, e := range it.List.Entries {
			if slices.Contains(e.Activities, word) && strings.Contains(e.Measure, rest) {
				return true
			}
		}
	}
	return false
}

// widens says that an entry knows word and, as a wider activity, after.
func widens(lists []*policy.Item, word, after string) bool {
	for _, it := range lists {
		for _, e := range it.List.Entries {
			if slices.Contains(e.Activities, word) && slices.Contains(e.Broader, after) {
				return true
			}
		}
	}
	return false
}

// joined adds unknown words that a list joins to a known activity: 卖香烟和酒.
func (r *reading) joined() {
	known := func(i int) bool {
		return i >= 0 && i < len(r.words) && (r.words[i].role == roleActivity || r.words[i].role == roleCompound || r.words[i].role == roleKind)
	}
	for i, k := range r.words {
		before := i >= 2 && r.words[i-1].role == roleAnd && known(i-2)
		after := i+2 < len(r.words) && r.words[i+1].role == roleAnd && known(i+2)
		if k.role == roleOther && len(r.q.Activities) > 0 && (before || after) {
			name := r.named(i)
			if isTrade(name) || utf8.RuneCountInString(name) <= 6 {
				r.q.Activities = append(r.q.Activities, activity{Name: name, Word: name})
			}
		}
	}
}

// named is the i-th word with the verb of trade before it and the 店, 公司 after it.
func (r *reading) named(i int) string {
	name := r.words[i].text
	if i > 0 && !r.words[i].apart && slices.Contains([]string{"卖", "种", "养", "造", "拍"}, r.words[i-1].text) {
		name = r.words[i-1].text + name
	}
	for j := i + 1; j < len(r.words) && !r.words[j].apart && (r.words[j].role == roleKind || kinds[r.words[j].text]); j++ {
		name += r.words[j].text
	}
	return name
}

// kinds are the words that say that something is a trade.
var kinds = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(roleWords[roleKind]) {
		out[w] = true
	}
	return out
}()

// unknown finds the one trade, or the several joined ones, that a question names in words of no list; empty when it is
// not plain that a trade is meant.
func (r *reading) unknown() []activity {
	var out []activity
	counted := 0
	for i, k := range r.words {
		if k.role != roleOther {
			continue
		}
		name := r.named(i)
		n := utf8.RuneCountInString(name)
		after := i > 0 && r.traded(i)
		inRow := i >= 1 && r.words[i-1].role == roleAnd
		if n < 2 && !inRow || n > 10 || strings.ContainsAny(name, "0123456789*") || notTrades.MatchString(name) || !after && !inRow && !isTrade(name) {
			continue
		}
		counted += k.runes()
		out = append(out, activity{Name: name, Word: name})
	}
	if len(out) > 3 || len(out) > 1 && !r.has[roleAnd] || r.other-counted > 4 {
		return nil
	}
	return out
}

// traded says that a verb of trade leads to the i-th word.
func (r *reading) traded(i int) bool {
	for j := i - 1; j >= 0; j-- {
		switch k := r.words[j]; {
		case k.role == roleVerb:
			return !slices.Contains([]string{"办", "做", "当", "接", "弄", "搞", "入", "注册", "登记"}, k.text) || isTrade(r.named(i))
		case k.role != roleFiller && k.role != rolePlace && k.role != roleAlone:
			return false
		}
	}
	return false
}

// tradeEnds end the name of a trade, notTrades the name of something that only a person gets or does.
var (
	tradeEnds = compile(`(?:店|公司|厂|业|企业|机构|馆|院|所|中心|平台|业务|行业|生产|制造|加工|销售|批发|零售|服务|贸易|开发|养殖|种植|运营|屋|吧|厅|场|园|城|坊|社|站|超市|餐饮|酒店|宾馆|民宿|物流|仓储|仓库|装修|农场|基地|生意|银行|保险|证券|基金|地产|房地产|设计|咨询|培训|维修|租赁|外贸)$`)
	notTrades = compile(`(?:证|照|户|卡|票|签|税|费|钱|款|贷|资格|学位|婚|车|房|房子|员|师|官|股|债|病|学|会|议|事|人|手续)$`)
)

func isTrade(name string) bool { return tradeEnds.MatchString(name) }

// tradeTail says nothing about which trade is meant, nor do commonPairs, which many entries hold.
var tradeTail = compile(`(?:公司|企业|机构|中心|平台|业务|行业|服务|店|厂)$`)

var commonPairs = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(`公司 企业 机构 中心 平台 业务 行业 服务 生产 制造 加工 销售 批发 零售 经营 建设 开发 技术 研究 国内 国际 中国 工程 管理 运营 信息 制作 产品 设备 咨询 贸易 商店 品牌 投资 代理 培训 网络 互联 联网`) {
		out[w] = true
	}
	return out
}()
