package desk

// Office is what the office says of itself, from its settings. Empty fields are simply not said.
type Office struct {
	Name         string // 青岛西海岸新区商务局
	Short        string // 机关简称, used in receipt numbers
	Address      string
	Phone        string
	HoursText    string // office hours in words
	Complaint    string // where to complain or report
	Website      string
	Email        string
	Jurisdiction []string // from province to district
}
