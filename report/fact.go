package report

import "slices"

// Code is what a line of the monthly sheet counts. Stored: never rename.
type Code struct {
	Code  string
	Label string
	Unit  string
	Stock bool // the state at the end of the month: a year takes its latest, never the sum
	Money bool // kept in 分
}

// codes are all lines of the monthly sheet, in its order.
var codes = []Code{
	{"press", "参加或举办新闻发布会", "次", false, false},
	{"press.head", "其中：主要负责同志参加新闻发布会", "次", false, false},
	{"interview", "政府网站在线访谈", "次", false, false},
	{"interview.head", "其中：主要负责同志参加在线访谈", "次", false, false},
	{"meeting", "召开政府信息公开工作会议或专题会议", "次", false, false},
	{"training", "举办各类培训班", "次", false, false},
	{"trainee", "接受培训人员", "人次", false, false},
	{"library.paper", "向查阅场所报送纸质文件", "条", false, false},
	{"library.file", "向查阅场所报送电子文件", "条", false, false},
	{"complaint.upheld", "举报投诉：维持具体行政行为", "件", false, false},
	{"complaint.corrected", "举报投诉：纠错", "件", false, false},
	{"complaint.other", "举报投诉：其他情形", "件", false, false},
	{"site.department", "部门网站或专栏", "个", true, false},
	{"site.town", "镇、街道网站或专栏", "个", true, false},
	{"agency", "政府信息公开工作专门机构", "个", true, false},
	{"reading_room", "政府信息公开查阅点", "个", true, false},
	{"staff.full", "专职人员", "人", true, false},
	{"staff.part", "兼职人员", "人", true, false},
	{"fund", "政府信息公开专项经费", "万元", false, true},
	{"rule.made", "规章：制发", "件", false, false},
	{"rule.repealed", "规章：废止", "件", false, false},
	{"rule.in_force", "规章：现行有效", "件", true, false},
	{"normative.made", "行政规范性文件：制发", "件", false, false},
	{"normative.repealed", "行政规范性文件：废止", "件", false, false},
	{"normative.in_force", "行政规范性文件：现行有效", "件", true, false},
	{"permit", "行政许可处理决定", "件", false, false},
	{"penalty", "行政处罚处理决定", "件", false, false},
	{"coercion", "行政强制处理决定", "件", false, false},
	{"fee", "行政事业性收费", "万元", false, true},
}

// Codes are all lines of the monthly sheet, in its order.
func Codes() []Code { return slices.Clone(codes) }

func stock(code string) bool {
	return slices.ContainsFunc(codes, func(c Code) bool { return c.Code == code && c.Stock })
}
