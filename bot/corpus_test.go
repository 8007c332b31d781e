package bot

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/needs"
	"shangda/policy"
	"shangda/store"
)

// withCorpus is a house in which the official documents beside the project were imported, too.
func withCorpus(t *testing.T) *house {
	t.Helper()
	h := newHouse(t)
	var files []store.ImportFile
	for _, name := range needs.Shared(t, "corpus/docs/*.md") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		d, err := policy.Parse(filepath.Base(name), string(data))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, store.ImportFile{Name: name, Digest: name, Items: []policy.Item{policy.NewItem(d, policy.FromImport, policy.Approved)}})
	}
	if _, err := h.Store.Import(t.Context(), desk.Actor{}, files, h.now); err != nil {
		t.Fatal(err)
	}
	if err := h.Search.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.now = time.Date(2026, 11, 2, 10, 0, 0, 0, disclosure.Zone)
	return h
}

// What the two model dialogues promise stands in the chat with the starter pack alone and with the whole corpus on file: the
// answer first, then the law's words, its source, what to beware of, the choices.
func TestModelDialoguesHoldWithAndWithoutTheCorpus(t *testing.T) {
	for name, open := range map[string]func(*testing.T) *house{"starter": func(t *testing.T) *house { return newHouse(t) }, "corpus": withCorpus} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			h.now = time.Date(2026, 11, 2, 10, 0, 0, 0, disclosure.Zone)
			inOrder(t, h.say("韩国人在青岛开烟酒店行吗"), "烟：不行，禁止外资", "酒：全国清单未列", "“禁止投资烟叶、卷烟", "清单第7项", "2024年11月1日起施行，现行", "核对：",
				"请注意", "“未列”不等于免许可", "个体工商户、个人独资企业", "下一步", "初始报告", "A1 自贸试验区里呢", "A2 港澳台投资者", "A3 看原文", "A0 人工")
			inOrder(t, h.say("A1 自贸试验区里呢"), "烟：不行", "酒：这里不下结论", "共27条", "摘录", "“禁止投资烟叶、卷烟", "2021年版", "令第48号", "待核对", "B0 人工")
			inOrder(t, h.say("A2 港澳台投资者"), "这是较早的选项") // an old bubble acts on nothing
			inOrder(t, h.say("B2 港澳台投资者"), "烟：不行", "个体户", "《促进个体工商户发展条例》第三十七条", "说明九", "协议文本我们没有收录")

			inOrder(t, h.say("外资公司换股东还要去商务局备案吗 我们2018年备过"), "不用备案了。2020年1月1日起改为信息报告", "① 要办", "登记", "② ", "不用办登记", "20个工作日内",
				"《外商投资信息报告办法》第三十五条", "现行", "2020年前设立的", "2025年1月1日起", "第四十四条", "变更，要办登记", "变更，不办登记", "上市、新三板公司", "人工")
			inOrder(t, h.say("D2 11月3日股东会决议的，最晚哪天"), "最晚 2026年12月1日（周二）", "11月3日", "不计入", "11月4日（周三）算第1个工作日", "第十一条第二款",
				"法律法规另有生效条件的，从满足之日起算", "看逐日计算", "加入日历", "过期了怎么办")
			inOrder(t, h.say("过期会罚款吗"), "不会一过期就罚", "补报", "20个工作日内补报", "责令20个工作日内改正", "罚10万—30万元", "罚30万—50万元", "第二十五条", "人工")
		})
	}
}

// inOrder asserts that all parts stand in a reply, one after the other.
func inOrder(t *testing.T, reply string, parts ...string) {
	t.Helper()
	rest := legible(reply)
	for _, p := range parts {
		at := strings.Index(rest, p)
		if at < 0 {
			t.Errorf("%q is missing or out of order in:\n%s", p, legible(reply))
			return
		}
		rest = rest[at+len(p):]
	}
}
