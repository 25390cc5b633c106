package story

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Furniture is what a site puts around a text: who it was taken from, whom to
// follow, what to read next. Two texts are not alike because their sites are
// furnished alike, and a copy is not another text because it stands elsewhere.
//
// A line is furniture where it is a row of links, or where it is short and
// holds one of the phrases below. Taking too much is nearly harmless, since it
// is taken from both sides of a comparison.

// cues are phrases that furniture is made of, in two to four words of the
// tokenizer.
var cues = []string{
	// where it is from
	"first appeared", "originally appeared", "originally published", "previously published", "first published", "republished with", "republished from",
	"republished under", "reprinted with", "reprinted from", "printed from", "syndicated from", "staff reporter", "by our partner", "partner desk", "our partner site",
	"the partner site", "content provided by", "this article was", "this story was", "this post was", "press release from", "via our partner",
	"ursprünglich erschienen", "zuerst erschienen", "paru initialement", "publié initialement", "publicado originalmente", "pubblicato originariamente",
	// the rest of it
	"read the full", "read the rest", "read full story", "full story at", "full article at", "continue reading", "read more at", "read more on", "keep reading", "to read more",
	"lire la suite", "lire aussi", "weiterlesen auf", "mehr lesen", "jetzt weiterlesen", "leer más", "lee también", "seguir leyendo", "leggi anche", "leggi tutto", "continua a leggere",
	"leia mais", "leia também", "lees meer", "lees ook", "läs mer", "læs mere", "les mer", "czytaj także", "czytaj więcej", "続きを読む", "あわせて読み", "阅读全文", "查看原文", "더 보기", "اقرأ المزيد", "اقرأ أيضا",
	// more of the site
	"read also", "see also", "more like this", "more on this", "more from", "more in style", "you may also", "you might also", "also on this site", "recommended for you",
	"most popular", "most read", "trending now", "related articles", "related stories", "related posts", "next up", "watch now", "aussi sur", "auch interessant",
	"das könnte sie", "plus populaires", "te puede interesar", "potrebbe interessarti", "関連記事", "人気記事", "相关阅读", "推荐阅读",
	// please
	"sign up for", "sign up to", "subscribe to", "subscribe wherever", "subscribe now", "follow us", "follow me on", "download the app", "download our app", "turn on alerts",
	"join our", "join the conversation", "our newsletter", "sunday newsletter", "daily newsletter", "weekly newsletter", "support us", "support our", "have you got a story",
	"got a story", "got a tip", "write to the desk", "share this", "share on", "leave a comment", "post a comment", "click here", "enjoyed this piece", "log in", "sign in", "already a subscriber",
	"newsletter abonnieren", "jetzt abonnieren", "folgen sie uns", "abonnez vous", "suivez nous", "suscríbete al", "síguenos en", "iscriviti alla", "seguici su", "inscreva se", "siga nos", "メルマガ登録", "フォローする", "关注我们", "订阅我们", "اشترك في",
	// the small print
	"all rights reserved", "rights reserved", "affiliate link", "affiliate links", "earn a commission", "article continues below", "story continues below",
	"picture credits", "photo credits", "image credits", "about the author", "about the writer", "print this page", "report a mistake", "terms of use", "terms of service",
	"privacy policy", "cookie policy", "cookie settings", "use of cookies", "accept cookies", "min read", "minute read", "style desk", "enable javascript", "your browser",
	"alle rechte vorbehalten", "tous droits réservés", "droits réservés", "derechos reservados", "riproduzione riservata", "diritti riservati", "direitos reservados", "alle rechten voorbehouden", "無断転載", "版权所有", "转载请注明", "جميع الحقوق محفوظة",
}

// Furniture is short, in words.
const (
	furnitureLine     = 36
	furnitureSentence = 24
	furnitureRest     = 8
)

// cueIndex finds cues by their words.
type cueIndex struct {
	first [1 << 14 / 64]uint64 // a bit for each word that begins a cue
	seen  map[uint64]bool
}

var furniture = sync.OnceValue(func() *cueIndex {
	x := &cueIndex{seen: make(map[uint64]bool, len(cues))}
	z := tokenizer{limit: 4}
	for _, c := range cues {
		z.toks, z.ends = z.toks[:0], z.ends[:0]
		z.line(c)
		x.seen[pack(z.toks)] = true
		w := z.toks[0].word()
		x.first[w/64] |= 1 << (w % 64)
	}
	return x
})

// pack writes up to four tokens' words into one number, which no other four
// words and no fewer share.
func pack(t []token) uint64 {
	p := uint64(1)
	for _, w := range t {
		p = p<<14 | w.word()
	}
	return p
}

// in tells whether a sentence holds a cue.
func (x *cueIndex) in(sentence []token) bool {
	for i, t := range sentence {
		w := t.word()
		if x.first[w/64]>>(w%64)&1 == 0 {
			continue
		}
		for n := 1; n <= 4 && i+n <= len(sentence); n++ {
			if x.seen[pack(sentence[i:i+n])] {
				return true
			}
		}
	}
	return false
}

// unfurnish takes back what the line just read has added, as far as it is
// furniture: a row of links; a sentence with a cue; what little follows it in
// a short line.
func (z *tokenizer) unfurnish(line string, sentences, words int) {
	short := len(z.toks)-words <= furnitureLine
	if short && isLinks(line) {
		z.toks, z.ends = z.toks[:words], z.ends[:sentences]
		return
	}
	kept, start, after := words, words, false
	ends := z.ends[sentences:]
	z.ends = z.ends[:sentences]
	for _, end := range ends {
		s := z.toks[start:end]
		start = int(end)
		if len(s) <= furnitureSentence && z.cues.in(s) || after && len(s) <= furnitureRest {
			after = short
			continue
		}
		after = false
		kept += copy(z.toks[kept:], s)
		z.ends = append(z.ends, uint16(kept))
	}
	z.toks = z.toks[:kept]
}

// isLinks tells a row of links: parted by bars or arrows, or nothing but
// capitalised words.
func isLinks(line string) bool {
	if strings.Count(line, " | ") >= 2 || strings.ContainsAny(line, "›»>") && !strings.ContainsAny(line, "«.!?") {
		return true
	}
	words, low := 0, 0
	for w := range strings.FieldsSeq(line) {
		if strings.ContainsAny(w, ".,:;!?") {
			return false
		}
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
			low++
		}
		words++
	}
	return words >= 6 && low*6 <= words
}

// isFunctionWord tells the longer words that hold sentences together in the
// languages we meet most. The shorter ones are known by their length.
func isFunctionWord(w []byte) bool { return functionWords()[string(w)] }

var functionWords = sync.OnceValue(func() map[string]bool {
	const words = `about above after again against almost along already although always among another around because become before
behind being below beneath beside between beyond cannot could doing during either enough every everything everyone first further going
having herself himself however itself known later least maybe might myself never nothing often other others ourselves perhaps quite rather
really right second seems several shall should since something still their theirs themselves there therefore these thing things third those though
three through today together toward towards under until using where whether which while whose within without would years yourself
aber alles andere anderen auch beide beim damit dabei dann dass denen diese diesem diesen dieser dieses durch einem einen einer eines etwas gegen
haben hatte heute ihrem ihren ihrer immer jetzt keine können lassen machen meine müssen nicht nichts noch oder ohne schon sein seine seinem seinen seiner
selbst sich sind soll sollte sondern über unter viele wegen weil weiter welche wenig wenn werden wieder wird wollen worden wurde wurden zwischen
ainsi alors après aussi autre autres avant avoir beaucoup cette ceux chaque comme comment contre depuis dernier deux donc elle elles encore entre
était étaient faire leurs mais même moins notre nous parce pendant peut plus plusieurs pour pourquoi quand quelque sans selon sera seulement
souvent sous sont toujours tous tout toute toutes trois très vers votre vous
además ahora algo algunos antes aquí aunque cada como cuando desde después donde durante ellas ellos entonces entre esta están estas este estos hacer
hacia hasta luego mientras mismo mucho muchos nada ninguna nosotros nuestra otra otras otro otros para pero poco porque puede puedes según siempre sino sobre
también tanto tiene tienen toda todas todo todos tres usted
adesso alcuni altra altre altri altro anche ancora avere bene c'è che chi come cosa così dalla dalle degli della delle dello dopo dove essere fare fino
hanno invece loro meno mentre molto negli nella nelle nello nostra ogni oppure perché però prima quale quando quella quelle quelli quello questa queste
questi questo sempre senza sono sotto stata stato sulla sulle tutta tutte tutti tutto
agora ainda alguns antes assim até cada coisa como depois desde deste durante ele eles então entre essa esse esta este fazer foram isso mais mesmo muito
nada nesta nossa onde outra outras outro outros para pela pelas pelo pelos porque pode quando quem sempre seus sobre também tanto tem toda todas todos você vocês
andere altijd door dus echter geen heeft hebben hier hoewel iets kunnen maar meer moeten naar niet nog onder over soms tussen veel voor waar waarom wanneer worden zijn zonder zoals`
	m := make(map[string]bool, 400)
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
})
