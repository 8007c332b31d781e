package admin

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"shangda/desk"
	"shangda/needs"
)

// BenchmarkInbox opens the inbox of an office with 2,000 open tickets as a browser does: the first page, the last one, and one
// that was searched for. Each shall take below 200 ms.
func BenchmarkInbox(b *testing.B) {
	for engine, address := range map[string]func(testing.TB) string{
		"sqlite":   func(t testing.TB) string { return "sqlite:" + filepath.Join(t.TempDir(), "test.db") },
		"postgres": needs.Schema,
	} {
		b.Run(engine, func(b *testing.B) {
			w := newDeskAt(b, address(b))
			w.person("wang", desk.RoleOfficer, "商贸流通科")
			for i := range 2000 {
				w.raise(fmt.Sprint("o-", i%700), desk.Ticket{Question: fmt.Sprintf("第%d张预付卡里的余额能退吗", i), Section: "商贸流通科", Urgent: i%50 == 0})
			}
			officer := w.signIn("wang")
			for _, query := range []string{"", "?page=39", "?q=第1234张", "?view=free&kind=question"} {
				b.Run("tickets"+query, func(b *testing.B) {
					for b.Loop() {
						a := officer.get("/admin/tickets" + query)
						if a.status != http.StatusOK || !strings.Contains(a.body, "余额能退吗") {
							b.Fatalf("status %d", a.status)
						}
					}
				})
			}
		})
	}
}
