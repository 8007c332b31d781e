package search

// set tells terms apart. A question has few of them, which need no memory of their own.
type set struct {
	slots [256]uint8 // number of the term in few, from 1
	few   [128]string
	n     int
	many  map[string]bool // all of them, once few is full
}

// add reports whether s is new.
func (s *set) add(term string) bool {
	if s.many != nil {
		if s.many[term] {
			return false
		}
		s.many[term] = true
		return true
	}
	at := hash(term)
	for ; s.slots[at] != 0; at++ {
		if s.few[s.slots[at]-1] == term {
			return false
		}
	}
	if s.n == len(s.few) {
		s.many = make(map[string]bool, 2*s.n)
		for _, t := range s.few {
			s.many[t] = true
		}
		s.many[term] = true
		return true
	}
	s.few[s.n] = term
	s.n++
	s.slots[at] = uint8(s.n)
	return true
}

func hash(term string) uint8 {
	h := uint32(2166136261)
	for i := range len(term) {
		h = (h ^ uint32(term[i])) * 16777619
	}
	return uint8(h ^ h>>8 ^ h>>16 ^ h>>24)
}

func distinct(terms []string) []string {
	var s set
	return s.distinct(terms)
}

// distinct keeps the first of each, in place.
func (s *set) distinct(terms []string) []string {
	out := terms[:0]
	for _, t := range terms {
		if s.add(t) {
			out = append(out, t)
		}
	}
	return out
}
