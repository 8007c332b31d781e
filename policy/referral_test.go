package policy

import "testing"

func TestReferralThatCoversMostIsTaken(t *testing.T) {
	directory := NewDirectory([]Referral{
		{Topic: "工资", Words: []string{"工资", "拖欠工资"}, Unless: []string{"汇出"}},
		{Topic: "社保", Words: []string{"社保", "社保卡"}},
	})
	for text, want := range map[string]string{
		"公司拖欠工资怎么办": "工资", "社保卡丢了": "社保", "工资和社保卡": "社保", "老外的工资能汇出吗": "", "外资能投资稀土吗": "", "": "",
	} {
		got, ok := directory.Refer(text)
		if got.Topic != want || ok != (want != "") {
			t.Errorf("%s: got %q, %v, want %q", text, got.Topic, ok, want)
		}
	}
}

func TestCoveredCountsNoByteTwice(t *testing.T) {
	r := Referral{Words: []string{"社保", "社保卡", "保卡"}}
	if got, want := r.Covered("社保卡，社保"), len("社保卡社保"); got != want {
		t.Errorf("got %d, want %d", got, want)
	}
}
