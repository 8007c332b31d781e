package desk

import (
	"slices"
	"testing"
)

func TestPlaceholdersAreFilledAndMissingOnesNamed(t *testing.T) {
	office := map[string]string{"办公电话": "0532-00000000", "地址": ""}
	for _, c := range []struct {
		body, want string
		missing    []string
	}{
		{"请拨打{{办公电话}}。", "请拨打0532-00000000。", nil},
		{"{{ 办公电话 }}，{{地址}}，{{网址}}", "0532-00000000，{{地址}}，{{网址}}", []string{"地址", "网址"}},
		{"没有占位", "没有占位", nil},
		{"没写完的{{办公电话", "没写完的{{办公电话", nil},
		{"", "", nil},
	} {
		got, missing := Fill(c.body, office)
		if got != c.want || !slices.Equal(missing, c.missing) {
			t.Errorf("Fill(%q) = %q, %v; want %q, %v", c.body, got, missing, c.want, c.missing)
		}
	}
}
