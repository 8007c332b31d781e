package bot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"shangda/policy"
	"shangda/search"
)

// role is what a word does in a question about foreign access.
type role int

const (
	roleOther     role = iota
	roleActivity       // a word of some entry
	roleCompound       // two activities in one word: 烟酒
	roleInvestor       // 外资
	roleList           // 负面清单: about foreign access too, unless 内资 is named
	roleNation         // 韩国: an investor when a person, a company or a verb follows
	roleHongKong       // 港澳台, likewise
	rolePerson         // 公司, 老板: what makes a nation an investor
	roleDomestic       // 内资
	roleZone           // 自贸试验区
	roleOutOfZone      // 区外
	roleForm           // 个体户
	roleAlone          // 独资
	roleShare          // 中方控股
	roleAsk            // 能不能
	roleVerb           // 开, 投资
	rolePlace
	roleFiller
	roleAnd  // 、和
	roleKind // 公司, 业务: what follows an activity without changing it
	roleSoft // 材料: procedure, which beside 能不能 is asked in passing
	roleProcedure
)

// roleWords recognise questions about foreign access. Query words, reviewed by hand; the longest at a place wins.
var roleWords = map[role]string{
	roleInvestor: `外资 外商 外商投资 外国投资者 境外投资者 境外投资人 外国资本 外籍 外籍人士 老外 洋人 外企 外方 外国人 外宾 外商独资 外资企业 外商企业 外国自然人
		合资 中外合资 合资企业 合资公司 合营 中外合作 日资 韩资 美资 德资 英资 法资 侨资 华侨 外来资本`,
	roleList: `准入负面清单 外资负面清单 外商投资负面清单 负面清单`,
	roleNation: `外国 国外 境外 海外 韩国 日本 美国 德国 英国 法国 意大利 西班牙 荷兰 瑞士 瑞典 挪威 芬兰 丹麦 俄罗斯 乌克兰 加拿大 澳大利亚 澳洲 新西兰 新加坡
		马来西亚 泰国 越南 菲律宾 印尼 印度尼西亚 印度 巴基斯坦 缅甸 柬埔寨 老挝 蒙古 哈萨克斯坦 以色列 沙特 阿联酋 迪拜 土耳其 埃及 南非 尼日利亚 巴西 阿根廷 墨西哥 欧洲 欧盟 欧美 东南亚 中东 非洲 rcep 开曼 bvi 维京`,
	roleHongKong:  `香港 澳门 台湾 港澳台 港澳 hk 港资 台资 澳资 港商 台商 澳商 台胞 港胞 港企 台企 香港人 台湾人 澳门人 香港居民 台湾居民 澳门居民 港人 港澳同胞 港澳居民`,
	rolePerson:    `人 人士 公民 国籍 籍 商人 客商 老板 公司 企业 集团 母公司 总公司 总部 股东 投资人 投资者 资本 资金 朋友 客户 客人 基金 基金会 机构 财团 友人 大厂 品牌方 居民 同胞 老师 医生 留学生 华人 女婿 媳妇 老公 老婆 合伙人 控股`,
	roleDomestic:  `内资 内资企业 国内企业 中国人 中国公民 本地人 民企 国企 国内公司 本国人 市场准入负面清单`,
	roleZone:      `自贸 自贸区 自贸试验区 自由贸易试验区 自贸片区 自由贸易区 山东自贸区 山东自贸试验区 青岛片区 青岛自贸片区 青岛自贸区 片区`,
	roleOutOfZone: `区外 自贸区外 自贸区以外 自贸区之外 自贸试验区外 片区外 片区以外 全国 全国版 全国清单 不在自贸区`,
	roleAlone:     `独资 全资 独立 自己 一个人 单独 独自 百分百 百分之百 100% 独立投资 外商独资 外资独资 全部股份 不找中方`,
	roleShare:     `中方控股 中方相对控股 中方占 外方占 外资占 外资比例 外资股比 股比 持股比例 股权比例 持股 占股 占多少 控股 相对控股 绝对控股 中方股比 股份比例 出资比例`,
	roleAsk: `能不能 能否 能 能做吗 可不可以 可否 可以 得唔得 行吗 行不行 行不 行么 成吗 成不成 允许 允不允许 准不准 准许 让不让 让 准 给不给 许可吗 准入 限制 受限 禁止 禁止类 限制类 放开 开放
		要不要 需要 需不需要 用不用 必须 须 是否 还能 好吗 怎么规定 有什么规定 规定 有没有限制 有无限制 有啥限制 什么限制 什么要求 有什么要求 有要求 要求 行业限制 取消 多少 至少 最多 最高 比例 对外资 合法 违法 有问题`,
	roleVerb:  `开 开个 开设 开办 创办 办 兴办 做 搞 弄 投 投资 投资于 入 入股 参股 进入 涉足 经营 从事 设 设立 成立 新设 注册 登记 建 建设 运营 收购 并购 承包 干 卖 种 养 造 拍 开展 参与 布局 当 接 盘`,
	rolePlace: `中国 国内 境内 内地 大陆 中国境内 我国 青岛 青岛市 黄岛 黄岛区 西海岸 西海岸新区 青岛西海岸新区 新区 山东 山东省 咱这 我们这 我们区 本区 本地 当地 这里 这儿 你们这 你们区 烟台 开发区 保税区 济南`,
	roleFiller: `我 我们 我们的 你 你们 您 他 他们 咱 俺 想 想要 要 打算 计划 准备 希望 来 在 去 到 里 里头 里面 里边 中 上 内 吗 么 嘛 呢 啊 呀 吧 哦 哈 了 没 不 没有 是 是不是 这 那 那么 那种 这种 那个 这个 如果 假如 要是 如 若 那如果
		请问 问下 问一下 想问 咨询 咨询一下 你好 您好 现在 目前 如今 还 也 都 就 再 又 对 和我 给 被 把 从 为 以 的话 的 之 一个 一家 一间 一所 个 家 间 所 点 些 有 有没有 什么 哪些 什么行业 哪些行业 行业 领域 方面 这块 这类 这样 现行 最新 版 年版 清单 名单 上面 按 按照 根据 关于 涉及 属于 算不算 算 喺 嘅 咩 唔 一下 合伙开 合作 直接 首先 只 只能 以前 过去 原来 仍 仍然 是否还`,
	roleAnd:  `、 和 与 及 以及 还有 跟 或 或者 外加 加 同时`,
	roleKind: `公司 企业 业务 行业 店 厂 厂子 工厂 中心 机构 平台 项目 集团 工作室 所 社 院 馆 站 网 网站 点 生意 门店 分店 连锁 连锁店 品牌 运营 经营 建设 服务 投资 开发 app 小店 产业 事业 领域 单位 部门 市场 类 这行 这一行 这个行业`,
	roleSoft: `材料 流程 手续 办理 怎么办 如何办 营业执照 执照 许可证 许可 多久 资质 资格 条件 审批 批准 核准 步骤`,
	roleProcedure: `备案 报备 信息报告 初始报告 变更报告 报告 年报 年度报告 申报 注销 清算 罚 罚款 处罚 投诉 举报 信访 多少天 几天 期限 时限 截止 逾期 过期 变更 换股东 股权转让 法人变更 什么税 税收 税务 税率 缴税 交税 个税 纳税 退税 外汇 汇出 汇款 利润 补贴 奖励 扶持 优惠
		招聘 签证 工签 居留 社保 医保 注册资本 认缴 实缴 出资期限 章程 上市 贷款 融资 采购 招标 投标 纠纷 起诉 仲裁 合同 商标 专利 电话 地址 公开 条例 办法 细则 暂行 第几条 安全审查 国家安全 反垄断 进口 出口 关税 报关 清关 对外投资 走出去 出海 odi 境外投资 国外投资 海外投资
		境外设立 境外开 去国外 到国外 去境外 费用 收费 多少钱 鼓励 鼓励类 目录 特许经营 加盟 代表处 代表机构 办事处 消费 退款 退货 预付卡 充值 投诉我 征收 国有化 政府承诺 国民待遇 知识产权 技术转让 再投资 结婚 护照 户口 驾照 买房 购房 股票 彩票 a股 工作许可 就业 求职 上班 看病 住院 上学 入学 留学 学历 旅游 开车 开户 开会 开票 开发票 开证明 银行卡 账户 手机卡 宽带安装 身份证 租房`,
}

// whole are words that begin or end like one of a role and are none.
var whole = strings.Fields(`开发 开采 办公 建材 建筑 干洗 投影 投标 设备 设计 设施 做法 造纸 造船 种类 养生 养老 网约车 网课 网店 拍摄 卖场 当铺 接送 盘子 中药 中医 中介 中餐 中心 家具 家电 家政 家居 个人 所有 站台 网吧 网红
	里程 内衣 上衣 服务器 来料 要素 港口 港务 台球 台灯 平台 舞台 阳台 月台 人工 人力 人才 人参 机器人 加工 加油 加气 同城 准备金 让利 限制品 能源 新能源 可可 可乐 行李 有机 点心 点读 些许 为人 以旧换新 类似 版权 酒吧 茶吧 水吧 网吧 大学生 高中生 中学生 小学生 一体 上门 中转 内河 来往 所得`)

// compounds are words for two activities at once, with the word that each is judged by.
var compounds = map[string][]activity{
	"烟酒": {{"烟", "卷烟"}, {"酒", "酒"}}, "烟酒店": {{"烟", "卷烟"}, {"酒", "酒"}}, "烟酒行": {{"烟", "卷烟"}, {"酒", "酒"}},
	"烟酒专卖店": {{"烟", "卷烟"}, {"酒", "酒"}}, "名烟名酒": {{"烟", "卷烟"}, {"酒", "酒"}}, "烟酒茶": {{"烟", "卷烟"}, {"酒", "酒"}, {"茶", "茶"}},
	"糖烟酒": {{"糖", "糖"}, {"烟", "卷烟"}, {"酒", "酒"}}, "烟茶": {{"烟", "卷烟"}, {"茶", "茶"}},
	"医养结合": {{"医疗机构", "医疗机构"}, {"养老机构", "养老机构"}}, "医养": {{"医疗机构", "医疗机构"}, {"养老机构", "养老机构"}},
	"中小学": {{"小学", "小学"}, {"中学", "中学"}}, "幼小": {{"幼儿园", "幼儿园"}, {"小学", "小学"}},
	"书报亭": {{"卖书", "卖书"}, {"卖报刊", "报刊零售"}}, "报刊亭": {{"卖报刊", "报刊零售"}},
}

// forms are the forms of entity that the notes of a list speak of.
var forms = map[string]string{
	"个体户": formSole, "个体": formSole, "个体工商户": formSole, "个体执照": formSole, "个独": formSole, "个人独资": formSole, "个人独资企业": formSole,
	"合作社": formSole, "农民专业合作社": formSole, "农业合作社": formSole,
	"合伙企业": formPartner, "合伙": formPartner, "有限合伙": formPartner, "普通合伙": formPartner,
}

// Forms of entity. Stored in conversations: never rename.
const (
	formSole    = "sole"    // 个体工商户, 个人独资企业, 农民专业合作社: 说明第二条
	formPartner = "partner" // 合伙企业: 说明第四条
)

// word is one entry of the vocabulary.
type word struct {
	text string
	role role
	as   string // for activities, as the entry spells it
}

// vocabulary finds the longest known word at a place of a text.
type vocabulary map[rune][]word

func (v vocabulary) add(text string, r role, as string) {
	first, _ := utf8.DecodeRuneInString(text)
	if !slices.ContainsFunc(v[first], func(w word) bool { return w.text == text }) {
		v[first] = append(v[first], word{text, r, as})
	}
}

func (v vocabulary) longest(s string) (word, bool) {
	var best word
	first, _ := utf8.DecodeRuneInString(s)
	for _, w := range v[first] {
		if len(w.text) > len(best.text) && strings.HasPrefix(s, w.text) {
			best = w
		}
	}
	return best, best.text != ""
}

// next is the word at the beginning of s. A word gives way to a longer one that begins inside it, when what is left of it
// is a word too: 办|学前教育 rather than 办学|前教育.
func (v vocabulary) next(s string) (word, bool) {
	w, ok := v.longest(s)
	for at := range w.text {
		if at == 0 {
			continue
		}
		inner, _ := v.longest(s[at:])
		if inner.role != roleActivity || len(inner.text) <= len(w.text) {
			continue
		}
		if left, _ := v.longest(s[:at]); left.text == s[:at] {
			return left, true
		}
	}
	return w, ok
}

// fixedWords are the vocabulary without the entries' own words. An earlier role keeps a word that stands in two.
var fixedWords = func() vocabulary {
	v := vocabulary{}
	for w := range compounds {
		v.add(w, roleCompound, "")
	}
	for w := range forms {
		v.add(w, roleForm, "")
	}
	for r := roleInvestor; r <= roleProcedure; r++ {
		for _, w := range strings.Fields(roleWords[r]) {
			v.add(w, r, "")
		}
	}
	for _, w := range whole {
		v.add(w, roleOther, "")
	}
	return v
}()

// newVocabulary adds the words of every list on file. They win over others of the same length.
func newVocabulary(lib *policy.Library) vocabulary {
	v := vocabulary{}
	for _, scope := range []string{policy.Nationwide, policy.Zones} {
		for _, it := range lib.Editions(scope) {
			for _, e := range it.List.Entries {
				for _, words := range [][]string{e.Activities, e.Broader, e.Exempt, e.Outside} {
					for _, w := range words {
						v.add(search.Fold(w), roleActivity, w)
					}
				}
			}
		}
	}
	for _, words := range fixedWords {
		for _, w := range words {
			v.add(w.text, w.role, "")
		}
	}
	return v
}
