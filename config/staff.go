package config

import "net/netip"

// Staff is who may use the staff pages, and how.
type Staff struct {
	URL         string   // how staff reach their pages, without /admin/ at the end; unless set, public_url or the address of admin_listen
	ThreeAdmins bool     // 三员分立: the 系统管理员 creates accounts, the 安全管理员 gives roles; else one person does both
	Networks    []string // from where staff may come; empty: from everywhere
}

func (s *Staff) check(wrong *Mistakes) {
	web(wrong, "staff.url", &s.URL)
	for _, n := range s.Networks {
		if _, err := prefix(n); err != nil {
			wrong.add("staff.networks", "%q is neither an address nor a network such as 10.0.0.0/8", n)
		}
	}
}

// Prefixes are the networks as netip has them; one address is a network of itself.
func (s *Staff) Prefixes() []netip.Prefix {
	var out []netip.Prefix
	for _, n := range s.Networks {
		if p, err := prefix(n); err == nil { // checked when the settings were read
			out = append(out, p)
		}
	}
	return out
}

func prefix(text string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()), nil
	}
	return netip.ParsePrefix(text)
}
