package disclosure

import "testing"

func TestCitizenNumbersOfTheStandardAndWrongOnes(t *testing.T) {
	const today = Day("2026-11-02")
	for _, c := range []struct {
		in, want string
		flaw     Flaw
	}{
		{"11010519491231002X", "11010519491231002X", ""},
		{"440308199901101512", "440308199901101512", ""},
		{"370211190103070014", "370211190103070014", ""},
		{"370211190206158027", "370211190206158027", ""},
		{"37021119010101000x", "37021119010101000X", ""},
		{"３７０２１１ 19010101 000ｘ", "37021119010101000X", ""},
		{"370284190302290034", "", FlawBirth},
		{"110105194913310021", "", FlawBirth},
		{"110105194902300020", "", FlawBirth},
		{"370211210001010024", "", FlawBirth},
		{"370211190103070015", "", FlawCheck},
		{"370211190103070041", "", FlawCheck},
		{"000000190103070010", "", FlawArea},
		{"370211010307001", "", FlawOldNumber},
		{"37021119010307001", "", FlawLength},
		{"3702111901030700一4", "", FlawLength},
		{"37021119010307O014", "", FlawForm},
		{"", "", FlawEmpty},
	} {
		if got, flaw := CitizenNumber(c.in, today); got != c.want || flaw != c.flaw {
			t.Errorf("CitizenNumber(%q) = %q, %q, want %q, %q", c.in, got, flaw, c.want, c.flaw)
		}
	}
}

func TestCreditCodesOfTheStandardAndWrongOnes(t *testing.T) {
	for _, c := range []struct {
		in, want string
		inner    bool
		flaw     Flaw
	}{
		{"91350100M000100Y43", "91350100M000100Y43", true, ""},
		{"92370211MA3ABCD23A", "92370211MA3ABCD23A", true, ""},
		{"52370200MJE000013L", "52370200MJE000013L", true, ""},
		{"31370000MD0000016P", "31370000MD0000016P", true, ""},
		{"1137021100500000XX", "1137021100500000XX", true, ""},
		{"91350100m000100y43", "91350100M000100Y43", true, ""},
		{"92370211MA3ABCD24D", "92370211MA3ABCD24D", false, ""},
		{"91350100M000100Y34", "", false, FlawCheck},
		{"91350100M000100Y44", "", false, FlawCheck},
		{"91350100M0O0100Y43", "", false, FlawForm},
		{"91350100M000100Y4", "", false, FlawLength},
		{"", "", false, FlawEmpty},
	} {
		got, inner, flaw := CreditCode(c.in)
		if got != c.want || inner != c.inner || flaw != c.flaw {
			t.Errorf("CreditCode(%q) = %q, %v, %q, want %q, %v, %q", c.in, got, inner, flaw, c.want, c.inner, c.flaw)
		}
	}
}

func TestFieldsAreTakenAsPeopleWriteThem(t *testing.T) {
	const today = Day("2026-11-02")
	for _, c := range []struct {
		field Field
		in    string
		want  string
		flaw  Flaw
	}{
		{FieldName, "买买提·阿不都热合曼", "买买提·阿不都热合曼", ""},
		{FieldName, "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine Sr. of Philadelphia and Hamburg", "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine Sr. of Philadelphia and Hamburg", ""},
		{FieldName, "张", "", FlawLength},
		{FieldPhone, " 138 0000 0000 ", "13800000000", ""},
		{FieldPhone, "１３８００００００００", "13800000000", ""},
		{FieldPhone, "0532-86000000", "0532-86000000", ""},
		{FieldPhone, "0532-86000000转8012", "0532-86000000-8012", ""},
		{FieldPhone, "（0532）86000000", "0532-86000000", ""},
		{FieldPhone, "(0532)86000000", "0532-86000000", ""},
		{FieldPhone, "+82 10-1234-5678", "+8210-1234-5678", ""},
		{FieldPhone, "12345", "", FlawForm},
		{FieldEmail, "a.b@example.com", "a.b@example.com", ""},
		{FieldEmail, "a＠example.com", "a@example.com", ""},
		{FieldEmail, "a@example", "", FlawForm},
		{FieldPostcode, "266555", "266555", ""},
		{FieldPostcode, "26655", "", FlawForm},
		{FieldWhat, "发票", "", FlawLength},
		{FieldType, "company", "company", ""},
		{FieldType, "robot", "", FlawChoice},
	} {
		var a Application
		flaw := a.Set(c.field, c.in, today)
		got := map[Field]string{
			FieldName: a.Name, FieldPhone: a.Phone, FieldEmail: a.Email, FieldPostcode: a.Postcode, FieldWhat: a.What, FieldType: string(a.Type),
		}[c.field]
		if got != c.want || flaw != c.flaw {
			t.Errorf("%s %q = %q, %q, want %q, %q", c.field, c.in, got, flaw, c.want, c.flaw)
		}
	}
}

func TestApplicationIsWholeOnlyWithWhatItsKindNeeds(t *testing.T) {
	whole := Application{
		Type: Person, Name: "测试人", IDKind: IDCard, IDNumber: "370211190103070014", IDFile: 1, Phone: "13800000000",
		What: "2025年家电补贴的发放名单", Delivery: DeliverOnline, Carrier: CarrierFile,
	}
	if wrong := whole.Check(); len(wrong) != 0 {
		t.Fatalf("a whole application: %v", wrong)
	}
	for name, c := range map[string]struct {
		change func(*Application)
		want   Invalid
	}{
		"no contact":           {func(a *Application) { a.Phone = "" }, Invalid{FieldPhone, FlawEmpty}},
		"post without address": {func(a *Application) { a.Delivery, a.Carrier, a.Postcode = DeliverPost, CarrierPaper, "266555" }, Invalid{FieldAddress, FlawEmpty}},
		"paper online":         {func(a *Application) { a.Carrier = CarrierPaper }, Invalid{FieldCarrier, FlawMismatch}},
		"half an agent":        {func(a *Application) { a.Agent.Name = "某律师" }, Invalid{FieldAgent, FlawPartial}},
		"company with ID card": {func(a *Application) { a.Type, a.Representative, a.Contact = Company, "甲某", "乙某" }, Invalid{FieldIDKind, FlawMismatch}},
		"company, no contact": {func(a *Application) {
			a.Type, a.IDKind, a.IDNumber, a.Representative = Company, IDCredit, "91350100M000100Y43", "甲某"
		}, Invalid{FieldContact, FlawEmpty}},
		"no identity document": {func(a *Application) { a.IDFile = 0 }, Invalid{FieldIDFile, FlawEmpty}},
	} {
		a := whole
		c.change(&a)
		if wrong := a.Check(); len(wrong) != 1 || wrong[0] != c.want {
			t.Errorf("%s: %v, want %v", name, wrong, c.want)
		}
	}
}
