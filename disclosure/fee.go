package disclosure

// FeeByItem is the 信息处理费 按件 in yuan for the n-th applications of one applicant in one calendar month, cumulative
// (国办函〔2020〕109号): 10 free, 20 more at 100 each, then the rate grows by 100 with every 10.
func FeeByItem(n int) int {
	total := 0
	for i := 11; i <= n; i++ {
		if i <= 30 {
			total += 100
			continue
		}
		total += 100 * ((i-31)/10 + 2)
	}
	return total
}

// FeeByPage is the 信息处理费 按量 in yuan for pages of paper, e-mail or copies. An application is charged by item or by page, never both.
func FeeByPage(pages int) int {
	total, below := 0, 0
	for _, tier := range []struct{ upTo, rate int }{{30, 0}, {100, 10}, {200, 20}, {pages, 40}} {
		if upTo := min(pages, tier.upTo); upTo > below {
			total += (upTo - below) * tier.rate
			below = upTo
		}
	}
	return total
}

// PayDays are the working days after receipt of the 收费通知 within which it is paid; else the application lapses.
const PayDays = 20
