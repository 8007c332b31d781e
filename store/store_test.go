package store

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"shangda/desk"
	"shangda/needs"
)

// onEngines runs a test on a SQLite file, and on PostgreSQL where there is one. open opens the same database each time.
func onEngines(t *testing.T, test func(t *testing.T, open func() *Store)) {
	onURLs(t, func(t *testing.T, url string) {
		test(t, func() *Store { return openTest(t, url) })
	})
}

func onURLs(t *testing.T, test func(t *testing.T, url string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, sqliteURL(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, needs.Schema(t)) })
}

func sqliteURL(t testing.TB) string { return "sqlite:" + filepath.Join(t.TempDir(), "test.db") }

func openTest(t testing.TB, url string) *Store {
	t.Helper()
	s, err := Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

var evening = time.Date(2026, 3, 5, 23, 30, 0, 123e6, shanghai)

func exchangeOf(key string) *desk.Exchange {
	return &desk.Exchange{
		Key: key, At: evening, Kind: "text", Text: "外商投资企业如何办理变更备案？", Talk: desk.TalkAsk,
		Outcome: desk.OutcomeAnswer, Item: "abcdefghij", Title: "中华人民共和国外商投资法", Article: "第三十四条",
		Hits:  []desk.Hit{{Passage: "abcdefghij#第三十四条", Confidence: 0.93}},
		Reply: "第三十四条 国家建立外商投资信息报告制度。", Elapsed: 1800 * time.Microsecond,
	}
}

func conversationOf() *desk.Conversation {
	return &desk.Conversation{
		Turn: 1, Choices: []desk.Choice{{Code: "A1", Label: "企业变更", Act: "ask", Arg: "abcdefghij#第三十四条"}},
		Asked: "变更", Answer: "abcdefghij#第三十四条", At: evening,
	}
}

func mustSave(t *testing.T, s *Store, openid string, x *desk.Exchange, c *desk.Conversation) {
	t.Helper()
	if err := s.SaveExchange(context.Background(), openid, x, c); err != nil {
		t.Fatalf("save %q of %q: %v", x.Key, openid, err)
	}
}

func mustLoad(t *testing.T, s *Store, openid, key string) Visit {
	t.Helper()
	v, err := s.Load(context.Background(), openid, key)
	if err != nil {
		t.Fatalf("load %q of %q: %v", key, openid, err)
	}
	return v
}

// numbers are the rows of each table that SaveExchange writes.
func numbers(t *testing.T, s *Store) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, table := range []string{"citizens", "conversations", "exchanges", "daily"} {
		var n int
		if err := s.engine.reader().QueryRowContext(context.Background(), `SELECT COUNT(*) FROM `+table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		out[table] = n
	}
	return out
}
