package search

// Weights are what the score of a passage adds up from. One is what a pair of characters brings by BM25.
type Weights struct {
	Pairs   Curve
	Singles Curve
	Similar float32 // of likeness to a question that the article answered
	Title   float32 // of likeness to questions that the article's document answered
	Near    float32 // of likeness to questions that articles nearby answered
	Prior   float32 // of how much likelier than others the article is asked for, as a logarithm
	// Translated is of how much likelier the question's words are asked of the article's, as a logarithm.
	Translated float32
	Apart      float32 // of a term by its rarity among the best candidates
	Form       float32 // of the share of the question that stands near words of an answer to such a question
}

// Curve is BM25's shape for one field.
type Curve struct {
	Weight float32
	K1     float32 // how much repetition of a term counts
	B      float32 // how much length counts against a passage
}

// most is what a term of rarity 1 brings when it is repeated without end.
func (c Curve) most() float32 { return c.Weight * (c.K1 + 1) }

// byCharacters explains characters of questions by pairs of articles: the best of characters and pairs on either side.
var byCharacters = level{asked: 1, said: 2, strength: 20}

// chosen is the best of the grid that `shangda eval --grid` prints, by development questions alone: see
// docs/decisions/0004-weights-of-the-ranking.md for the figures.
var chosen = Weights{
	Pairs:   Curve{Weight: 1, K1: 0.6, B: 1},
	Singles: Curve{Weight: 1.6, K1: 2, B: 1},
	Similar: 9, Title: 3, Near: 9, Prior: 18, Translated: 1.5,
	Apart: 0.4, Form: 20,
}
