package bot

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestGistOfALongMessageIsWhatItAsks(t *testing.T) {
	const rage = "我跟你们说，这件事我跑了五六趟，每次都让我回去等，门口排队的人一大堆，天又热。上个月来说材料不对，这个月又换了个人说没听过！"
	long := strings.Repeat(rage, 20)
	for said, want := range map[string]string{
		"政府信息公开申请多久答复":                       "政府信息公开申请多久答复",
		long + "外资公司换了股东要不要报告？" + long:       "外资公司换了股东要不要报告？",
		long + "我们是做预付卡的美容院。要多久？" + rage:     "我们是做预付卡的美容院。要多久？",
		rage + long + "凭什么！你们到底管不管？外资能开幼儿园吗": "外资能开幼儿园吗",
		long + "说什么的都有，网上哪里都查不到。外资能开幼儿园吗":    "外资能开幼儿园吗",
		long + "我开了个小店，跟房东吵过，跑了两趟都没找到人，排队排了一上午，后来听人说预付卡要备案，那发卡企业多久内备案": "后来听人说预付卡要备案，那发卡企业多久内备案",
	} {
		if got := gist(said); got != want {
			t.Errorf("%.40s…: got %q, want %q", said, got, want)
		}
	}
	if got := gist(long); got != long {
		t.Errorf("a text that asks nothing: got %d bytes, want all %d", len(got), len(long))
	}
}

func TestRantWithOneQuestionIsAnswered(t *testing.T) {
	h := newHouse(t)
	rant := strings.Repeat("我真的是受够了，跑来跑去没有一个人说得清楚，朋友说要去商务局登记，会计说不用，网上说法也不一样。", 40)
	if n := utf8.RuneCountInString(rant); n < 1800 {
		t.Fatalf("only %d characters", n)
	}
	contains(t, h.say(rant+"政府信息公开申请多久答复？"+"唉，说多了都是泪。"), "20个工作日")
}

func TestSeveralQuestionsAreAnsweredOneAfterTheOther(t *testing.T) {
	h := newHouse(t)
	got := h.say("外资能投资稀土开采吗？政府信息公开申请多久答复？")
	contains(t, got, "1. 外资能投资稀土开采吗", "2024年版", "2. 政府信息公开申请多久答复", "20个工作日", "第1问看详细", "第2问看详细")
	if len(got) > limit {
		t.Errorf("%d bytes, want at most %d", len(got), limit)
	}
	contains(t, h.say("社保在哪交？政府信息公开申请多久答复？"), "12333", "20个工作日")
}

func TestFollowingSentenceOfOneQuestionIsNoSecondQuestion(t *testing.T) {
	h := newHouse(t)
	for _, said := range []string{"政府信息公开申请多久答复？多久？", "政府信息公开申请多久答复？政府信息公开申请多久答复呢？", "我想问一下。外资能投资稀土开采吗？"} {
		if got := h.say(said); strings.Contains(got, "第2问") {
			t.Errorf("%s: got %q, want one answer", said, got)
		}
	}
}
