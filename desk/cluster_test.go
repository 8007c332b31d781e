package desk

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func asked(texts ...string) []Asked {
	out := make([]Asked, len(texts))
	for i, text := range texts {
		out[i] = Asked{Exchange: int64(i + 1), Text: text, At: midday}
	}
	return out
}

func TestQuestionsThatAskAlikeAreOneCluster(t *testing.T) {
	got := Clusters(asked(
		"预付卡余额可以退吗", "加油站审批要多久", "预付卡余额能不能退", "请问预付卡的余额可以退吗？", "成品油零售证在哪办", "？？",
	), 3, midday)
	if len(got) != 3 {
		t.Fatalf("%d clusters: %v, want 3", len(got), got)
	}
	if n := len(got[0].Questions); n != 3 || got[0].Questions[0].Text != "预付卡余额可以退吗" {
		t.Errorf("largest has %d questions, first %q; want 3 about 预付卡", n, got[0].Questions[0].Text)
	}
}

func TestMaskedNumbersMakeNoCluster(t *testing.T) {
	got := Clusters(asked("1381234**** 退卡", "1381234**** 开店要什么手续"), 1, midday)
	if len(got) != 2 {
		t.Errorf("%d clusters, want 2: a number is no likeness", len(got))
	}
}

func TestClusterCountsItsMonths(t *testing.T) {
	qs := asked("预付卡能退吗", "预付卡能退吗", "预付卡能退吗", "预付卡能退吗")
	qs[1].At = time.Date(2026, 8, 31, 23, 59, 0, 0, zone)
	qs[2].At = time.Date(2026, 7, 31, 23, 0, 0, 0, time.UTC) // 1 August in the office
	qs[3].At = time.Date(2025, 9, 30, 0, 0, 0, 0, zone)
	got := Clusters(qs, 3, midday)
	if len(got) != 1 || !slices.Equal(got[0].Months, []int{0, 2, 1}) {
		t.Errorf("got %v, want one cluster of months 0 2 1", got)
	}
}

func TestWordingsOfAClusterAreDistinctAndCommonFirst(t *testing.T) {
	c := Cluster{Questions: asked("卡能退吗", "能退卡吗", "能退卡吗", "退卡")}
	if got, want := c.Wordings(2), []string{"能退卡吗", "卡能退吗"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// BenchmarkClustersOfFiveThousand wants less than a second.
func BenchmarkClustersOfFiveThousand(b *testing.B) {
	questions := distinct(5000)
	for b.Loop() {
		Clusters(questions, 6, midday)
	}
}

// distinct are n questions that share characters and no wording.
func distinct(n int) []Asked {
	var texts []string
	for i := range n {
		texts = append(texts, fmt.Sprintf("%c%c%c%c办理%c%c手续要多久", 0x4e00+i%499, 0x5e00+i%97, 0x6e00+i%31, 0x7e00+i%7, 0x8e00+i%13, 0x9e00+i%5))
	}
	return asked(texts...)
}
