package desk

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func wantMask(t *testing.T, in, want string) {
	t.Helper()
	if got := Mask(in); got != want {
		t.Errorf("Mask(%q) = %q, want %q", in, got, want)
	}
}

// All numbers are synthetic: the birthdays lie before 1904.
func TestIdentityNumbersAreMasked(t *testing.T) {
	for in, want := range map[string]string{
		"11010519491231002X": "1101**********002X",
		"37021119010101000x": "3702**********000x",
		"370211190103070014": "3702**********0014",
		"370284190302290034": "3702**********0034", // no such day
		"110105194913310021": "1101**********0021", // no such month
		"000000190103070010": "0000**********0010", // no such province
		"370211010307001":    "3702********001",
		"３７０２１１１９０１０３０７００１４": "３７０２**********００１４",
		"３７０２１１１９０１０１０１０００Ｘ": "３７０２**********０００Ｘ",
		"370211 19010307 0014":                "****** ******** 0014",
		"370211-1901-0307-0014":               "******-****-****-0014",
		"370211 19010101 000X":                "****** ******** 000X",
		"370211 19010101 000 X":               "****** ******** 000 X",
		"37 02 11 19 01 03 07 00 14":          "37 02 ** ** ** ** ** 00 14",
		"3 7 0 2 1 1 1 9 0 1 0 3 0 7 0 0 1 4": "3 7 0 2 * * * * * * * * * * 0 0 1 4",
		"370211 010307 001":                   "****** ****** 001",
		"我叫张三，身份证370211190103070014，想申请":      "我叫张三，身份证3702**********0014，想申请",
		"ID:37021119010307001413812345678":    "ID:3702*********************5678",
		"370211\u200b19010307\u200b0014":      "******\u200b********\u200b0014",
	} {
		wantMask(t, in, want)
	}
}

func TestPhoneNumbersAreMasked(t *testing.T) {
	for in, want := range map[string]string{
		"13812345678":           "138****5678",
		"电话13812345678。":        "电话138****5678。",
		"138 1234 5678":         "138 **** 5678",
		"138-1234-5678":         "138-****-5678",
		"138.1234.5678":         "138.****.5678",
		"138-12345678":          "138-****5678",
		"1381234-5678":          "138****-5678",
		"13812-345678":          "*****-******",
		"138 12 34 56 78":       "138 ** ** 56 78",
		"138-1234-56-78":        "138-****-56-78",
		"１３８１２３４５６７８":           "１３８****５６７８",
		"1 3 8 1 2 3 4 5 6 7 8": "1 3 8 * * * * 5 6 7 8",
		"8613812345678":         "861******5678",
		"+8613812345678":        "+861******5678",
		"008613812345678":       "008********5678",
		"+86 138 1234 5678":     "+86 138 **** 5678",
		"+86-13812345678":       "+86-138****5678",
		"+86138 1234 5678":      "+***** **** 5678",
		"0532-86988888":         "0532-******88",
		"(0532)86988888":        "(0532)******88",
		"（0532）8698 8888":       "（0532）**** ****",
		"0532 8698 8888":        "0532 **** ****",
		"053286988888":          "053*******88",
		"010-12345678":          "010-******78",
		"0543-1234567":          "0543-*****67",
		"+86 532 86988888":      "+86 532 ****8888",
		"0532-86988888-8012":    "0532-******88-8012",
		"1、13812345678":         "1、138****5678",
		"2.13812345678":         "2.138****5678",
		"微信同号a13812345678b":     "微信同号a138****5678b",
	} {
		wantMask(t, in, want)
	}
}

func TestBankCardsAndLongerRunsAreMasked(t *testing.T) {
	for in, want := range map[string]string{
		"6222021234567890":        "6222********7890",
		"6222021234567890123":     "6222***********0123",
		"6222 8212 3456 7890":     "6222 **** **** 7890",
		"6222 8212 3456 7890 123": "6222 **** **** **** 123",
		"622202 1234567890123":    "****** *********0123",
		"12345678901234567890123": "1234***************0123",
	} {
		wantMask(t, in, want)
	}
}

func TestNumbersSideBySideAreAllMasked(t *testing.T) {
	for in, want := range map[string]string{
		"13812345678 13912345678":               "138****5678 139****5678",
		"13812345678、13912345678":               "138****5678、139****5678",
		"138 1234 5678 139 1234 5678":           "138 **** 5678 139 **** 5678",
		"1381234567813912345678":                "1381**************5678",
		"37021119010101000X13812345678":         "3702**********000X138****5678",
		"370211190103070014 138 1234 5678":      "3702**********0014 138 **** 5678",
		"2026-11-22 13812345678 2026":           "2026-11-22 138****5678 2026",
		"13812345678-6222021234567890":          "138****5678-6222********7890",
		"张三 370211 19010307 0014 0532-86988888": "张三 ****** ******** 0014 0532-******88",
	} {
		wantMask(t, in, want)
	}
}

func TestWhatIsNobodysStays(t *testing.T) {
	for _, s := range []string{
		"", "你好", "商务部令2019年第2号", "2019-05-15起施行，2024-11-01废止，2026-01-04上班", "2019 2020 2021 2022 年的数据",
		"1999-12-31 100万元", "投资12000000元，注册资本1,000,000,000.00元", "国办发明电〔2023〕7号、国办公开办函〔2015〕207号",
		"项目代码2405-370211-04-01-123456", "12345热线，4001234567", "800-820-8820", "192.168.10.123", "2024.05.06 2025.05.06 2026.05.06",
		"2023—2025年，2019-2020，2021-2022", "第33条第2款，1.5亿，3.14159265", "编号20240506123000",
		"91350100M000100Y43", "92370211MA3ABCD23A", "52370200MJE000013L", "31370000MD0000016P", "1137021100500000XX", "91350100m000100y43",
		"企业代码91350100M0O0100Y43", "91370200163562681G", "注册号370211228012345",
	} {
		wantMask(t, s, s)
	}
}

func TestCompanyCodeOfDigitsStaysUnlessItCouldBeAPersons(t *testing.T) {
	wantMask(t, "代码913702117180100057", "代码913702117180100057")
	wantMask(t, "代码913702117180100058", "代码9137**********0058") // wrong check character
	wantMask(t, "513702190103070229", "5137**********0229")     // right ones, but also a birthday
}

func TestTextWithoutNumbersIsNotCopied(t *testing.T) {
	for _, s := range []string{
		"外商投资企业设立需要哪些材料？", "商务部令2019年第2号什么时候施行，2024年的负面清单有哪些变化",
		"2019-05-15起施行，2024-11-01废止，2026-01-04上班",
	} {
		if n := testing.AllocsPerRun(100, func() { Mask(s) }); n != 0 {
			t.Errorf("Mask(%q) allocates %v times, want 0", s, n)
		}
	}
}

// number draws a personal number in one of the ways people write it.
func number() *rapid.Generator[string] {
	digits := func(t *rapid.T, n int) string {
		return rapid.StringOfN(rapid.RuneFrom([]rune("0123456789")), n, n, n).Draw(t, "digits")
	}
	pick := func(t *rapid.T, from ...string) string { return rapid.SampledFrom(from).Draw(t, "pick") }
	return rapid.Custom(func(t *rapid.T) string {
		sep := pick(t, "", "", " ", "-", "\u3000", " - ", "－")
		var s string
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 0:
			s = pick(t, "370211", "110105", "440308") + sep + pick(t, "1901", "1903") + pick(t, "0307", "1231") + sep + digits(t, 3) + pick(t, "0", "7", "X", "x")
		case 1:
			s = pick(t, "", "", "+86 ", "86-", "+86", "0086 ") + pick(t, "138", "199", "150") + sep + digits(t, 4) + sep + digits(t, 4)
		case 2:
			s = pick(t, "0532", "010", "(0532)", "021") + sep + digits(t, 4) + sep + digits(t, 4)
		case 3:
			s = pick(t, "6222", "4512", "5187") + sep + digits(t, 4) + sep + digits(t, 4) + sep + digits(t, 4) + pick(t, "", sep+digits(t, 3))
		default:
			s = "370211" + sep + "010307" + sep + digits(t, 3)
		}
		if rapid.Bool().Draw(t, "wide") {
			s = strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return r + '０' - '0'
				}
				return r
			}, s)
		}
		return s
	})
}

func TestNumberIsMaskedWhateverStandsAroundIt(t *testing.T) {
	around := rapid.OneOf(
		rapid.Just(""),
		rapid.SampledFrom([]string{"，", "电话", "\n", "2024-05-06 ", " 100 ", "第2号", "a", "Tel:", "X", "＋", "/", "138 ", " 2019", "（", "0532-"}),
		number(), rapid.Map(number(), func(s string) string { return s + " " }), rapid.Map(number(), func(s string) string { return "，" + s }),
	)
	rapid.Check(t, func(t *rapid.T) {
		before, n, after := around.Draw(t, "before"), number().Draw(t, "number"), around.Draw(t, "after")
		if touches(before, n) || touches(n, after) {
			before, after = before+"、", "、"+after // where two numbers touch, nobody can say where one ends
		}
		got := []rune(Mask(before + n + after))
		start := utf8.RuneCountInString(before)
		part := string(got[start : start+utf8.RuneCountInString(n)])
		if hidden, seen := strings.Count(part, "*"), digitsIn(part); hidden < 4 || seen > 11 {
			t.Fatalf("Mask(%q) = %q: of %q %d digits are hidden and %d to be seen", before+n+after, string(got), n, hidden, seen)
		}
	})
}

func touches(a, b string) bool {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	return digitsIn(string(last)) > 0 && digitsIn(string(first)) > 0
}

// checkMask holds for every text.
func checkMask(t interface {
	Helper()
	Fatalf(string, ...any)
}, s string,
) {
	t.Helper()
	got := Mask(s)
	if again := Mask(got); again != got {
		t.Fatalf("Mask(%q) = %q, masked again %q", s, got, again)
	}
	if !utf8.ValidString(s) {
		return
	}
	in, out := []rune(s), []rune(got)
	if len(in) != len(out) {
		t.Fatalf("Mask(%q) = %q: %d characters became %d", s, got, len(in), len(out))
	}
	run := 0
	for i, c := range out {
		if c != in[i] && (c != '*' || digitsIn(string(in[i])) != 1) {
			t.Fatalf("Mask(%q) = %q: character %d is changed", s, got, i)
		}
		if run = run + 1; digitsIn(string(c)) == 0 {
			run = 0
		}
		if run > 18 {
			t.Fatalf("Mask(%q) = %q: %d digits in a row", s, got, run)
		}
	}
}

func TestMaskingTwiceChangesNothing(t *testing.T) {
	alphabet := []rune("0123456789013861370211190103 -.*(（０３８１Xx+号a")
	rapid.Check(t, func(t *rapid.T) {
		checkMask(t, rapid.StringOfN(rapid.RuneFrom(alphabet), 0, 60, -1).Draw(t, "text"))
	})
	rapid.Check(t, func(t *rapid.T) {
		checkMask(t, strings.Join(rapid.SliceOfN(rapid.OneOf(number(), rapid.SampledFrom([]string{" ", "、", "*", "8", "****"})), 0, 5).Draw(t, "parts"), ""))
	})
}

func FuzzMask(f *testing.F) {
	for _, s := range []string{
		"我的身份证370211190103070014，电话138-1234-5678", "37021119010101000X13812345678", "（0532）8698 8888", "91350100M000100Y43",
		"６２２２ 0212 3456 7890 123", "+86 138****5678 \xef\xbc", "370211 19010101 000 X",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkMask(t, s) })
}

func BenchmarkMask(b *testing.B) {
	for name, s := range map[string]string{
		"without": "商务部令2019年第2号什么时候施行，2024年的负面清单有哪些变化",
		"dates":   "2019-05-15起施行，2024-11-01废止，2026-01-04上班",
		"numbers": "我叫张三，身份证370211190103070014，电话138-1234-5678，想申请公开",
		"lists":   strings.Repeat("1 2 3 4 5 6 7 8 9 0 ", 100),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Mask(s)
			}
		})
	}
}
