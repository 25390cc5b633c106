package product

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// The words that stand around prices, by what they say, in the ten languages.
// Phrases are parted by bars; all are lower case.
const (
	fromWords = "from|starting at|starting from|starts at|start at|start from|starts from|prices from|price from|upwards of|ab|schon ab|à partir de|dès|desde|a partire da|a partir de|partire da|からの|ابتداء من|تبدأ من|ابتداءً من|a partir dos|a partir das|fra|från|vanaf|od|от"

	aboutWords = "around|about|approximately|approx|approx.|roughly|circa|ca.|ca|c.|some|nearly|almost|just under|just over|a little over|a little under|a shade under|a shade over|slightly over|slightly under|environ|autour de|près de|un peu plus de|un peu moins de|rund|etwa|ungefähr|knapp|gut|unos|unas|alrededor de|cerca de|aproximadamente|casi|poco más de|poco menos de|circa|intorno ai|intorno a|quasi|poco più di|poco meno di|cerca de|por volta de|quase|約|およそ|약|约|大约|حوالي|نحو|تقريبا"

	onlyWords = "just|now|jetzt|maintenant|ora|ahora|agora|nu|only|税込|税込み|税抜|a mere|a cool|a modest|nur|für nur|seulement|seulement à|solo|sólo|solamente|appena|soltanto|apenas|só|わずか|たった|단|仅|只要|仅需|فقط"

	nowWords = "now|reduced to|down to|marked down to|on sale for|sale|sale price|for|jetzt|nur noch|reduziert auf|maintenant|désormais|soldé à|soldée à|ora|adesso|scontata a|scontato a|ahora|rebajado a|rebajada a|agora|por|今|現在|セール価格|지금|세일가|现价|现|الآن|nu|nå|→|->|➔|=>"

	wasWords = "was|were|originally|orig.|orig|comp.|comp|compare at|rrp|reg.|reg|regularly|list price|usually|normally|formerly|previously|down from|reduced from|marked down from|instead of|full price|statt|statt bisher|bisher|vorher|uvp|ursprünglich|früher|au lieu de|avant|prix initial|invece di|anziché|prima|prezzo pieno|en lugar de|en vez de|antes|antes de|em vez de|de|en lugar|定価|通常価格|通常|元値|정가|원래|原价|原價|بدلا من|بدلاً من|كان|før|förr|ordinarie|was:"

	// Before a sum these make it a limit, and after it a limit or a share.
	limitBefore = "under|below|less than|over|above|more than|up to|at least|at most|no more than|beyond|within|save|saves|saving|save up to|spend|spending|spent|worth|a minimum of|minimum|max|maximum|anything over|orders over|orders above|free over|moins de|à moins de|plus de|jusqu'à|sous|sous les|au-dessus de|unter|über|bis|bis zu|mehr als|weniger als|mindestens|höchstens|menos de|por menos de|a menos de|más de|hasta|bajo|meno di|a meno di|più di|fino a|sotto i|sotto|sopra i|mais de|até|abaixo de|acima de|por menos de|أقل من|بأقل من|تحت|أكثر من|حتى|onder|boven|over|poniżej|do|до|pay|paying|invest|raise|raised|owe|owes|earn|earns|earning|donate|win|wins|won|fined|robbed of"

	limitAfter = "to make|to produce|to rent|to hire|to repair|to clean|or less|or under|or more|and under|and over|and below|or below|and up|plus|off|discount|a head|per head|each way|a month|per month|monthly|a year|per year|annually|a day|per day|a week|per week|an hour|per hour|a night|per night|a tonne|an ounce|a gallon|a barrel|a share|per share|note|notes|bill|bills|banknote|worth|fine|fines|fee|fees|voucher|vouchers|gift card|gift cards|deposit|salary|prize|bond|cash|in cash|in debt|in damages|damages|budget|mark|profit|loss|pro monat|im monat|monatlich|pro jahr|pro stunde|pro nacht|par mois|par an|par jour|de l'heure|de réduction|de remise|al mese|all'anno|al giorno|di sconto|al mes|al año|de descuento|de dto|por mês|por ano|de desconto|rabatt|rabais|或以下|及以下|以下|以内|以內|以上|未満|超|オフ|off|割引|引き|이하|이내|이상|미만|대|할인|خصم|شهريا|سنويا|台"

	// A sentence with one of these speaks of other money than a price.
	otherMoney = "cloakroom|entrance|admission|christie|sotheby|christies|fee|fees|fine|fined|fines|prize|prizes|award|reward|salary|salaries|wage|wages|paid|revenue|revenues|turnover|profit|profits|loss|losses|debt|loan|loans|tax|taxes|toll|rent|rents|mortgage|deposit|bond|bail|donation|donations|donate|charity|subscribe|subscription|newsletter|membership|shipping|delivery|postage|insurance|damages|lawsuit|settlement|stolen|robbed|theft|auction|auctions|auctioned|hammer|bid|bids|bidder|bidders|fetched|resale|reseller|resellers|fraud|average|total|investors|investment|funding|valuation|shares|dividend|budget|economy|bank|banks|billion|million|income|pension|grant|grants|seized|smuggled|gofundme|fundraiser|ticket|tickets|fare|fares|locker|lockers|gate|purse was|amende|amendes|salaire|chiffre|abonnement|livraison|abonnez|bénéfice|strafe|bußgeld|gehalt|umsatz|versand|versandkosten|abonnement|gewinn|spende|spenden|verlust|steuer|multa|multe|stipendio|fatturato|spedizione|abbonamento|asta|salario|sueldo|ingresos|envío|suscripción|subasta|faturamento|receita|frete|assinatura|leilão|doação|angariou|salário|罰金|給料|年収|月収|売上|送料|手数料|平均|現金|벌금|연봉|월급|매출|배송비|평균|罚款|工资|营收|销售额|运费|平均|غرامة|راتب|إيرادات|الشحن|مزاد"

	// Verbs and prepositions between a thing and what it costs.
	costWords = "costs|cost|costing|is|are|was|it's|he's|at|for|is priced at|priced at|priced|retails at|retails for|retailing at|retailing for|sells for|selling for|sell for|goes for|comes in at|rings in at|clocks in at|cost her|cost him|cost me|cost us|cost you|will set you back|sets you back|back at|available for|available at|yours for|on sale for|on sale at|listed at|bought for|bought, for|drops to|dropped to|price|now|kostet|kosten|kostete|für|zu|um|zum preis von|erhältlich für|liegt bei|gibt es für|coûte|coûtent|vaut|à|pour|est à|sont à|au prix de|affiché à|affichée à|proposé à|proposée à|vendu|vendue|vendu à|vendue à|costa|costano|a|per|al prezzo di|in vendita a|viene|cuesta|cuestan|por|vale|a un precio de|custa|custam|sai por|à venda por|por apenas|は|が|で|の|に|은|는|이|가|售价|售价为|定价|定价为|要价|标价|价格为|仅售|卖|بسعر|بـ|ب|سعرها|سعره|مقابل|koster|kostar|kost|za|kosztuje|стоит|за|da|de"

	// A phrase that opens with one of these tells a variant, not a thing.
	variants = "in|en|aus|with|mit|avec|con|com|for|from|per"

	personalCost = "cost her|cost him|cost me|cost us|cost you"

	// Words alone before a price that name nothing.
	priceLabels = "값|price|prices|prix|preis|prezzo|precio|preço|価格|値段|가격|价格|售价|السعر|pris|prijs|cena|цена|cost|rrp|msrp|sale|now|shop|shop now|buy|buy now|buy it|get it|available|in stock|acheter|kaufen|jetzt kaufen|acquista|comprar|compra|購入|구매|购买|تسوق"

	// A name that ends in one of these, or is one, names nothing.
	emptyHeads = "quella|quello|celle|celui|aquella|aquello|aquela|aquele|one|ones|it|they|this|that|those|these|which|who|all|both|each|price|prices|cost|costs|them|he|she|we|you|i|there|here|rest|same|anything|something|nothing|everything|ils|elle|il|elles|es|sie|er|das|ella|ele|ela|esto|ello|isso|total|sum|amount|prix|preis|prezzo|precio|preço|價格|value|month|year|week|day|hour|people|man|woman|men|women|children|others|another|time|times|life|work|house|home|world|deal|deals|code|promo|discount|half|money"

	// What a preposition ties to a price that is no shop.
	dates = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|christmas|easter|spring|summer|autumn|winter|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|januar|februar|märz|mai|juni|juli|oktober|dezember|weihnachten|ostern|noël|natal|natale|navidad|instagram|tiktok|black friday"

	conjunctions = "and|or|und|oder|et|ou|e|ed|o|y|og|och|en"

	pronouns = "it|it's|it’s|they're|they’re|its|they|she|he|il|elle|es|sie|er|ella|this week it|today it"

	determiners = "the|a|an|another|this|that|these|those|its|their|our|my|your|his|her|each|every|le|la|les|l'|un|une|des|ce|cette|ces|notre|der|die|das|den|dem|ein|eine|einen|einem|einer|dieser|diese|dieses|il|lo|gli|i|uno|una|questo|questa|el|los|las|unos|unas|este|esta|o|os|as|um|uma|essa|esse"

	// A noun phrase does not reach across these.
	phraseStops = "is|are|was|were|be|been|has|have|had|having|comes|came|come|and|or|but|that|which|who|whose|where|when|while|because|if|then|so|we|you|they|i|he|she|it|me|us|them|like|as|plus|belongs|loved|picked|bought|spotted|carried|carries|wears|wore|wearing|carrying|says|said|find|found|buy|get|got|try|pick|choose|love|want|need|see|meet|seen|look|make|makes|made|costs|cost|costing|will|would|can|could|should|may|might|do|does|did|not|only|just|also|even|still|already|than|before|after|until|since|next|now|think|including|featuring|available|priced|solves|goes|ist|sind|war|hat|haben|und|oder|aber|dass|welche|wenn|weil|wir|sie|es|gibt|kostet|est|sont|était|et|ou|mais|qui|que|dont|quand|nous|vous|coûte|è|sono|era|e|ed|ma|che|quando|noi|costa|son|es|y|pero|cuando|nosotros|cuesta|é|são|mas|quando|custa|ainda|dei|delle"
)

// lists holds the phrase lists as sets, built at first use.
var lists = sync.OnceValue(func() map[string]map[string]bool {
	sets := map[string]map[string]bool{}
	for _, list := range [...]string{fromWords, aboutWords, onlyWords, nowWords, wasWords, limitBefore, limitAfter, otherMoney, costWords,
		priceLabels, emptyHeads, conjunctions, determiners, phraseStops,
		houseCues, calls, sections, dates, verbs, prepositions, relatives, numerals, costTells, others, stands, indefinite, traits, places, vague, pronouns, forWords, personalCost, variants} {
		set := map[string]bool{}
		for phrase := range strings.SplitSeq(list, "|") {
			set[phrase] = true
		}
		sets[list] = set
	}
	return sets
})

// in tells whether a whole phrase, in lower case, is on a list.
func in(phrase, list string) bool { return lists()[list][strings.ToLower(phrase)] }

// cueWidth bounds a phrase on the lists, in words.
const cueWidth = 5

// cutTail cuts the longest phrase of the list off the end of s. Phrases of
// scripts without spaces need no space before them.
func cutTail(s, list string) (head string, ok bool) {
	s = strings.TrimRightFunc(s, isPadding)
	set := lists()[list]
	last := tail(s, 48)
	lower := strings.ToLower(last)
	if len(lower) != len(last) {
		return s, false // a letter that changes its width: not worth the trouble
	}
	best := 0
	end := len(lower)
	for i, words := end, 0; i > 0 && words < cueWidth; {
		r, w := utf8.DecodeLastRuneInString(lower[:i])
		if isPadding(r) {
			words++
		}
		i -= w
		boundary := i == 0 && len(s) == end || i > 0 && !unicode.IsLetter(lastRune(lower[:i])) || isCompact(r) || isArabic(r)
		if boundary && set[lower[i:]] {
			best = end - i
		}
	}
	return strings.TrimRightFunc(s[:len(s)-best], isPadding), best > 0
}

// cutHead cuts the longest phrase of the list off the start of s.
func cutHead(s, list string) (rest string, ok bool) {
	s = strings.TrimLeftFunc(s, isPadding)
	set := lists()[list]
	best := 0
	for i, words := 0, 0; i < len(s) && i < 48 && words < cueWidth; {
		r, w := utf8.DecodeRuneInString(s[i:])
		i += w
		next, _ := utf8.DecodeRuneInString(s[i:])
		if i == len(s) || !unicode.IsLetter(next) || isCompact(r) {
			if set[strings.ToLower(s[:i])] {
				best = i
			}
			words++
		}
	}
	return strings.TrimLeftFunc(s[best:], isPadding), best > 0
}

// isPadding tells spaces of all widths.
func isPadding(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' }
