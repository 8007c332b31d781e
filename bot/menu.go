package bot

import (
	"slices"

	"shangda/desk"
	"shangda/policy"
	"shangda/wechat"
)

// Menu is the official account's menu. The keys are what a click reports and are heard by turn.click.
func Menu(publicURL string) wechat.Menu {
	return wechat.Menu{
		{Name: menuAsk, SubButtons: []*wechat.Button{
			click(menuTry, "help"), click(menuList, "list"), click(menuGuides, "guides"),
			{Type: "view", Name: menuSite, URL: publicURL + "/"},
		}},
		click(menuDisclosure, "disclosure"),
		{Name: menuOffice, SubButtons: []*wechat.Button{click(menuHuman, "human"), click(menuWhere, "office")}},
	}
}

func click(name, key string) *wechat.Button {
	return &wechat.Button{Type: "click", Name: name, Key: key}
}

// click answers a menu key; a key from an older menu gets help.
func (t *turn) click(key string) bool {
	switch key {
	case "human":
		return t.human(desk.FromHuman)
	case "office":
		return t.say(desk.TalkMenu, desk.OutcomeInfo, sayOffice(t.Office), toHuman())
	case "guides":
		return t.guides()
	case "list":
		return t.say(desk.TalkMenu, desk.OutcomeInfo, sayAboutList, asks(listExamples)...)
	case "disclosure":
		if t.msg.FromUserName != "" && t.Store.Unlocked() {
			return t.applyMenu()
		}
		return t.ask(askDisclosure)
	}
	return t.say(desk.TalkHelp, desk.OutcomeInfo, sayHelp(), t.starters()...)
}

func hearMenuWord(t *turn) bool {
	key, ok := menuWords[plain(t.text)]
	if rest := plain(ourOffice.ReplaceAllString(t.text, "")); !ok && rest != plain(t.text) {
		key, ok = officeWords[plain(ending.ReplaceAllString(rest, ""))]
	}
	return ok && t.click(key)
}

// ourOffice is how people address the office before they ask where it is; without it “在哪” is about what was said before.
var (
	ourOffice = compile(`^(?:请问|问一?下)?(?:一?下)?[，,\s]*(?:(?:你们|贵|您们?)(?:商务局|单位|局里?|那里?|那边)?|商务局|区商务局)的?`)
	ending    = compile(`(?:啊|呀|呢|哦|哈|吗|嘛|的)$`)
)

// starters are three questions to begin with.
func (t *turn) starters() []desk.Choice { return append(asks(examples), toHuman()) }

func asks(questions []string) []desk.Choice {
	out := make([]desk.Choice, 0, len(questions)+1)
	for _, q := range questions {
		out = append(out, desk.Choice{Label: q, Act: actAsk, Arg: q})
	}
	return out
}

func (t *turn) guides() bool {
	var choices []desk.Choice
	for i := range t.Search.Library().Items {
		it := &t.Search.Library().Items[i]
		if it.Kind == policy.KindGuide {
			choices = append(choices, desk.Choice{Label: it.Guide.Title, Act: actRead, Arg: it.ID + "#"})
		}
	}
	slices.SortFunc(choices, func(a, b desk.Choice) int { return slices.Compare([]byte(a.Label), []byte(b.Label)) })
	if len(choices) == 0 {
		return t.say(desk.TalkMenu, desk.OutcomeInfo, sayNoGuides, toHuman())
	}
	return t.say(desk.TalkMenu, desk.OutcomeInfo, sayGuides, choices[:min(len(choices), maxGuides)]...)
}

// maxGuides is how many tappable lines fit the platform's limit of bytes.
const maxGuides = 6
