package admin

type selfPage struct{ frame }

func self(v *visit) error { return v.show("self", selfPage{v.frame()}) }
