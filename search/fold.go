package search

// Fold brings different spellings of a text together as the index does: full-width forms, capitals, traditional
// characters. Fixed words compare against it.
func Fold(s string) string { return normalize(s) }
