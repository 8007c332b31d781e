package admin

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// box is what a text takes: its left and right edge, and the line it stands on.
type box struct {
	text        string
	left, right px
	base        px
}

// apart fails when two texts of a drawing touch, or one leaves it.
func apart(t *rapid.T, width, height px, boxes []box) {
	for i, a := range boxes {
		if a.left < -0.5 || a.right > width+0.5 || a.base > height {
			t.Fatalf("%q at %v to %v, %v leaves a drawing of %v by %v", a.text, a.left, a.right, a.base, width, height)
		}
		for _, b := range boxes[:i] {
			if a.left < b.right && b.left < a.right && max(a.base-b.base, b.base-a.base) < chartFont {
				t.Fatalf("%q and %q overlap", a.text, b.text)
			}
		}
	}
}

// A year of months, a month of days, hours, sections with long names; no, few or a million of everything.
func randomBars(t *rapid.T) []bar {
	var out []bar
	kind := rapid.SampledFrom([]string{"%d月", "%d日", "%d时", "第%d周", "对外投资和经济合作科（%d室）"}).Draw(t, "labels")
	top := rapid.SampledFrom([]int64{0, 1, 9, 120, 4321, 1_234_567}).Draw(t, "top")
	for i := range rapid.IntRange(0, 31).Draw(t, "bars") {
		out = append(out, bar{
			Label: fmt.Sprintf(kind, i+1), Value: rapid.Int64Range(0, top).Draw(t, "value"), Before: rapid.Int64Range(0, top).Draw(t, "before"),
			Mark: rapid.Int64Range(0, top).Draw(t, "mark"),
		})
	}
	return out
}

func TestLabelsOfChartsNeverOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bars := randomBars(t)
		trend, shares := columnsAt("", bars, true), rowsAt("", bars)
		for _, c := range []columns{trend.Narrow, trend.Wide} {
			var boxes []box
			for _, k := range c.Bars {
				if k.Named {
					half := textWidth(k.Label) / 2
					boxes = append(boxes, box{k.Label, k.Middle - half, k.Middle + half, k.NameY})
				}
				if k.Counted {
					half := textWidth(k.shown()) / 2
					boxes = append(boxes, box{k.shown(), k.Middle - half, k.Middle + half, k.ValueY})
				}
			}
			for _, k := range c.Ticks {
				boxes = append(boxes, box{k.Label, k.X - textWidth(k.Label), k.X, k.TextY})
			}
			apart(t, c.Width, c.Height, boxes)
		}
		for _, c := range []rows{shares.Narrow, shares.Wide} {
			var boxes []box
			for _, l := range c.Lines {
				boxes = append(boxes, box{l.Name, 0, textWidth(l.Name), l.NameY}, box{l.Shown, l.ValueX, l.ValueX + textWidth(l.Shown), l.ValueY})
			}
			apart(t, c.Width, c.Height, boxes)
		}
	})
}

func TestZeroIsDrawnAsZeroAndHeightsAreInProportion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bars := randomBars(t)
		c, r := columnsAt("", bars, true).Wide, rowsAt("", bars).Wide
		for i, b := range bars {
			k, l := c.Bars[i], r.Lines[i]
			if k.Y+k.H != c.Zero || k.Y < 0 || b.Value == 0 && (k.H != 0 || l.W != 0) || b.Before == 0 && k.BeforeY != c.Zero {
				t.Fatalf("%d is drawn from %v to %v, zero at %v; sideways %v", b.Value, k.Y, k.Y+k.H, c.Zero, l.W)
			}
			for j, other := range bars[:i] {
				if (b.Value < other.Value) != (k.H < c.Bars[j].H) || (b.Value < other.Value) != (l.W < r.Lines[j].W) {
					t.Fatalf("%d has height %v, %d has %v", b.Value, k.H, other.Value, c.Bars[j].H)
				}
			}
		}
		if c.Ticks[0].Label != "0" || c.Ticks[0].Y != c.Zero {
			t.Fatalf("the scale begins with %+v", c.Ticks[0])
		}
	})
}
