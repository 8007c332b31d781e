package desk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shangda/needs"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// found is each finding as kind and text.
func found(s string) []string {
	var out []string
	for _, f := range Scan(s) {
		out = append(out, string(f.Kind)+" "+s[f.From:f.To])
	}
	return out
}

func TestScanFindsNumbersAndMarks(t *testing.T) {
	for in, want := range map[string][]string{
		"联系人张某，身份证11010519491231002X，手机138-1234-5678。": {"identity 11010519491231002X", "mobile 138-1234-5678"},
		"３７０２１１ １９０１０１０１ ０００ Ｘ":                        {"identity ３７０２１１ １９０１０１０１ ０００ Ｘ"},
		"开户行某某银行，账号6222021234567890123":                {"account 6222021234567890123"},
		"咨询电话0532-12345678，邮编266000，12345热线":           nil,
		"机密★10年\n某某局文件":                                {"secret 机密★"},
		"秘密★启用前":                                       {"secret 秘密★"},
		"机 密\n关于某事的报告":                                 {"secret 机 密"},
		"某某局文件\n（秘密）\n关于某事的报告":                         {"secret 秘密"},
		"密级：秘密 保密期限：长期":                                {"secret 密级：秘密"},
		"机密_2024年计划.docx":                              {"secret 机密"},
		"2024年计划 秘密.docx":                              {"secret 秘密"},
		"不得泄露国家秘密、商业秘密和个人隐私。":                          nil,
		"国家秘密的密级分为绝密、机密、秘密三级。":                         nil,
		"商业秘密保护指南.docx":                                nil,
		"内部资料，注意保存":                                    {"internal 内部资料"},
		"本表仅供内部使用。":                                    {"internal 仅供内部使用"},
		"【内部】\n会议纪要":                                   {"internal 内部"},
		"此材料严禁外传":                                      {"internal 严禁外传"},
		"企业应当建立内部管理制度和内部文件管理办法。":                       nil,
		"机密★\n（征求意见稿）\n某某条例（草案）":                       {"secret 机密★", "unissued 征求意见稿", "unissued 草案"},
		"（此件依申请公开）":                                    {"withheld 此件依申请公开"},
		"（此件主动公开）":                                     nil,
		"信息公开选项：不予公开":                                  {"withheld 信息公开选项：不予公开"},
		"某某管理办法（征求意见稿）":                                {"unissued 征求意见稿"},
		"某某条例（修订草案征求意见稿）":                              {"unissued 修订草案征求意见稿"},
		"某某条例（草案）":                                     {"unissued 草案"},
		"某某办法\n公开征求意见稿":                                {"unissued 征求意见稿"},
		"制定机关应当将草案及其说明向社会公布，征求意见。":                     nil,
		"已掩盖的号码138****5678和1101**********002X":         nil,
		"": nil,
	} {
		if diff := cmp.Diff(want, found(in)); diff != "" {
			t.Errorf("Scan(%q) (-want +got)\n%s", in, diff)
		}
	}
}

func TestOverlappingNumbersAreOneOfTheGravestKind(t *testing.T) {
	got := Numbers("0086 138 1234 5678，370211 19010307 0014 13812345678，0532 12345678")
	want := []NumberAt{{NumberMobile, 0, 18}, {NumberIdentity, 21, 41}, {NumberMobile, 42, 53}, {NumberLandline, 56, 69}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestNumbersAreWhatMaskHides holds the two readings of one recogniser together on any text.
func TestNumbersAreWhatMaskHides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`([0-9０-９Xx \-（+*]|电话|86|138|0532|370211|1901){0,60}`).Draw(t, "text")
		at, masked := Numbers(s), Mask(s)
		if (len(at) == 0) != (masked == s) {
			t.Fatalf("Numbers(%q) = %v, Mask gives %q", s, at, masked)
		}
		for _, n := range at {
			if strings.Contains(masked, s[n.From:n.To]) {
				t.Fatalf("the number %q stands in %q, masked %q", s[n.From:n.To], s, masked)
			}
		}
	})
}

// TestPublishedLawsRaiseHardlyAFinding: a check that cries at every law would be clicked away.
func TestPublishedLawsRaiseHardlyAFinding(t *testing.T) {
	files := needs.Shared(t, "corpus/docs/*.md")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, text, _ := strings.Cut(string(data), "\n---\n")
		for _, f := range found(text) {
			t.Errorf("%s: %s", filepath.Base(file), f)
		}
	}
}
