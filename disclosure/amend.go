package disclosure

import "fmt"

// Contact is how the applicant is reached, as far as it is given anew.
type Contact struct{ Phone, Email, Address, Postcode string }

// ChangeContact replaces what is given of phone, e-mail, address and postcode until the case has ended.
func (r *Request) ChangeContact(k Contact, today Day) (Event, error) {
	if r.State == Ended || r.State == Served {
		return Event{}, fmt.Errorf("contact: %w", ErrState)
	}
	changed := r.Application
	given := false
	for _, f := range []struct {
		field Field
		value string
	}{{FieldPhone, k.Phone}, {FieldEmail, k.Email}, {FieldAddress, k.Address}, {FieldPostcode, k.Postcode}} {
		if f.value == "" {
			continue
		}
		if flaw := changed.Set(f.field, f.value, today); flaw != "" {
			return Event{}, &Invalid{f.field, flaw}
		}
		given = true
	}
	if !given {
		return Event{}, fmt.Errorf("contact: %w", ErrIncom)
	}
	r.Application = changed
	return Event{Act: "contact.changed"}, nil
}

// Material is what the applicant added after filing.
type Material struct {
	On   Day    `json:"on"`
	Text string `json:"text"`
}

// mostMaterial bounds how often an applicant adds something, and how much at a time.
const (
	mostMaterial      = 20
	mostMaterialRunes = 1000
)

// AddMaterial adds words of the applicant's to a case whose reply is not decided; a file is kept beside the case, and its words say
// what it is.
func (r *Request) AddMaterial(s string, today Day) (Event, error) {
	switch {
	case r.State != Open && r.State != Correcting && r.State != Review && r.State != Signing:
		return Event{}, fmt.Errorf("material: %w", ErrState)
	case len(r.Materials) >= mostMaterial:
		return Event{}, fmt.Errorf("material: %w", ErrOnce)
	}
	var kept string
	if flaw := text(&kept, s, 1, mostMaterialRunes); flaw != "" {
		return Event{}, &Invalid{FieldMaterial, flaw}
	}
	r.Materials = append(r.Materials, Material{On: today, Text: kept})
	return Event{Act: "material.added"}, nil
}

// Assign gives the case to an officer and their section.
func (r *Request) Assign(officer int64, section string) (Event, error) {
	if r.State == Served || r.State == Ended {
		return Event{}, fmt.Errorf("assignment: %w", ErrState)
	}
	r.Officer, r.Section = officer, section
	return Event{Act: "assigned"}, nil
}
