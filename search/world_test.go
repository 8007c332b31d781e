package search

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"

	"shangda/policy"
)

// today is the day that tests ask on.
const today = policy.Date("2026-07-29")

var office = []string{"山东省", "青岛市", "青岛西海岸新区"}

// world is a store of published items, whose every change counts a revision up.
type world struct {
	mu    sync.Mutex
	rev   int64
	items []policy.Item
}

func (w *world) source() Source {
	return Source{
		Revision: func(context.Context) (int64, error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			return w.rev, nil
		},
		Library: func(context.Context) (*policy.Library, error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			return policy.NewLibrary(w.rev, slices.Clone(w.items)), nil
		},
	}
}

// publish adds items or replaces those of the same title.
func (w *world) publish(docs ...*policy.Document) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rev++
	for _, d := range docs {
		it := policy.NewItem(d, policy.FromImport, policy.Approved)
		w.items = slices.DeleteFunc(w.items, func(o policy.Item) bool { return o.ID == it.ID })
		w.items = append(w.items, it)
	}
}

func (w *world) strike(title string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rev++
	for i := range w.items {
		if w.items[i].Title() == title {
			w.items[i].Review = policy.Struck
		}
	}
}

func doc(title string, texts ...string) *policy.Document {
	d := &policy.Document{Title: title, Status: policy.InForce, Jurisdiction: "全国"}
	for i, t := range texts {
		d.Articles = append(d.Articles, policy.Article{Name: "第" + numeral(i+1) + "条", Text: t})
	}
	return d
}

// starter is a small library that the tests begin with.
func starter() *world {
	w := &world{}
	w.publish(
		doc("外商投资信息报告办法",
			"外国投资者或者外商投资企业应当通过企业登记系统以及企业信用信息公示系统向商务主管部门报送投资信息。",
			"外商投资企业应当于每年1月1日至6月30日提交上一年度的年度报告。",
			"初始报告的信息发生变更，企业应当于变更事项发生后20个工作日内提交变更报告。"),
		doc("单用途商业预付卡管理办法",
			"单张记名卡限额不得超过5000元，单张不记名卡限额不得超过1000元。",
			"记名卡不得设有效期；不记名卡有效期不得少于3年。",
			"发卡企业应当在开展业务之日起30日内办理备案。"),
		doc("商业特许经营管理条例",
			"特许人从事特许经营活动应当拥有至少2个直营店，并且经营时间超过1年。",
			"特许人应当自首次订立特许经营合同之日起15日内向商务主管部门备案。"),
	)
	return w
}

func newEngine(t testing.TB, dir string, w *world) *Engine {
	t.Helper()
	e := New(dir, w.source(), slog.New(slog.DiscardHandler))
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

func refresh(t testing.TB, e *Engine) {
	t.Helper()
	if err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func ask(t testing.TB, e *Engine, question string, on policy.Date) Result {
	t.Helper()
	res, err := e.Find(t.Context(), Query{Text: question, On: on, Jurisdiction: office})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// cites lists hits as title and article.
func cites(hits []Hit) []string {
	var out []string
	for _, h := range hits {
		out = append(out, h.Passage.Title+h.Passage.Article)
	}
	return out
}

func titles(hits []Hit) string { return strings.Join(cites(hits), " ") }

// wantFirst checks the best hit.
func wantFirst(t testing.TB, e *Engine, question, cite string) {
	t.Helper()
	res := ask(t, e, question, today)
	if got := cites(res.Hits); len(got) == 0 || got[0] != cite {
		t.Errorf("%q: got %v, want first %s", question, got, cite)
	}
}

// synthetic makes n documents of one article, each by recombining clauses, so that terms have realistic frequencies.
func synthetic(n int) []policy.Passage {
	subjects := strings.Fields("外商投资企业 特许人 发卡企业 拍卖企业 经营者 二手车交易市场 对外承包工程企业 家庭服务机构 报废机动车回收企业 直销企业 出口经营者 境内投资主体 零售商 供应商 成品油经营企业")
	duties := strings.Fields("应当向商务主管部门备案 应当提交年度报告 应当保存交易记录 不得超出核准范围经营 应当公示收费标准 应当建立安全管理制度 应当缴存保证金 应当与消费者订立书面合同 应当如实披露信息 应当接受监督检查")
	times := strings.Fields("自设立之日起三十日内 自合同订立之日起十五日内 每年六月三十日前 在变更发生后二十个工作日内 开展业务前 终止经营前六十日 收到通知后五个工作日内")
	sanctions := strings.Fields("逾期不改正的处一万元以上三万元以下罚款 情节严重的予以公告 构成犯罪的依法追究刑事责任 由主管部门责令限期改正 没收违法所得并处罚款 给予警告并记入信用档案")
	out := make([]policy.Passage, n)
	seed := uint64(7)
	draw := func(from []string) string {
		seed = seed*6364136223846793005 + 1442695040888963407
		return from[(seed>>33)%uint64(len(from))]
	}
	for i := range out {
		var text strings.Builder
		for range 4 + i%5 {
			fmt.Fprintf(&text, "%s%s%s，%s。", draw(subjects), draw(times), draw(duties), draw(sanctions))
		}
		mark := string(rune(0x4E00+i%5000)) + string(rune(0x4E00+(i*7919)%5000)) + string(rune(0x4E00+(i*104729)%5000))
		out[i] = policy.Passage{ID: fmt.Sprint("p", i), Title: draw(subjects) + "管理办法", Text: text.String() + mark}
	}
	return out
}
