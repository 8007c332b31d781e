package admin

import (
	"strconv"
	"strings"
)

// Charts are SVG drawn here. Each is drawn twice, for a telephone and for a desk, because a drawing that shrinks takes its
// letters along; the style sheet shows one of them. Sizes are CSS pixels.
const (
	chartFont    = 14 // of labels
	chartNarrow  = 326
	chartWide    = 1040
	columnHeight = 132 // of the highest bar
	rowPitch     = 48  // of a horizontal bar with its label
	barThick     = 14
	roomAbove    = 22
)

// bar is a value with where its rows are; Before is what it is compared with, Mark what it should reach (0: nothing).
type bar struct {
	Label  string
	Value  int64
	Before int64
	Mark   int64
	Words  string // what is written for the value, empty: the number
	Path   string // of its rows; empty: none
	Tone   string
	Ahead  bool // has not come yet: nothing is written
	Alone  bool // is compared with nothing
}

func (b bar) shown() string {
	if b.Words != "" {
		return b.Words
	}
	return strconv.FormatInt(b.Value, 10)
}

// textWidth is at least what a label takes: Chinese characters are squares, all others not wider than two thirds of one.
func textWidth(s string) px {
	w := px(0)
	for _, r := range s {
		if r < 0x2000 {
			w += chartFont * 0.66
		} else {
			w += chartFont
		}
	}
	return w
}

// fit cuts a label to a width.
func fit(s string, width px) string {
	if textWidth(s) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && textWidth(string(runes)+"…") > width {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimSpace(string(runes)) + "…"
}

// px is a place on the drawing.
type px float64

// String keeps the page small: a tenth of a pixel is enough.
func (n px) String() string { return strconv.FormatFloat(float64(n), 'f', 1, 64) }

// tick is a line of the scale.
type tick struct {
	X, Y, TextY px
	Label       string
}

// column is a vertical bar as drawn, in its slot from Left to Right. BeforeY is where the line of the compared value lies.
type column struct {
	bar
	X, Y, W, H        px
	Left, Right, Slot px
	Middle            px // of its texts
	ValueY, NameY     px
	BeforeY           px
	Named             bool // its label is written
	Counted           bool // its value is
}

// columns is a chart of vertical bars over time, from zero.
type columns struct {
	Title         string
	Class         string
	Width, Height px
	Left          px // of the bars
	Zero          px
	Ticks         []tick
	Bars          []column
	Compared      bool
}

// drawColumns places bars from left to right. Labels that would touch are left out at even steps; values are written only if
// all of them have room.
func drawColumns(title string, bars []bar, compared bool, width px, class string) columns {
	top := int64(0)
	for _, b := range bars {
		top = max(top, b.Value)
		if compared {
			top = max(top, b.Before)
		}
	}
	scale := niceScale(top)
	c := columns{Title: title, Class: class, Width: width, Zero: roomAbove + columnHeight, Compared: compared}
	c.Height = c.Zero + 30
	c.Left = textWidth(strconv.FormatInt(scale[len(scale)-1], 10)) + 8
	y := func(n int64) px { return c.Zero - px(n)/px(max(scale[len(scale)-1], 1))*columnHeight }
	for _, n := range scale {
		c.Ticks = append(c.Ticks, tick{c.Left - 6, y(n), y(n) + 4, strconv.FormatInt(n, 10)})
	}
	slot := (width - c.Left) / px(max(len(bars), 1))
	step, counted := 1, true
	for _, b := range bars {
		for px(step)*slot < textWidth(b.Label)+6 {
			step++
		}
		counted = counted && textWidth(b.shown())+2 <= slot
	}
	for i, b := range bars {
		left := c.Left + px(i)*slot
		k := column{bar: b, W: min(slot*0.64, 44), Left: left, Right: left + slot, Slot: slot, Middle: left + slot/2, Y: y(b.Value), BeforeY: y(b.Before), Counted: counted && !b.Ahead}
		k.X, k.H, k.ValueY, k.NameY = k.Middle-k.W/2, c.Zero-k.Y, k.Y-5, c.Zero+22
		// A label in the middle of a narrow slot may reach over the edge of the drawing.
		half := textWidth(b.Label) / 2
		k.Named = i%step == 0 && k.Middle-half >= 0 && k.Middle+half <= width
		c.Bars = append(c.Bars, k)
	}
	return c
}

// niceScale are 0, the half and the top of a scale whose numbers are easy to read; only 0 where there is nothing.
func niceScale(top int64) []int64 {
	if top == 0 {
		return []int64{0}
	}
	if top == 1 {
		return []int64{0, 1}
	}
	for unit := int64(1); ; unit *= 10 {
		for _, n := range []int64{2, 4, 6, 8, 10} {
			if n*unit >= top {
				return []int64{0, n * unit / 2, n * unit}
			}
		}
	}
}

// line is a horizontal bar as drawn: its label above it, its value at its end.
type line struct {
	bar
	Name              string // the label, cut to its room
	NameY             px
	Y, W              px
	MarkX, MarkY, End px
	Shown             string
	ValueX, ValueY    px
}

// rows is a chart of horizontal bars, from zero.
type rows struct {
	Title         string
	Class         string
	Width, Height px
	Lines         []line
}

func drawRows(title string, bars []bar, width px, class string) rows {
	c := rows{Title: title, Class: class, Width: width, Height: px(len(bars)) * rowPitch}
	top, room := int64(1), px(0)
	for _, b := range bars {
		top, room = max(top, b.Value, b.Mark), max(room, textWidth(b.shown()))
	}
	full := width - room - 8
	for i, b := range bars {
		y := px(i) * rowPitch
		l := line{bar: b, Name: fit(b.Label, width), NameY: y + 17, Y: y + 24, MarkY: y + 21, End: y + 41, ValueY: y + 36, Shown: b.shown()}
		l.W = px(b.Value) / px(top) * full
		l.ValueX = l.W + 6
		if b.Mark > 0 {
			l.MarkX = px(b.Mark) / px(top) * full
			if l.MarkX > l.W-2 && l.MarkX < l.ValueX+textWidth(l.Shown) { // the value stands clear of the mark
				l.ValueX = l.MarkX + 6
			}
		}
		c.Lines = append(c.Lines, l)
	}
	return c
}

// both is a chart at both widths.
type both[T any] struct{ Narrow, Wide T }

func columnsAt(title string, bars []bar, compared bool) both[columns] {
	return both[columns]{drawColumns(title, bars, compared, chartNarrow, "narrow"), drawColumns(title, bars, compared, chartWide, "wide")}
}

// halfWide is a chart in half of a desk's width.
const halfWide = 496

func rowsAt(title string, bars []bar) both[rows] {
	return both[rows]{drawRows(title, bars, chartNarrow, "narrow"), drawRows(title, bars, halfWide, "wide")}
}
