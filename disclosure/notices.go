package disclosure

// NoticeTitle names the notice that the days of a year rest on; empty for years that this program was not built with.
func NoticeTitle(year int) string {
	for _, y := range official {
		if y.year == year {
			return y.title
		}
	}
	return ""
}

// Official is the calendar of the years whose notice this program was built with: 2024 to 2026.
func Official() Calendar {
	var c Calendar
	for _, y := range official {
		n := Notice{Year: y.year, Work: map[Day]bool{}}
		for _, s := range y.off {
			for day := s.from; day <= s.to; day = day.Add(1) {
				n.Work[day] = false
			}
		}
		for _, day := range y.work {
			n.Work[day] = true
		}
		c = c.With(n)
	}
	return c
}

type span struct{ from, to Day }

// official holds the notices 《国务院办公厅关于…年部分节假日安排的通知》. 除夕 2024-02-09 was only encouraged to be free: a working day.
var official = []struct {
	year  int
	title string
	off   []span
	work  []Day
}{
	{
		2024, "国办发明电〔2023〕7号",
		[]span{
			{"2024-01-01", "2024-01-01"}, // 元旦
			{"2024-02-10", "2024-02-17"}, // 春节
			{"2024-04-04", "2024-04-06"}, // 清明节
			{"2024-05-01", "2024-05-05"}, // 劳动节
			{"2024-06-10", "2024-06-10"}, // 端午节
			{"2024-09-15", "2024-09-17"}, // 中秋节
			{"2024-10-01", "2024-10-07"}, // 国庆节
		},
		[]Day{"2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29", "2024-10-12"},
	},
	{
		2025, "国办发明电〔2024〕12号",
		[]span{
			{"2025-01-01", "2025-01-01"},
			{"2025-01-28", "2025-02-04"},
			{"2025-04-04", "2025-04-06"},
			{"2025-05-01", "2025-05-05"},
			{"2025-05-31", "2025-06-02"},
			{"2025-10-01", "2025-10-08"}, // 国庆节 and 中秋节
		},
		[]Day{"2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"},
	},
	{
		2026, "国务院办公厅关于2026年部分节假日安排的通知", // of 2025-11-04
		[]span{
			{"2026-01-01", "2026-01-03"},
			{"2026-02-15", "2026-02-23"},
			{"2026-04-04", "2026-04-06"},
			{"2026-05-01", "2026-05-05"},
			{"2026-06-19", "2026-06-21"},
			{"2026-09-25", "2026-09-27"},
			{"2026-10-01", "2026-10-07"},
		},
		[]Day{"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"},
	},
}
