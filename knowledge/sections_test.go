package knowledge

import (
	"strings"
	"testing"

	"shangda/desk"
	"shangda/policy"
)

func TestEveryTopicOfTheStarterBelongsToASection(t *testing.T) {
	rules, err := Sections()
	if err != nil {
		t.Fatal(err)
	}
	items, err := Starter()
	if err != nil {
		t.Fatal(err)
	}
	for i := range items {
		var topic string
		switch it := &items[i]; it.Kind {
		case policy.KindQA:
			topic = it.QA.Topic
		case policy.KindGuide:
			topic = it.Guide.Topic
		case policy.KindDocument:
			topic = it.Document.Topic
		}
		if topic != "" && desk.Suggest(rules, "", topic) == "" {
			t.Errorf("%s: topic %s is no section's", items[i].Title(), topic)
		}
	}
}

func TestSectionsThatContradictEachOtherAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"- {section: 甲, topics: [外贸]}\n- {section: 乙, topics: [外贸]}": "外贸",
		"- {section: 甲}\n- {section: 甲}":                             "甲",
		"- {section: 甲, words: [卡, 卡]}":                              "卡",
		"- {topics: [外贸]}":                                           "section is empty",
		"- {section: 甲, owner: 乙}":                                   "owner",
	} {
		if rules, err := ReadSections(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, %v; want an error with %q", text, rules, err, want)
		}
	}
}
