package trend

import (
	"strings"
	"sync"
)

// Carrying words. Before a name: who something is seen on. After one: who is
// seen with it.
const (
	cuesBefore = "seen on|spotted on|worn by|carried by|toted by|clutched by|swung by|loved by|favoured by|favored by|favourite of|favorite of|" +
		"on the arm of|on the arms of|in the hands of|on the wrist of|from the wrist of|on the shoulder of|from the shoulder of|" +
		"portée par|portés par|portées par|porté par|adoptée par|adopté par|au bras de|au poignet de|vu sur|vue sur|aperçue sur|repérée sur|" +
		"getragen von|gesehen an|am arm von|in den händen von|" +
		"indossata da|indossato da|portata da|sfoggiata da|al braccio di|al polso di|in mano a|vista su|" +
		"lucido por|lucida por|llevado por|llevada por|visto en manos de|del brazo de|en manos de|" +
		"usada por|nas mãos de|gedragen door|aan de arm van"
	cuesAfter = "carrying|carried|carries|toting|toted|totes|clutching|clutched|sporting|sported|swinging|wearing|wore|" +
		"seen with|spotted with|photographed with|snapped with|pictured with|papped with|stepped out with|" +
		"spotted carrying|seen carrying|photographed carrying|spotted toting|seen toting|" +
		"arrived with|turned up with|swung|" +
		"aperçue avec|aperçu avec|vue avec|vu avec|s'affiche avec|porte|portait|arbore|arborait|trägt|trug|gesehen mit|wurde mit|posierte mit|zeigte sich mit|" +
		"avvistata con|avvistato con|vista con|visto con|fotografata con|fotografiada con|vista com|visto com|gespot met|gezien met|lleva|llevaba|lució|luce|porta|indossa|indossava|sfoggia"
	// leadIn is what may stand between the cue and the names.
	leadIn = " the likes of everyone anyone from such as stars like celebrities including both singer singers actress actresses actor actors model models " +
		"supermodel supermodels influencer influencers rapper stylist designer pop star it-girl it-girls by le la les des l' chanteuse mannequin actrice der die das " +
		"sängerin schauspielerin modelle attrici cantante actriz modelo modella attrice e stilista "
	// between is what may stand between a name and its cue.
	between = " was were is has been also who often recently just photographed snapped pictured spotted seen a été est ha sido fue foi wurde werd è stata stato vista "
	// notPeople are words that no person's name has.
	notPeople = " avenue street mile rue boulevard calle via viale piazza plaza quai market road square park lane place bridge hotel house hall show shows week fashion festival awards gala vogue elle magazine " +
		"instagram tiktok pinterest twitter youtube netflix new york los angeles san las london paris milan milano tokyo seoul berlin monday tuesday wednesday " +
		"thursday friday saturday sunday january february march april may june july august september october november december spring summer autumn fall winter " +
		"gen z saks fifth bag bags purse tote mini micro nano le la les the this that her his she he they it we in on at and our my a an old navy department " +
		"store stores studio studios group university school club city united states kingdom red carpet street-style front row grammy grammys oscars met cannes "
	particles = " de da di du del della van von der den la le bin al el dos y "
	joiners   = " and & et und e y en to or "
)

// cue is carrying words, cut.
type cue struct {
	text  string
	words []string
	after bool // the name stands before it
}

// cues are the carrying words by their first.
var cues = sync.OnceValue(func() map[string][]cue {
	out := map[string][]cue{}
	for _, list := range []string{cuesBefore, cuesAfter} {
		for text := range strings.SplitSeq(list, "|") {
			words := strings.Fields(text)
			out[words[0]] = append(out[words[0]], cue{text, words, list == cuesAfter})
		}
	}
	return out
})

// cuesAt tells which cues, if any, begin at a word; the longest win.
func cuesAt(ts []token, i int) (before, after cue) {
	for _, c := range cues()[strings.ToLower(ts[i].text)] {
		if !c.standsAt(ts, i) {
			continue
		}
		best := &before
		if c.after {
			best = &after
		}
		if len(c.words) > len(best.words) {
			*best = c
		}
	}
	return before, after
}

func (c cue) standsAt(ts []token, i int) bool {
	if i+len(c.words) > len(ts) {
		return false
	}
	for n, w := range c.words {
		if !strings.EqualFold(ts[i+n].text, w) {
			return false
		}
	}
	return true
}
