package desk

import "testing"

func TestSectionIsSuggestedByWordsThenTopic(t *testing.T) {
	rules := []SectionRule{
		{Section: "外资管理科", Topics: []string{"外商投资"}, Words: []string{"外资", "外商"}},
		{Section: "商贸流通科", Topics: []string{"国内贸易与流通"}, Words: []string{"预付卡", "二手车"}},
	}
	for _, c := range []struct{ question, topic, want string }{
		{"预付卡能退吗", "外商投资", "商贸流通科"},
		{"外资企业发预付卡", "", "商贸流通科"}, // the longer word
		{"能退吗", "外商投资", "外资管理科"},
		{"能退吗", "没有的", ""},
		{"能退吗", "", ""},
	} {
		if got := Suggest(rules, c.question, c.topic); got != c.want {
			t.Errorf("Suggest(%q, %q) = %q, want %q", c.question, c.topic, got, c.want)
		}
	}
}
