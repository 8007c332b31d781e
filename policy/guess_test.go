package policy

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const notice = `# 某某区商务局文件

某商务规〔2024〕5号

某某区商务局 某某区财政局关于印发

《某某区单用途商业预付卡管理办法（试行）》的通知

各镇（街道）人民政府，各有关单位：

现将《某某区单用途商业预付卡管理办法（试行）》印发给你们，请认真遵照执行。

某某区商务局

2024年11月28日

某某区单用途商业预付卡管理办法（试行）

第一条　为规范管理，根据《单用途商业预付卡管理办法（试行）》，制定本办法。

第二条　本办法自2025年1月1日起施行，有效期至2027年12月31日。《某某区预付卡管理暂行规定》（某商务〔2019〕3号）同时废止。
`

func TestANoticeTellsWhatItIs(t *testing.T) {
	want := Document{
		Title: "某某区商务局某某区财政局关于印发《某某区单用途商业预付卡管理办法（试行）》的通知",
		DocNo: "某商务规〔2024〕5号", Issuer: "某某区商务局、某某区财政局", Published: "2024-11-28", Effective: "2025-01-01", Repealed: "2028-01-01",
		Supersedes: []string{"某某区预付卡管理暂行规定"},
	}
	if diff := cmp.Diff(want, Guess(notice)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestWordsOfATextGiveItsDates(t *testing.T) {
	const head = "# 某某区商务局关于某事的通知\n\n各单位：\n\n"
	for in, want := range map[string]Document{
		"本通知自印发之日起施行，有效期5年。\n\n某某区商务局\n\n二〇二四年十二月三十一日": {Issuer: "某某区商务局", Published: "2024-12-31", Effective: "2024-12-31", Repealed: "2029-12-31"},
		"自2025年3月1日起施行，有效期二年。":                         {Issuer: "某某区商务局", Effective: "2025-03-01", Repealed: "2027-03-01"},
		"请于2024年13月40日前报送。":                            {Issuer: "某某区商务局"},
		"依照《甲办法》办理。《乙办法》和《丙规定》同时废止。":                   {Issuer: "某某区商务局", Supersedes: []string{"乙办法", "丙规定"}},
	} {
		want.Title = "某某区商务局关于某事的通知"
		if diff := cmp.Diff(want, Guess(head+in)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", in, diff)
		}
	}
	if got := Guess("甲\n\n乙丙。\n"); got.Title != "" || got.Issuer != "" {
		t.Errorf("a text without any of it: got %+v", got)
	}
}

// TestGuessesAgainstTheCorpus takes the front matter off. A guess counts against what the text itself still tells: of many
// laws the corpus has the text as amended and the history without the last amendment.
func TestGuessesAgainstTheCorpus(t *testing.T) {
	texts, docs := corpus(t)
	type figure struct{ right, wrong, missed, untold int }
	figures := map[string]*figure{}
	for file, text := range texts {
		_, body, _ := strings.Cut(text, "\n---\n")
		got, want := Guess(body), docs[file]
		for field, pair := range map[string][2]string{
			"title": {got.Title, want.Title}, "doc_no": {got.DocNo, want.DocNo}, "issuer": {got.Issuer, want.Issuer},
			"published": {string(got.Published), string(want.Published)}, "effective": {string(got.Effective), string(want.Effective)},
		} {
			f := figures[field]
			if f == nil {
				f = &figure{}
				figures[field] = f
			}
			switch {
			case !tells(body, pair[1]):
				f.untold++
			case pair[0] == pair[1]:
				f.right++
			case pair[0] == "":
				f.missed++
			default:
				f.wrong++
				t.Logf("%s %s: got %q want %q", file, field, pair[0], pair[1])
			}
		}
	}
	for field, most := range map[string]figure{
		"title": {right: 147}, "doc_no": {right: 26, wrong: 1}, "issuer": {right: 79, wrong: 4, missed: 25},
		"published": {right: 71}, "effective": {right: 87, missed: 12},
	} {
		f := figures[field]
		t.Logf("%-10s right %d, wrong %d, missed %d, untold %d", field, f.right, f.wrong, f.missed, f.untold)
		if f.right < most.right || f.wrong > most.wrong || f.missed > most.missed {
			t.Errorf("%s: right %d, wrong %d, missed %d; was %d, %d, %d", field, f.right, f.wrong, f.missed, most.right, most.wrong, most.missed)
		}
	}
}

// tells says whether a text contains a fact, a date in any of its forms.
func tells(body, fact string) bool {
	if !regexp.MustCompile(`^\d{4}-\d\d-\d\d$`).MatchString(fact) {
		return fact != "" && strings.Contains(squeeze(body), squeeze(fact))
	}
	return slices.ContainsFunc(anyDate.FindAllString(body, -1), func(s string) bool { return string(dateIn(s)) == fact })
}
