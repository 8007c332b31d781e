package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

var (
	morning = time.Date(2026, 11, 2, 9, 30, 0, 0, shanghai)
	clerk   = desk.Actor{Login: "clerk"}
)

func application() disclosure.Application {
	return disclosure.Application{
		Type: disclosure.Person, Name: "测试人", IDKind: disclosure.IDCard, IDNumber: "370211190103070014", IDFile: 0, Phone: "13800000000",
		What: "2025年家电补贴的发放名单", Delivery: disclosure.DeliverOnline, Carrier: disclosure.CarrierFile,
	}
}

func newRequest() *disclosure.Request {
	return &disclosure.Request{
		Kind: disclosure.CaseRequest, State: disclosure.Open, Received: disclosure.DayOf(morning), Intake: disclosure.ByWeb,
		Evidence: disclosure.Evidence{Submitted: morning, Confirmed: morning}, Application: application(),
	}
}

func unlocked(t *testing.T, url string) *Store {
	t.Helper()
	s := openTest(t, url)
	if err := s.Unlock(context.Background(), newKeys(t)); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCaseFiledInTheChatIsNumberedConcealedAndReadBack(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		ctx, s := context.Background(), unlocked(t, url)
		file := &File{Purpose: FileIdentity, Type: "image/png", Name: "证件.png", Data: []byte("\x89PNG")}
		x := exchangeOf("k1")
		form := Form{Step: "id_file", Token: "t", Application: application()}
		if err := s.SaveExchange(ctx, "o1", x, nil, s.KeepForm(form, morning), s.KeepFile(file, morning)); err != nil {
			t.Fatal(err)
		}
		kept, err := s.Form(ctx, x.Citizen, morning)
		if err != nil || kept.Application != form.Application || kept.Step != "id_file" {
			t.Fatalf("form %+v, %v", kept, err)
		}
		if _, err := s.Form(ctx, x.Citizen, morning.Add(FormLife)); !errors.Is(err, ErrNotFound) {
			t.Errorf("a form left alone for seven days: %v, want ErrNotFound", err)
		}
		r := newRequest()
		r.Application.IDFile = file.ID
		x = exchangeOf("k2")
		x.Text, x.Reply = Concealed, Concealed
		reply := func() string { return "登记号：" + r.Number }
		if err := s.SaveExchange(ctx, "o1", x, nil, s.File(Form{}, r, "测", "ABCD2345", morning), s.Conceal("确认提交", reply)); err != nil {
			t.Fatal(err)
		}
		if r.Number != "测公开〔2026〕第1号" || r.Citizen != x.Citizen {
			t.Errorf("number %q of citizen %d", r.Number, r.Citizen)
		}
		if text, got, err := s.Revealed(ctx, x.ID); text != "确认提交" || got != reply() || err != nil {
			t.Errorf("revealed %q, %q, %v", text, got, err)
		}
		if _, err := s.Form(ctx, x.Citizen, morning); !errors.Is(err, ErrNotFound) {
			t.Errorf("the form of a filed case: %v, want ErrNotFound", err)
		}
		again, err := s.RequestNumbered(ctx, r.Number)
		if err != nil || again.Application != r.Application || again.Evidence.Submitted.UnixMilli() != morning.UnixMilli() {
			t.Errorf("read back %+v, %v", again, err)
		}
		files, err := s.Files(ctx, r.ID)
		if err != nil || len(files) != 1 || files[0].Name != "证件.png" {
			t.Fatalf("files %+v, %v", files, err)
		}
		if open, err := s.OpenFile(ctx, files[0].ID); string(open.Data) != "\x89PNG" || err != nil {
			t.Errorf("file %q, %v", open.Data, err)
		}
		noPersonalDataIn(t, s, "测试人", "370211190103070014", "13800000000", "家电补贴的发放名单", "ABCD2345", "PNG", "证件.png")
	})
}

// noPersonalDataIn looks through every text of the tables that hold cases.
func noPersonalDataIn(t *testing.T, s *Store, secrets ...string) {
	t.Helper()
	for table, columns := range map[string]string{
		"requests":       "body || sealed || name_index || number_index || phone_index || access",
		"request_events": "act || text", "files": "name || sealed", "forms": "sealed", "concealed": "text || reply",
		"papers": "sealed || digest", "audit": "act || object || before || after",
	} {
		rows, err := s.engine.reader().QueryContext(context.Background(), `SELECT `+columns+` FROM `+table)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				t.Fatal(err)
			}
			for _, secret := range secrets {
				if strings.Contains(text, secret) {
					t.Errorf("table %s shows %q", table, secret)
				}
			}
		}
		rows.Close()
	}
}

func TestReceiptNumbersHaveNoGapsWhateverIsRolledBack(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		ctx, s := context.Background(), unlocked(t, url)
		const n = 20
		var wait sync.WaitGroup
		for i := range n {
			wait.Go(func() {
				r := newRequest()
				if i%3 == 0 {
					x := exchangeOf(fmt.Sprint(i))
					err := s.SaveExchange(ctx, fmt.Sprintf("o%d", i), x, &desk.Conversation{Version: 9}, s.File(Form{}, r, "测", "ABCD2345", morning))
					if !errors.Is(err, ErrConflict) {
						t.Errorf("lost race: %v, want ErrConflict", err)
					}
					return
				}
				if err := s.Register(ctx, r, "测", "ABCD2345", clerk, morning); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		all, err := s.Requests(ctx, RequestFilter{}, 100)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range all {
			if want := disclosure.Receipt("测", 2026, len(all)-i); r.Number != want {
				t.Errorf("case %d has number %s, want %s", i, r.Number, want)
			}
		}
		if len(all) != 13 {
			t.Errorf("%d cases, want 13", len(all))
		}
	})
}

func TestTwoOfficersAtOnceDoNotOverwriteEachOther(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		ctx, s := context.Background(), unlocked(t, url)
		r := newRequest()
		if err := s.Register(ctx, r, "测", "ABCD2345", clerk, morning); err != nil {
			t.Fatal(err)
		}
		first, err := s.Request(ctx, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		second := first
		e, err := first.Consult(disclosure.Consultation{Kind: disclosure.ConsultThird, Party: "某公司"}, "2026-11-03")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SaveRequest(ctx, &first, []disclosure.Event{e}, nil, clerk, morning); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveRequest(ctx, &second, nil, nil, clerk, morning); !errors.Is(err, ErrConflict) {
			t.Errorf("second save: %v, want ErrConflict", err)
		}
		again, err := s.Request(ctx, r.ID)
		if err != nil || len(again.Consultations) != 1 || again.Consultations[0].Party != "某公司" {
			t.Errorf("read back %+v, %v", again.Consultations, err)
		}
		noPersonalDataIn(t, s, "某公司")
		events, err := s.Events(ctx, r.ID)
		if err != nil || len(events) != 2 || events[1].Act != "consulted" {
			t.Errorf("history %+v, %v", events, err)
		}
		lines, err := s.Trail(ctx, AuditFilter{Object: fmt.Sprintf("request:%d", r.ID)}, 10)
		if err != nil || len(lines) != 2 {
			t.Errorf("audit %+v, %v", lines, err)
		}
	})
}

func TestCaseIsFoundByItsPeopleAndOnlyWithTheKey(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		ctx, s := context.Background(), unlocked(t, url)
		r := newRequest()
		if err := s.Register(ctx, r, "测", "ABCD2345", clerk, morning); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			f    RequestFilter
			want int
		}{
			"name": {RequestFilter{Name: "测试人"}, 1}, "another name": {RequestFilter{Name: "测试"}, 0},
			"identity": {RequestFilter{ID: "370211190103070014"}, 1}, "phone": {RequestFilter{Phone: "13800000000"}, 1},
			"number": {RequestFilter{Number: "2026〕第1号"}, 1}, "running": {RequestFilter{Running: true}, 1},
			"state": {RequestFilter{State: disclosure.Served}, 0}, "later": {RequestFilter{From: "2026-11-03"}, 0},
		} {
			if got, err := s.Requests(ctx, c.f, 10); len(got) != c.want || err != nil {
				t.Errorf("by %s: %d cases, %v, want %d", name, len(got), err, c.want)
			}
		}
		locked := openTest(t, url)
		if _, err := locked.Requests(ctx, RequestFilter{Name: "测试人"}, 10); !errors.Is(err, ErrLocked) {
			t.Errorf("search without a key: %v, want ErrLocked", err)
		}
		if got, err := locked.Request(ctx, r.ID); err != nil || got.Application != (disclosure.Application{}) || got.Received != r.Received {
			t.Errorf("without a key: %+v, %v", got, err)
		}
	})
}

func TestQueryCodeLocksAfterFiveWrongTries(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		ctx, s := context.Background(), unlocked(t, url)
		r := newRequest()
		if err := s.Register(ctx, r, "测", "ABCD2345", clerk, morning); err != nil {
			t.Fatal(err)
		}
		try := func(code string, at time.Time) error {
			_, err := s.RequestWithCode(ctx, r.Number, code, at)
			return err
		}
		if err := try("ABCD2345", morning); err != nil {
			t.Errorf("right code: %v", err)
		}
		var wait sync.WaitGroup
		for range accessTries {
			wait.Go(func() {
				if err := try("ABCD2346", morning); !errors.Is(err, ErrAccess) {
					t.Errorf("wrong code: %v, want ErrAccess", err)
				}
			})
		}
		wait.Wait()
		if err := try("ABCD2345", morning.Add(accessLock-time.Second)); !errors.Is(err, ErrAccess) {
			t.Errorf("right code while locked: %v, want ErrAccess", err)
		}
		if err := try("ABCD2345", morning.Add(accessLock)); err != nil {
			t.Errorf("right code after the lock: %v", err)
		}
		if _, err := s.RequestWithCode(ctx, "测公开〔2026〕第9号", "ABCD2345", morning); !errors.Is(err, ErrAccess) {
			t.Errorf("unknown number: %v, want ErrAccess", err)
		}
	})
}

func TestPaperIsNumberedByKindAndKeepsItsDigest(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		ctx, s := context.Background(), unlocked(t, url)
		r := newRequest()
		if err := s.Register(ctx, r, "测", "ABCD2345", clerk, morning); err != nil {
			t.Fatal(err)
		}
		issue := func(kind disclosure.PaperKind, fail error) (*Paper, error) {
			p := &Paper{Request: r.ID, Kind: kind}
			return p, s.IssuePaper(ctx, p, "测", clerk, morning, func(number string) ([]byte, error) { return []byte(number), fail })
		}
		for i, kind := range []disclosure.PaperKind{disclosure.PaperFull, disclosure.PaperFull, disclosure.PaperReceipt} {
			p, err := issue(kind, nil)
			if want := []int{1, 2, 1}[i]; err != nil || p.Seq != want || string(p.Data) != p.Number {
				t.Errorf("paper %d: %+v, %v, want seq %d", i, p, err, want)
			}
		}
		broken := errors.New("broken")
		if _, err := issue(disclosure.PaperFull, broken); !errors.Is(err, broken) {
			t.Errorf("a paper that can't be written: %v", err)
		}
		p, err := issue(disclosure.PaperFull, nil)
		if err != nil || p.Seq != 3 {
			t.Errorf("after a failure: %+v, %v, want seq 3", p, err)
		}
		if err := s.VoidPaper(ctx, p.ID, "错字", clerk, morning); err != nil {
			t.Fatal(err)
		}
		if got, err := s.OpenPaper(ctx, p.ID); err != nil || !got.Void || string(got.Data) != p.Number || got.Digest != p.Digest {
			t.Errorf("read back %+v, %v", got, err)
		}
	})
}
