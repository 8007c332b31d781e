package document

import (
	"strings"
	"unicode/utf8"
)

// Harmless is the text of a spreadsheet's or CSV file's cell that keeps the spreadsheet from computing what somebody typed.
func Harmless(cell string) string {
	if first, _ := utf8.DecodeRuneInString(cell); cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + cell
	}
	return cell
}
