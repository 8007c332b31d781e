package admin

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/document"
)

func TestRegisteredWordsKeepTheirDay(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "")
	tk := w.raise("o-1", desk.Ticket{Question: "申请公开补贴名单", Kind: desk.TicketRequest, Origin: desk.FromText})
	b := w.signIn("wang")
	b.fill(at(tk.ID), at(tk.ID, "clear"), "is", "yes")
	a := b.fill(fmt.Sprintf("/admin/cases/new?ticket=%d", tk.ID), "/admin/cases/new", "kind", "request", "intake", "web", "received", w.Now().Format(time.DateOnly), "type", "person",
		"name", "测试人", "id_kind", "id_card", "id_number", "370211190103070014", "phone", "13800000000", "what", "2025年补贴名单", "delivery", "pickup", "carrier", "paper")
	if a.status != http.StatusOK {
		t.Fatalf("registered: %d\n%s", a.status, a.body)
	}
	clock, err := w.opts.Calendar().Clock(disclosure.Facts{Received: disclosure.DayOf(tk.OpenedAt)})
	if err != nil {
		t.Fatal(err)
	}
	has(t, b.get("/admin/cases/1").body, fmt.Sprintf(`在聊天中提出（<a href="/admin/tickets/%d">`, tk.ID), "如从那天起算，答复不晚于"+dated(clock.Now.Due(), w.Now()))
}

func TestReceiptToPrintLeadsAPhoneToItsCase(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "办公室")
	b := w.signIn("wang")
	id, page := w.register(b, "2025年招商项目验收材料")
	r, err := w.store.Request(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	code, err := document.NewQR("https://example.gov.cn/r/" + url.PathEscape(r.Number))
	if err != nil {
		t.Fatal(err)
	}
	a := b.fill("/admin/cases/new", "/admin/cases/new", "kind", "request", "intake", "in_person", "received", w.Now().Format(time.DateOnly),
		"type", "person", "name", "测试人", "id_kind", "id_card", "id_number", "370211190103070014", "phone", "13800000000", "what", "2025年家电补贴名单",
		"delivery", "pickup", "carrier", "paper")
	has(t, a.body, `class="qr"`)
	lacks(t, a.body, code.SVG()) // that of the case before
	b.fill(page, page+"/papers", "kind", "receipt")
	papers, err := w.store.Papers(context.Background(), id)
	if err != nil || len(papers) != 1 {
		t.Fatalf("%d papers, %v", len(papers), err)
	}
	has(t, b.get(fmt.Sprintf("%s/papers/%d", page, papers[0].ID)).body, code.SVG())
}
