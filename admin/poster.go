package admin

import (
	"fmt"
	"html/template"
	"strings"

	"shangda/policy"
)

type posterPage struct {
	frame
	Guide   *policy.Guide
	ID      string
	Basis   string
	QR      template.HTML
	Address string
	Large   bool // A3
	Phone   string
	Status  policy.Status
}

// poster is a guide for the 宣传栏: one sheet of A4 or A3 with a QR code that leads to the page kept up to date.
func poster(v *visit) error {
	it, _, err := v.Store.Item(v.ctx(), v.Param("id"))
	if err != nil {
		return err
	}
	if it.Kind != policy.KindGuide {
		return errNotFound
	}
	p := posterPage{
		frame: v.frame(), Guide: it.Guide, ID: it.ID, Address: v.PublicURL + "/p/" + it.ID, Large: v.Query("size") == "a3", Phone: v.Office.Phone,
	}
	if p.QR, err = picture(p.Address); err != nil {
		return err
	}
	p.Status, _ = statusOf(v.library(), &it, v.today())
	var basis []string
	for _, b := range it.Guide.Basis {
		basis = append(basis, "《"+b.Title+"》"+b.Article)
	}
	p.Basis = strings.Join(basis, "、")
	return v.show("poster", p)
}

// joined puts texts on lines of their own, for a field.
func joined(texts []string) string { return strings.Join(texts, "\n") }

// asText is a code of any type.
func asText(code any) string { return fmt.Sprint(code) }

// high is a bar's height among 38, at least a line where there is something.
func high(n, highest int) int {
	if n == 0 {
		return 0
	}
	return max(2, n*38/max(1, highest))
}

// short are the first of a list.
func short(n int, texts []string) []string { return texts[:min(n, len(texts))] }
