package disclosure

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// ApplicantType is a column of the yearly table. Stored: never rename.
type ApplicantType string

const (
	Person    ApplicantType = "person"   // 自然人
	Company   ApplicantType = "company"  // 商业企业
	Research  ApplicantType = "research" // 科研机构
	Charity   ApplicantType = "charity"  // 社会公益组织
	LawFirm   ApplicantType = "law_firm" // 法律服务机构
	OtherBody ApplicantType = "other"    // 其他
)

// ApplicantTypes are all types in the order of the table.
func ApplicantTypes() []ApplicantType {
	return []ApplicantType{Person, Company, Research, Charity, LawFirm, OtherBody}
}

// Document types that prove an identity (证件类型). Stored: never rename.
const (
	IDCard      = "id_card"      // 居民身份证
	IDPassport  = "passport"     // 护照
	IDHongKong  = "hk_mo_permit" // 港澳居民来往内地通行证
	IDTaiwan    = "tw_permit"    // 台湾居民来往大陆通行证
	IDResident  = "residence"    // 外国人永久居留身份证, 港澳台居民居住证
	IDOfficer   = "officer"      // 军官证
	IDCredit    = "credit_code"  // 统一社会信用代码
	IDOtherBody = "other_body"   // 登记证书 of an organisation without a credit code
)

// Delivery is how the information is to reach the applicant (获取信息的方式). Stored: never rename.
type Delivery string

const (
	DeliverPost    Delivery = "post"    // 邮寄
	DeliverMail    Delivery = "email"   // 电子邮件
	DeliverOnline  Delivery = "online"  // 网上（微信）获取
	DeliverPickup  Delivery = "pickup"  // 自行领取
	DeliverInspect Delivery = "inspect" // 当场查阅、抄录
	DeliverFax     Delivery = "fax"     // 传真
)

// Carrier is the form of the information (载体形式). Stored: never rename.
type Carrier string

const (
	CarrierPaper Carrier = "paper" // 纸质
	CarrierFile  Carrier = "file"  // 电子文件
	CarrierDisc  Carrier = "disc"  // 光盘
)

// Field is one field of the application form. Stored in drafts and addresses: never rename.
type Field string

const (
	FieldType           Field = "type"
	FieldName           Field = "name"
	FieldIDKind         Field = "id_kind"
	FieldIDNumber       Field = "id_number"
	FieldIDFile         Field = "id_file"
	FieldRepresentative Field = "representative" // 法定代表人
	FieldContact        Field = "contact"        // 联系人
	FieldAgent          Field = "agent"          // 受托人, with number and 授权委托书
	FieldPhone          Field = "phone"
	FieldEmail          Field = "email"
	FieldAddress        Field = "address"
	FieldPostcode       Field = "postcode"
	FieldWhat           Field = "what"
	FieldDelivery       Field = "delivery"
	FieldCarrier        Field = "carrier"
	FieldAcceptOther    Field = "accept_other"
	FieldHelp           Field = "help"
	FieldMaterial       Field = "material" // added after filing
)

// Application is the form of 条例第二十九条. 用途 is not asked: the law of 2019 knows no purpose test.
type Application struct {
	Type           ApplicantType `json:"type"`
	Name           string        `json:"name"`
	IDKind         string        `json:"id_kind"`
	IDNumber       string        `json:"id_number"`
	IDFile         int64         `json:"id_file,omitempty"` // the sealed upload; 0: none
	Representative string        `json:"representative,omitempty"`
	Contact        string        `json:"contact,omitempty"`
	Agent          Agent         `json:"agent,omitzero"`
	Phone          string        `json:"phone,omitempty"`
	Email          string        `json:"email,omitempty"`
	Address        string        `json:"address,omitempty"`
	Postcode       string        `json:"postcode,omitempty"`
	What           string        `json:"what"`
	Delivery       Delivery      `json:"delivery"`
	Carrier        Carrier       `json:"carrier"`
	AcceptOther    bool          `json:"accept_other"` // another way will do where this one is impossible
	Help           bool          `json:"help"`         // 阅读困难或者视听障碍 (第四十三条): staff call back
}

// Unnamed is what is asked for, without what the applicant wrote there of who they are: for those who are consulted.
func (a *Application) Unnamed() string {
	var pairs []string
	for _, s := range []string{
		a.IDNumber, a.Agent.IDNumber, a.Phone, a.Email, a.Address, a.Name, a.Agent.Name, a.Representative, a.Contact,
	} {
		if s != "" {
			pairs = append(pairs, s, "***")
		}
	}
	return strings.NewReplacer(pairs...).Replace(a.What)
}

// Agent acts for the applicant: name, number and power of attorney, all three or none.
type Agent struct {
	Name     string `json:"name"`
	IDNumber string `json:"id_number"`
	File     int64  `json:"file"` // the sealed 授权委托书
}

var (
	phone    = regexp.MustCompile(`^(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(?:-\d{1,6})?|400-?\d{3}-?\d{4}|\+[1-9][\d-]{5,18})$`)
	mail     = regexp.MustCompile(`^[^\s@,;<>"]+@[^\s@,;<>".]+(?:\.[^\s@,;<>".]+)+$`)
	postcode = regexp.MustCompile(`^\d{6}$`)
	otherID  = regexp.MustCompile(`^[0-9A-Z-]{5,20}$`)
)

// Set puts what the applicant typed or picked into a field, in the form that is stored. A choice is given by its stored name.
func (a *Application) Set(f Field, s string, today Day) Flaw {
	s = strings.TrimSpace(s)
	switch f {
	case FieldType:
		return pick(&a.Type, s, ApplicantTypes()...)
	case FieldName:
		return text(&a.Name, s, 2, 200)
	case FieldIDKind:
		kinds := []string{IDCard, IDPassport, IDHongKong, IDTaiwan, IDResident, IDOfficer}
		if a.Type != Person {
			kinds = []string{IDCredit, IDOtherBody}
		}
		return pick(&a.IDKind, s, kinds...)
	case FieldIDNumber:
		return a.setNumber(s, today)
	case FieldRepresentative:
		return text(&a.Representative, s, 2, 200)
	case FieldContact:
		return text(&a.Contact, s, 2, 200)
	case FieldPhone:
		return match(&a.Phone, phone, strings.NewReplacer("(", "", ")", "-", "转", "-", "—", "-").Replace(compact(s)))
	case FieldEmail:
		return match(&a.Email, mail, strings.Join(strings.Fields(width.Fold.String(s)), ""))
	case FieldAddress:
		return text(&a.Address, s, 5, 300)
	case FieldPostcode:
		return match(&a.Postcode, postcode, compact(s))
	case FieldWhat:
		return text(&a.What, s, 5, 1000)
	case FieldDelivery:
		return pick(&a.Delivery, s, DeliverPost, DeliverMail, DeliverOnline, DeliverPickup, DeliverInspect, DeliverFax)
	case FieldCarrier:
		if carrier := Carrier(s); !a.Delivery.Carries(carrier) {
			return FlawMismatch
		}
		return pick(&a.Carrier, s, CarrierPaper, CarrierFile, CarrierDisc)
	case FieldAcceptOther:
		a.AcceptOther = s == "yes"
	case FieldHelp:
		a.Help = s == "yes"
	}
	return ""
}

func (a *Application) setNumber(s string, today Day) Flaw {
	var number string
	var flaw Flaw
	switch a.IDKind {
	case IDCard:
		number, flaw = CitizenNumber(s, today)
	case IDCredit:
		number, _, flaw = CreditCode(s)
	default:
		number = compact(s)
		switch {
		case number == "":
			flaw = FlawEmpty
		case !otherID.MatchString(number):
			flaw = FlawForm
		}
	}
	if flaw == "" {
		a.IDNumber = number
	}
	return flaw
}

// Carries says whether this way of delivery can carry information in that form.
func (d Delivery) Carries(c Carrier) bool {
	switch d {
	case DeliverMail, DeliverOnline:
		return c == CarrierFile
	case DeliverFax, DeliverInspect:
		return c == CarrierPaper
	}
	return c == CarrierPaper || c == CarrierFile || c == CarrierDisc
}

// Check names every field that is missing or contradicts another; none says that the application may be filed.
func (a *Application) Check() []Invalid {
	var wrong []Invalid
	need := func(f Field, ok bool, flaw Flaw) {
		if !ok {
			wrong = append(wrong, Invalid{f, flaw})
		}
	}
	need(FieldType, a.Type != "", FlawEmpty)
	need(FieldName, a.Name != "", FlawEmpty)
	need(FieldIDKind, a.IDKind != "", FlawEmpty)
	need(FieldIDKind, a.IDKind == "" || (a.Type == Person) == (a.IDKind != IDCredit && a.IDKind != IDOtherBody), FlawMismatch)
	need(FieldIDNumber, a.IDNumber != "", FlawEmpty)
	need(FieldIDFile, a.IDFile != 0, FlawEmpty)
	if a.Type != Person {
		need(FieldRepresentative, a.Representative != "", FlawEmpty)
		need(FieldContact, a.Contact != "", FlawEmpty)
	}
	given := 0
	for _, is := range []bool{a.Agent.Name != "", a.Agent.IDNumber != "", a.Agent.File != 0} {
		if is {
			given++
		}
	}
	need(FieldAgent, given == 0 || given == 3, FlawPartial)
	need(FieldPhone, a.Phone != "" || a.Email != "" || a.Address != "", FlawEmpty)
	need(FieldEmail, a.Delivery != DeliverMail || a.Email != "", FlawEmpty)
	need(FieldAddress, a.Delivery != DeliverPost || a.Address != "", FlawEmpty)
	need(FieldPostcode, a.Delivery != DeliverPost || a.Postcode != "", FlawEmpty)
	need(FieldWhat, a.What != "", FlawEmpty)
	need(FieldDelivery, a.Delivery != "", FlawEmpty)
	need(FieldCarrier, a.Carrier != "", FlawEmpty)
	need(FieldCarrier, a.Carrier == "" || a.Delivery == "" || a.Delivery.Carries(a.Carrier), FlawMismatch)
	return wrong
}

func pick[T ~string](to *T, s string, choices ...T) Flaw {
	for _, c := range choices {
		if string(c) == s {
			*to = c
			return ""
		}
	}
	if s == "" {
		return FlawEmpty
	}
	return FlawChoice
}

// text takes least to most characters of visible text.
func text(to *string, s string, least, most int) Flaw {
	switch n := utf8.RuneCountInString(s); {
	case s == "":
		return FlawEmpty
	case n < least || n > most:
		return FlawLength
	}
	*to = s
	return ""
}

func match(to *string, form *regexp.Regexp, s string) Flaw {
	switch {
	case s == "":
		return FlawEmpty
	case len(s) > 254 || !form.MatchString(s):
		return FlawForm
	}
	*to = s
	return ""
}
