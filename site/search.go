package site

import (
	"context"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"shangda/policy"
)

const (
	maxResults  = 10
	maxQuestion = 600 // characters, about what one message holds
)

type searchPage struct {
	frame
	Examples []string
	Results  []result
	State    searchState
}

// searchState chooses the page's message.
type searchState string

const (
	searchBlank   searchState = "blank" // nothing asked
	searchTooLong searchState = "too_long"
	searchNone    searchState = "none"
	searchFound   searchState = "found"
	searchFailed  searchState = "failed"
)

type result struct {
	URL       string
	Kind      policy.Kind
	Title     string // of the item
	Cited     string // title of the basis, for guides and Q&A
	Article   string
	DocNo     string
	Status    policy.Status
	Successor link
	Excerpt   excerpt
	Pending   bool
}

func (s *site) search(c *gin.Context) error {
	question := strings.TrimSpace(strings.ToValidUTF8(c.Query("q"), ""))
	p := searchPage{frame: s.frame(c), State: searchBlank}
	p.Query = question
	p.Examples = s.examples(s.Library())
	status := http.StatusOK
	switch {
	case question == "":
	case utf8.RuneCountInString(question) > maxQuestion:
		p.State, p.Query, status = searchTooLong, "", http.StatusBadRequest
	default:
		p.State = searchNone
		results, err := s.results(c.Request.Context(), question)
		if err != nil {
			s.Log.Error("search page", "error", err)
			p.State, status = searchFailed, http.StatusServiceUnavailable
		} else if len(results) > 0 {
			p.State, p.Results = searchFound, results
		}
	}
	c.Header("X-Robots-Tag", "noindex")
	return s.render(c, status, "search", p)
}

func (s *site) results(ctx context.Context, question string) ([]result, error) {
	found, err := s.Find(ctx, question, maxResults)
	if err != nil {
		return nil, err
	}
	lib, out := s.Library(), make([]result, 0, len(found))
	hl := newHighlighter(question)
	for _, f := range found {
		p := f.Passage
		r := result{
			Kind: p.Item.Kind, Title: p.Item.Title(), Article: p.Article, DocNo: p.DocNo, Status: f.Status,
			Successor: linkTo(lib, f.Successor), Excerpt: hl.excerpt(p.Text), Pending: s.pending(p.Item),
		}
		switch p.Item.Kind {
		case policy.KindGuide, policy.KindQA:
			r.Cited, r.URL = p.Title, itemURL(p.Item.ID, question, "")
		default:
			r.URL = itemURL(p.Item.ID, question, p.Article)
		}
		out = append(out, r)
	}
	return out, nil
}
