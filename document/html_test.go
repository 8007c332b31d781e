package document

import (
	"errors"
	"strings"
	"testing"

	"shangda/needs"
)

func TestHTMLKeepsTextAndLosesFurniture(t *testing.T) {
	got := text(t, "a.html", []byte(`<!DOCTYPE html><html><head><title>管理办法_某某商务局</title><style>p{}</style></head><body>
<header><h1>某某商务局</h1></header><nav><ul><li>首页</li></ul></nav>
<form><div class="page"><h2>某某管理
办法</h2>
<script>var a = "脚本";</script>
<p>第一条&nbsp;　为了规范
管理，制定<b>本</b>办法。<br>第二行 two
words</p>
<div>外<div>内</div>后</div>
<h3>附 则</h3>
<ul><li>甲</li><li>乙<ol start="3"><li>丙</li><li><p>丁</p></li></ol></li></ul>
<table><caption>收费表</caption><tr><th>页数</th><th>单价</th></tr><tr><td>1—30</td><td>免费<br>不收</td></tr></table>
<table><tr><td><p>版式表格一列</p></td></tr></table>
<table><tr><td><h4>版式</h4></td><td><p>有标题</p></td></tr></table>
<p style="display:none">隐藏</p></div></form>
<footer>版权所有</footer></body></html>`))
	want(t, got, `# 管理办法

## 某某管理办法

第一条 　为了规范管理，制定本办法。

第二行 two words

外

内

后

### 附 则

- 甲
- 乙
  3. 丙
  4. 丁

收费表

| 页数 | 单价 |
| --- | --- |
| 1—30 | 免费 不收 |

版式表格一列

#### 版式

有标题
`)
}

func TestHTMLTitleIsTheMainHeadingElseThePagesOwn(t *testing.T) {
	long := strings.Repeat("正文。", 20)
	for _, c := range []struct{ page, want string }{
		{`<html><body><h1>站名</h1><main><h1>通知</h1><p>` + long + `</p></main><p>侧栏</p></body></html>`, "# 通知\n\n" + long + "\n"},
		{`<html><head><meta name="ArticleTitle" content="通知"><title>x</title></head><body><p>甲</p></body></html>`, "# 通知\n\n甲\n"},
		{`<html><head><title>通知 - 某某网</title></head><body><p>通知</p><p>甲</p></body></html>`, "# 通知\n\n甲\n"},
		{`<html><body><p>通知</p><p>甲</p></body></html>`, "# 通知\n\n甲\n"},
	} {
		want(t, text(t, "a.htm", []byte(c.page)), c.want)
	}
}

func TestHostileHTMLTakesTimeInStepWithItsSize(t *testing.T) {
	for _, nested := range []string{"<div>", "<table><tr><td>", "<ul><li>甲", "<li>甲"} {
		needs.Linear(t, 5_000, func(n int) {
			if _, err := Text("a.html", []byte("<html>"+strings.Repeat(nested, n)+"甲")); err != nil && !errors.Is(err, ErrBroken) {
				t.Errorf("%s %d times: got %v, want text or %v", nested, n, err, ErrBroken)
			}
		})
	}
}
