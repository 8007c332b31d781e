package search

import "strings"

// askedOften says of terms that stand in many questions, whatever they are about, in what share of texts they are taken to
// stand at least. The percentages are of questions that have them; characters, then pairs. Texts of law may have them seldom,
// which says more about how people ask than about what they ask for. Counted in the 443 development questions, of pairs those
// that name a subject left out by hand: see docs/decisions/0018-a-closer-look.md.
var askedOften = shares([]share{
	{30, `人`},
	{25, `可以承 可以`},
	{20, `合权有要同`},
	{15, `行担定责保任成用公 承担 责任`},
	{10, `不在应求者偿后法他物了未中赔 要求`},
	{8, `事务款生被为关出时与发损经作害或产受地理 赔偿`},
	{6, `司情机使动政诉其利对工效程于当期证造无能费需会包管 他人 需要`},
	{5, `业主转间交体到和商提由一处息标自过上下况别单属旅租立继设请侵分存将游营订起金 造成 情况 权人`},
	{4, `借居构民约置之付位信内品因年开房留系给解让讼还院债取变员失方第签该质资除三劳土申知罪认许通骗 以要 关系 属于 损害 发生 要承 单位 第三 行为 认定`},
	{3, `义件接施条确财险伤但供基安就建影意支收果组融贷赁邻制响多履故诈身部 三人 其他 况下 存在 义务 构成 约定 人可 偿责 履行 影响 或者 确定`},
	{2.5, `卖名向告外子实已所服注犯益相致车进个具坐屋得明本来案济直等织续仓入共前及围委学把护拒放止范违额 应当 合法 处理 担责 有效 权利 求赔 直接 别人 应该 无效`},
	{2, `亡储准加区府形押揽更村查校格死盗窃纠纷赠路遗乘企全册力危大如宅容导己并序征性托投抵改现电监结绝罚职补装规运追适道配销限集项 人在 担赔 提起 程中 范围 过程 进行 部分 主体 事人 人员 人损 会被 内容 当事 拒绝 提供 期间 继续 自己 请人`},
})

// askedWeight is how many texts of a hundred must have a term for it to tell as little as when one question of a hundred has it.
const askedWeight = 3

// leastTelling is the highest share that a term is taken to have: one that everybody asks with still tells something.
const leastTelling = 0.9

type share struct {
	percent float64
	terms   string
}

func shares(list []share) map[string]float64 {
	of := map[string]float64{}
	for _, s := range list {
		characters, pairs, _ := strings.Cut(s.terms, " ")
		for _, t := range append(strings.Split(characters, ""), strings.Fields(pairs)...) {
			of[t] = min(askedWeight*s.percent/100, leastTelling)
		}
	}
	return of
}
