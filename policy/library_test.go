package policy

import "testing"

func doc(title string, effective, repealed Date, supersedes, supersededBy []string) Item {
	return NewItem(&Document{
		Title: title, Effective: effective, Repealed: repealed, Status: InForce, Supersedes: supersedes, SupersededBy: supersededBy,
		Articles: []Article{{Name: "第一条", Text: "text"}},
	}, FromImport, Approved)
}

func TestNewerEditionOnFileEndsAnOldOneThatStillSaysItIsInForce(t *testing.T) {
	lib := NewLibrary(1, []Item{doc("旧办法", "2010-01-01", "", nil, nil), doc("新办法", "2026-03-01", "", []string{"旧办法", "从未收录的办法"}, nil)})
	for _, c := range []struct {
		title string
		day   Date
		want  Status
	}{
		{"旧办法", "2026-02-28", InForce},
		{"旧办法", "2026-03-01", Amended},
		{"旧办法", "2009-12-31", NotYet},
		{"新办法", "2026-02-28", NotYet},
		{"新办法", "2026-03-01", InForce},
		{"从未收录的办法", "2026-03-01", Amended},
		{"从未收录的办法", "2026-02-28", InForce},
		{"无人提到的办法", "2026-03-01", InForce},
	} {
		if got := lib.On(c.title, c.day); got != c.want {
			t.Errorf("%s on %s: got %s, want %s", c.title, c.day, got, c.want)
		}
	}
	if got := lib.Successor("旧办法"); got != "新办法" {
		t.Errorf("successor: got %q", got)
	}
}

func TestSuccessorsAreFollowedPastTitlesThatAreNotOnFile(t *testing.T) {
	lib := NewLibrary(1, []Item{
		doc("清单2019", "2019-07-30", "2020-07-23", nil, []string{"清单2020"}),
		doc("清单2021", "2022-01-01", "2024-11-01", []string{"清单2020"}, nil),
		doc("清单2024", "2024-11-01", "", []string{"清单2021"}, nil),
	})
	for _, title := range []string{"清单2019", "清单2020", "清单2021"} {
		if got := lib.Successor(title); got != "清单2024" {
			t.Errorf("%s: got %q, want 清单2024", title, got)
		}
	}
	circle := NewLibrary(1, []Item{doc("甲", "", "", []string{"乙"}, nil), doc("乙", "", "", []string{"甲"}, nil)})
	if got := circle.Successor("甲"); got != "乙" {
		t.Errorf("circle: got %q, want it to end at 乙", got)
	}
}
