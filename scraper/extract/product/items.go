package product

import (
	"strings"
	"sync"
	"unicode"
)

// items are the things that fashion pages sell, folded, with the materials
// that speak for one. Plurals in -s and -es need no entry.
const items = `
bag handbag purse tote clutch crossbody satchel pouch minaudiere baguette wristlet bucket backpack rucksack holdall duffel weekender shopper hobo
saddlebag bowler briefcase suitcase trolley wallet cardholder holder case keyring charm keychain belt strap wheelie carrier basket beltbag pochette
dress skirt gown blouse shirt tee t-shirt tshirt jumper cardigan sweater sweatshirt hoodie knit roll-neck rollneck turtleneck vest waistcoat
coat jacket blazer trench parka puffer gilet cape jeans trousers pants leggings shorts culottes chinos jumpsuit playsuit suit bodysuit bra
swimsuit bikini pyjamas pajamas socks tights scarf hat cap beanie beret gloves sunglasses glasses watch ring necklace earring bracelet
bolero corset camisole glove mitten umbrella parasol headband tiara cufflink top-handle topper
brooch jewellery jewelry shoe boot trainer sneaker sandal heel flat ballet loafer mule pump slingback clog slipper ballerina stiletto
lipstick perfume fragrance mascara serum moisturiser moisturizer cream blush palette candle tumbler
leather nappa suede satin canvas raffia crochet sequin velvet denim nylon diamante patent quilted beaded
tasche taschen minitasche handtasche handtaschen beutel rucksack geldborse kleid kleider rock bluse hemd pullover strickjacke mantel jacke hose
schuhe stiefel sandalen gurtel schal mutze sonnenbrille ohrringe kette armband uhr henkeltasche umhangetasche leder
sac sacoche cabas besace pochette seau panier portefeuille robe jupe chemisier chemise pull gilet manteau veste pantalon jean chaussure botte
bottine escarpin basket sandale ceinture echarpe foulard chapeau lunettes collier bague boucles montre cuir chemisier tailleur duvet microsac minaudiere etui
borsa borse borsetta borsette borsina tracolla secchiello zaino zainetto portafoglio abito vestito gonna camicia maglione maglia cappotto giacca pantaloni
scarpa scarpe stivali sandali cintura sciarpa cappello occhiali collana anello orecchini orologio pelle pochette tracollina bauletto
bolso bolsos bolsito bandolera mochila cartera monedero vestido falda blusa camisa jersey chaqueta abrigo pantalon vaqueros zapato zapatos bota botas
zapatillas sandalias cinturon bufanda sombrero gafas collar anillo pendientes pulsera reloj cuero piel capazo cesta
bolsa bolsas bolsinha carteira mala vestido saia camisa camisola casaco jaqueta calca calcas sapato sapatos tenis sandalia cinto
oculos colar anel brincos relogio couro mochila
väska väskor klänning jacka skor taske kjole jakke sko veske tas tasje jurk jas schoenen torebka sukienka buty kabelka сумка сумки сумочка платье
tenis piece style design
`

// itemParts speak for a thing wherever they stand in a word: the scripts
// without spaces, German compounds, Arabic with its prefixes.
var itemParts = [...]string{"バッグ", "鞄", "かばん", "カバン", "ポーチ", "トート", "財布", "ショルダー", "リュック", "ワンピース", "ドレス", "スカート", "シャツ", "ニット",
	"コート", "ジャケット", "パンツ", "デニム", "ブーツ", "スニーカー", "サンダル", "パンプス", "帽子", "ピアス", "ネックレス", "指輪", "腕時計", "サテン", "レザー", "チャーム",
	"가방", "토트", "플랩백", "에코백", "미니백", "마이크로백", "백팩", "숄더백", "토트백", "미니백", "크로스백", "클러치", "지갑", "파우치", "원피스", "치마", "스커트", "셔츠", "니트", "코트", "재킷", "자켓", "바지", "청바지", "구두",
	"부츠", "운동화", "샌들", "모자", "귀걸이", "목걸이", "쇼퍼", "버킷백", "가죽",
	"包", "手袋", "钱夹", "錢包", "裙", "衬衫", "毛衣", "大衣", "外套", "夹克", "裤", "鞋", "靴", "帽", "耳环", "项链", "戒指", "手表", "皮革",
	"حقيب", "حقائب", "شنط", "كلتش", "محفظة", "فستان", "فساتين", "تنورة", "قميص", "معطف", "جاكيت", "سترة", "بنطلون", "حذاء", "أحذية", "صندل", "قبعة", "قلادة", "خاتم", "أقراط", "ساعة يد", "جلد",
	"tasche", "beutel", "rucksack", "kleid", "schuhe", "stiefel", "mantel", "jacke", "handbag", "crossbody"}

var itemSet = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(items) {
		set[fold(word)] = true
	}
	return set
})

// vague are items that say nothing of what the thing is.
const vague = "piece|style|design|number|version|option|item|find|buy|pick"

// hasItem tells whether a text names a thing that fashion pages sell.
func hasItem(s string) bool {
	if itemWord(s) {
		return true
	}
	lower := strings.ToLower(s)
	for _, part := range itemParts {
		if strings.Contains(lower, part) {
			return true
		}
	}
	return false
}

// itemWord looks for a whole word that is an item.
func itemWord(s string) bool {
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '\'' }) {
		if isItem(word) {
			return true
		}
	}
	return false
}

// isItem tells whether one word is an item, whole or by its last part.
func isItem(word string) bool {
	if len(word) > 48 {
		return false
	}
	set := itemSet()
	f := fold(word)
	if f == "" {
		return false
	}
	if i := strings.LastIndexByte(f, ' '); i >= 0 && !set[f] {
		f = f[i+1:]
	}
	if set[f] || isCompound(f) {
		return true
	}
	if stem, ok := strings.CutSuffix(f, "ies"); ok {
		return set[stem+"y"]
	}
	if stem, ok := strings.CutSuffix(f, "s"); ok {
		return set[stem] || set[strings.TrimSuffix(stem, "e")]
	}
	return false
}

// isCompound tells whether a folded word is an item with another word before
// it: Mikrotasche, minibolso.
func isCompound(f string) bool {
	for _, last := range [...]string{"tasche", "taschen", "beutel", "rucksack", "kleid", "mantel", "jacke", "schuhe", "stiefel"} {
		if head, ok := strings.CutSuffix(f, last); ok && len(head) > 2 {
			return true
		}
	}
	for _, size := range [...]string{"mini", "micro", "mikro", "nano"} {
		if rest, ok := strings.CutPrefix(f, size); ok && rest != "" && len(rest) < len(f) {
			return itemSet()[rest] || itemSet()[strings.TrimSuffix(rest, "s")]
		}
	}
	return false
}
