package admin

import (
	"regexp"
	"testing"

	"shangda/desk"
	"shangda/policy"
)

func TestEveryCodeOfKnowledgeHasItsWords(t *testing.T) {
	want := func(words, what string) {
		t.Helper()
		if words == "" {
			t.Errorf("%s has no words", what)
		}
	}
	for _, s := range []desk.DraftState{
		desk.DraftOpen, desk.DraftSection, desk.DraftLeader, desk.DraftScheduled, desk.DraftPublished, desk.DraftReturned, desk.DraftDropped,
	} {
		want(draftStates[s], string(s))
		want(draftTones[s], string(s)+" tone")
	}
	for _, o := range []desk.Obstacle{
		desk.ObstacleState, desk.ObstacleOwn, desk.ObstacleEmpty, desk.ObstacleQuestions, desk.ObstacleClosed, desk.ObstacleAgencies,
		desk.ObstacleReason, desk.ObstacleDay,
	} {
		want(faults["draft_"+string(o)], "obstacle "+string(o))
	}
	for _, act := range []string{"saved", "submitted", "approved", "published", "scheduled", "returned", "dropped", "agencies", "agreed", "created", "uploaded"} {
		want(dones["draft_"+act], "done draft_"+act)
	}
	for _, r := range []policy.Review{policy.Approved, policy.Struck} {
		want(dones["knowledge_"+string(r)], "done knowledge_"+string(r))
	}
	for _, topic := range desk.Topics() {
		want(topics[topic], string(topic))
	}
	for _, kind := range append(itemKinds, desk.KindTable, desk.KindNotice, desk.KindCorrection) {
		want(kinds[string(kind)], string(kind))
	}
	for _, f := range []policy.Field{
		policy.FieldTitle, policy.FieldDocNo, policy.FieldIssuer, policy.FieldPublished, policy.FieldEffective, policy.FieldJurisdiction,
		policy.FieldCompleteness, policy.FieldArticles,
	} {
		want(flawWords["missing_"+string(f)], "missing "+string(f))
	}
	for _, f := range []desk.FindingKind{
		desk.FindIdentity, desk.FindMobile, desk.FindAccount, desk.FindSecret, desk.FindInternal, desk.FindWithheld, desk.FindUnissued,
	} {
		want(flawWords["scan_"+string(f)], "found "+string(f))
	}
	for _, r := range []policy.Relation{policy.RelationSame, policy.RelationCopy, policy.RelationNewer, policy.RelationOlder, policy.RelationEdition} {
		want(relations[r], string(r))
	}
	for _, c := range tableCauses {
		want(tableFaults[c.code], c.code)
	}
}

// actsOfKnowledge are the acts of the audit trail that stand whole in the source.
var actsOfKnowledge = regexp.MustCompile(`"((?:draft|knowledge|recall|survey|question|link)\.[a-z_]+)"`)

func TestEveryActOfKnowledgeHasItsWords(t *testing.T) {
	found := []string{"draft.saved", "draft.submitted", "draft.approved", "draft.returned", "draft.dropped", "draft.agencies", "draft.agreed", "draft.published"}
	for _, text := range goFiles(t, "../store") {
		for _, m := range actsOfKnowledge.FindAllStringSubmatch(text, -1) {
			found = append(found, m[1])
		}
	}
	for _, act := range found {
		if acts[act] == "" {
			t.Errorf("act %q has no words", act)
		}
	}
	if len(found) < 12 {
		t.Errorf("found only %d acts: is the pattern still right?", len(found))
	}
}
