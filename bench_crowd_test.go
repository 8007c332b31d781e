package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"shangda/knowledge"
	"shangda/policy"
)

const articlesEach = 40 // of a made document

// crowd makes documents and questions of the size of a large office's, always the same ones. Their sentences are those
// of the starter pack and, where they are at hand, of more official documents.
type crowd struct {
	random    *rand.Rand
	titles    []string
	sentences []string
	clauses   []string // of the sentences
	wordings  []string // of the starter pack's questions
	asked     map[string]bool
}

func newCrowd(b *testing.B) *crowd {
	b.Helper()
	starter, err := knowledge.Starter()
	if err != nil {
		b.Fatal(err)
	}
	c := &crowd{random: rand.New(rand.NewPCG(2024, 11)), asked: map[string]bool{}}
	for _, it := range starter {
		switch it.Kind {
		case policy.KindDocument:
			c.learn(it.Document)
		case policy.KindQA:
			c.wordings = append(append(c.wordings, it.QA.Question), it.QA.Wordings...)
		}
	}
	files, _ := filepath.Glob("../shared/corpus/docs/*.md")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		d, err := policy.Parse(filepath.Base(file), string(text))
		if err != nil {
			b.Fatalf("%s: %v", file, err)
		}
		c.learn(d)
	}
	return c
}

func (c *crowd) learn(d *policy.Document) {
	c.titles = append(c.titles, d.Title)
	for _, a := range d.Articles {
		for s := range strings.SplitSeq(strings.ReplaceAll(a.Text, "\n", ""), "。") {
			if utf8.RuneCountInString(s) < 10 {
				continue
			}
			c.sentences = append(c.sentences, s)
			for clause := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune("，；：、（）《》“”", r) }) {
				if n := utf8.RuneCountInString(clause); n >= 6 && n <= 18 {
					c.clauses = append(c.clauses, clause)
				}
			}
		}
	}
}

// documents have so many articles in all. Every other sentence is two halves that never stood together, so that texts
// are as different as those of real documents.
func (c *crowd) documents(articles int) []policy.Item {
	var items []policy.Item
	for n := 0; articles > 0; n++ {
		d := &policy.Document{
			Title: fmt.Sprintf("%s（汇编%d）", pick(c, c.titles), n), DocNo: fmt.Sprintf("汇编〔2020〕%d号", n),
			Issuer: "汇编机关", Published: "2020-01-01", Effective: "2020-02-01", Status: policy.InForce, Jurisdiction: "全国",
			Completeness: "full",
		}
		for i := range min(articles, articlesEach) {
			d.Articles = append(d.Articles, policy.Article{Name: fmt.Sprintf("第%d条", i+1), Text: c.text()})
		}
		articles -= len(d.Articles)
		items = append(items, policy.NewItem(d, policy.FromImport, policy.Approved))
	}
	return items
}

func (c *crowd) text() string {
	var text strings.Builder
	for i := range 2 + c.random.IntN(4) {
		sentence := pick(c, c.sentences)
		if i%2 == 1 {
			before, after := []rune(sentence), []rune(pick(c, c.sentences))
			sentence = string(before[:len(before)/2]) + string(after[len(after)/2:])
		}
		text.WriteString(sentence + "。")
	}
	return text.String()
}

// questions are n that were not asked before: every other one puts a question of the starter pack in a new way, the
// rest ask about words of some article.
func (c *crowd) questions(n int) []string {
	before := []string{"", "请问", "您好，", "我想问一下", "麻烦问下", "咨询一下，", "老师好，", "你好请问", "想了解一下", "帮忙看看"}
	after := []string{"", "？", "，谢谢", "，急", "，在线等", "，第一次办不太懂", "，我在西海岸", "，公司刚成立"}
	about := []string{
		"怎么办理", "需要什么材料", "有什么规定", "多久能办好", "可以吗", "的条件是什么", "违反了怎么处罚", "找哪个部门", "要备案吗", "有没有期限",
	}
	out := make([]string, 0, n)
	for len(out) < n {
		q := pick(c, c.clauses) + pick(c, about)
		if len(out)%2 == 0 {
			q = pick(c, before) + strings.TrimRight(pick(c, c.wordings), "？?") + pick(c, after)
		}
		if !c.asked[q] {
			c.asked[q] = true
			out = append(out, q)
		}
	}
	return out
}

func pick(c *crowd, from []string) string { return from[c.random.IntN(len(from))] }
