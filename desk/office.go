package desk

// Office is what the office says of itself, from its settings. Empty fields are simply not said.
type Office struct {
	Name          string // 青岛西海岸新区商务局
	Short         string // 机关简称, used in receipt numbers
	Account       string // name of the official account; empty: Name
	Address       string
	Postcode      string
	Hours         string // office hours in words
	Phone         string
	Fax           string
	Email         string
	Website       string
	Complaint     string            // 监督投诉: where to complain or report
	Disclosure    string            // 政府信息公开工作机构; empty: Name
	ReviewChannel string            // 行政复议: where and how
	Jurisdiction  []string          // from province to district
	Titles        map[string]string // of official papers by their kind, where the office calls them otherwise
}
