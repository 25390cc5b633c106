package product

import (
	"strings"
	"testing"

	"reticule"
)

// blocksOf makes a block of each line: "# " marks a heading, "~ " what was
// taken for a link elsewhere.
func blocksOf(text string) []reticule.Block {
	blocks := linesOf(text)
	for i, b := range blocks {
		if rest, ok := strings.CutPrefix(b.Text, "# "); ok {
			blocks[i].Kind, blocks[i].Text = "h", rest
		}
		if rest, ok := strings.CutPrefix(b.Text, "~ "); ok {
			blocks[i].Zone, blocks[i].Text = reticule.ZoneRelated, rest
		}
	}
	return blocks
}

func TestCards(t *testing.T) {
	for _, tt := range []struct{ what, lang, in, want string }{
		{"heading, text, price", "en", "# Pea Pod pouch\nIt is green and it shuts.\n£38", "Pea Pod pouch; ; ; 38 GBP"},
		{"a known shop", "en", "# Pea Pod pouch\nIt is green and it shuts.\n£38, Selfridges", "Pea Pod pouch; ; Selfridges; 38 GBP"},
		{"shops that are on no list", "en", "# Pea Pod pouch\nGreen.\n£95, Orsel & Daughters\n# Thumb tote\nTall.\n$120, Unknown Shop\n# Dot bag\nRound.\n£95 at Pilcrow Market",
			"Pea Pod pouch; ; Orsel & Daughters; 95 GBP\nThumb tote; ; Unknown Shop; 120 USD\nDot bag; ; Pilcrow Market; 95 GBP"},
		{"a web address", "en", "# Pea Pod pouch\nGreen.\n£95, peapod.example", "Pea Pod pouch; ; peapod.example; 95 GBP"},
		{"a button", "en", "# Pea Pod pouch\nGreen.\nShop now, £95\n# Thumb tote\nTall.\n£40 at Lune Market. Buy now", "Pea Pod pouch; ; ; 95 GBP\nThumb tote; ; Lune Market; 40 GBP"},
		{"a shop before the price", "en", "# Pea Pod pouch\nGreen.\nBuy at Zara, £25.99\n# 2. Ink Well\nBlack.\nPilcrow Market, £38", "Pea Pod pouch; Zara; Zara; 25.99 GBP\nInk Well; ; Pilcrow Market; 38 GBP"},
		{"was and now", "en", "# Pea Pod pouch\nGreen.\nWas £125, now £95 at Orsel & Daughters", "Pea Pod pouch; ; Orsel & Daughters; 95 GBP was 125 GBP"},
		{"a numbered line for a heading", "en", "1. Sorrel Half Pint\nThe winner. A bucket the size of a teacup.\n$168 at Nordstrom", "Sorrel Half Pint; ; Nordstrom; 168 USD"},
		{"the price ends the text", "en", "1. Sorrel Half Pint\nThe winner. A bucket the size of a teacup. $168 at Nordstrom.", "Sorrel Half Pint; ; Nordstrom; 168 USD"},
		{"the price opens the text", "en", "# Jot crossbody\n£48, Pilcrow Market. The cheapest that we would buy again.", "Jot crossbody; ; Pilcrow Market; 48 GBP"},
		{"two paragraphs and a caption between", "en", "# Thimble bag\nThe Thimble, in green\nSoft as a sock.\nAnd as roomy.\n$125", "Thimble bag; ; ; 125 USD"},
		{"no bag in the name", "en", "# The Crumb\nFelt. Three inches.\n$29 at Pilcrow Market", "The Crumb; ; Pilcrow Market; 29 USD"},
		{"the shop on a line of its own", "en", "Dot pouch\n£25\nPilcrow Market\nComma tote\n£30\nat Orsel & Daughters\nColon clutch\n£45\nSemicolon purse\n£50",
			"Dot pouch; ; Pilcrow Market; 25 GBP\nComma tote; ; Orsel & Daughters; 30 GBP\nColon clutch; ; ; 45 GBP\nSemicolon purse; ; ; 50 GBP"},
		{"the shop below name and price", "en", "Bead pouch, £38\nAvailable at Orsel & Daughters\nMoon bag, £58\npilcrow.example", "Bead pouch; ; Orsel & Daughters; 38 GBP\nMoon bag; ; pilcrow.example; 58 GBP"},
		{"a heading over several things", "en", "# Our favourite mini bags\nDot pouch\n£25\nComma tote\n£30", "Dot pouch; ; ; 25 GBP\nComma tote; ; ; 30 GBP"},
		{"a price line taken for a link", "en", "# Pea Pod pouch\nGreen.\n~ £95 at Pilcrow Market", "Pea Pod pouch; ; Pilcrow Market; 95 GBP"},
		{"links elsewhere", "en", "Green.\n~ # Shop the story\n~ Moon bag\n~ £95 at Pilcrow Market", ""},
		{"German", "de", "# Minitasche Kiesel\nRund.\n129 € bei Taschenhaus Kiel\n# Der Korken\nKlein.\nAb 79,95 € bei Zalando", "Minitasche Kiesel; ; Taschenhaus Kiel; 129 EUR\nDer Korken; ; Zalando; 79.95 EUR from"},
		{"French", "fr", "# Mini sac Galet\nTout rond.\n95 € chez Maison Ourlet\n# Pochette Dé\nToute petite.\nPrix : 120 €", "Mini sac Galet; ; Maison Ourlet; 95 EUR\nPochette Dé; ; ; 120 EUR"},
		{"Italian", "it", "# Borsina Ditale\nUna sola chiave.\n95 € da Bottega Salviati", "Borsina Ditale; ; Bottega Salviati; 95 EUR"},
		{"Spanish", "es", "# Bolsito Dedal\nCosido a mano.\n120 € en Taller Olmo", "Bolsito Dedal; ; Taller Olmo; 120 EUR"},
		{"Portuguese", "pt", "# Microbolsa Caroço\nRedonda.\nR$ 389 na Rua Nova", "Microbolsa Caroço; ; Rua Nova; 389 BRL"},
		{"Japanese", "ja", "# 豆バッグ\n小さい。\n￥18,700／革工房つむぎ\n# ナノポーチ\nまるい。\n9,900円（税込）／京都あさがお堂\nどんぐりバッグ ￥8,000／土屋堂", "豆バッグ; ; 革工房つむぎ; 18700 JPY\nナノポーチ; ; 京都あさがお堂; 9900 JPY\nどんぐりバッグ; ; 土屋堂; 8000 JPY"},
		{"Korean", "ko", "# 도토리 미니백\n동그랗다.\n148,000원, 모래시계", "도토리 미니백; ; 모래시계; 148000 KRW"},
		{"Chinese", "zh", "# 豆子迷你包\n很小。\n790元｜针线铺", "豆子迷你包; ; 针线铺; 790 CNY"},
		{"Arabic", "ar", "# حقيبة الحبة\nصغيرة.\n450 درهم، متجر الخيط", "حقيبة الحبة; ; متجر الخيط; 450 AED"},
		{"no card", "en", "# Why we love them\nThey are light.\n£95", ""},
		{"neither pence nor nothing", "en", "# Pea Pod pouch\nGreen.\n99p\n€0", ""},
	} {
		var got []string
		for _, p := range Read(blocksOf(tt.in), tt.lang) {
			got = append(got, show(p))
		}
		if s := strings.Join(got, "\n"); s != tt.want {
			t.Errorf("%s\n got %q\nwant %q", tt.what, s, tt.want)
		}
	}
}

// TestClauses: names are noun phrases, wherever the price stands.
func TestClauses(t *testing.T) {
	for _, tt := range []struct{ lang, in, want string }{
		{"en", "From one calfskin a cutter gets two of Maison Loom's top-handle bags, at 2,400 dollars each.", ""},
		{"en", "There is a micro top handle in tangerine, £45, two beaded pouches from Leith at £12 each, and a cube.", "micro top handle in tangerine; ; ; 45 GBP\nbeaded pouches; ; ; 12 GBP"},
		{"en", "Top marks went to the Tarn Micro bag (£28), which weighs nothing.", "Tarn Micro bag; ; ; 28 GBP"},
		{"en", "They named it as Jacquemus's Le Petit Noyau, which the label sells to all for about €290.", "Petit Noyau; Jacquemus; ; 290 EUR"},
		{"en", "For the club: Aspinal's micro Plum in ruby, £225, to gasp at.", "micro Plum in ruby; Aspinal of London; ; 225 GBP"},
		{"en", "The Moth is the first micro bag by Loom, which made nothing smaller than a satchel. It is seven centimetres wide, and it costs £185.", "Moth; ; ; 185 GBP"},
		{"en", "Zara will bring back its glass Egg bag. Sixty will be blown in Biot and sold from 3 March at €1,450.", "glass Egg bag; Zara; ; 1450 EUR"},
		{"en", "The price of a Nano Speedy rose again, to €1,650 in France.", "Nano Speedy; ; ; 1650 EUR"},
		{"en", "Visitors must leave bags at the cloakroom, for £1.", ""},
		{"it", "Fendi ha ridotto la Pera, Valextra propone una Mela micro a 1.150 euro.", "Mela micro; Valextra; ; 1150 EUR"},
		{"it", "Uno chemisier verde (Marella, 269 euro) basta.", "chemisier verde; ; Marella; 269 EUR"},
		{"es", "Se trata de un Nido de Balenciaga en su talla nano, de piel brillante, que cuesta 890 euros.", "Nido de Balenciaga en su talla nano; Balenciaga; ; 890 EUR"},
		{"pt", "Muitas trocaram a bolsa grande por outra. Custa a partir de R$ 119.", "bolsa; ; ; 119 BRL from"},
		{"it", "Tra le più richieste la Nano Gate di Loewe (950 euro).", "Nano Gate; Loewe; ; 950 EUR"},
		{"pt", "A tote da Parfois chega em versão nano: nove centímetros. Custa 12,99 euros e vem em seis cores.", "tote; Parfois; ; 12.99 EUR"},
		{"de", "In die Mikrotasche passt ein Ausweis. Sie kostet 149 Euro.", "Mikrotasche; ; ; 149 EUR"},
		{"ko", "가방은 작은 공방이 만들었다. 소가죽 한 장을 접어 바느질했고 값은 14만 8천 원이다.", "가방; ; ; 148000 KRW"},
		{"ko", "해당 제품은 국내 브랜드 ‘모래알’의 초미니 토트로 가격은 24만8000원.", "초미니 토트; ; ; 248000 KRW"},
		{"ja", "人気は国産レザーのミニショルダー（1万2000円）。", "国産レザーのミニショルダー; ; ; 12000 JPY"},
	} {
		var got []string
		for _, p := range Read(linesOf(tt.in), tt.lang) {
			got = append(got, show(p))
		}
		if s := strings.Join(got, "\n"); s != tt.want {
			t.Errorf("%q\n got %q\nwant %q", tt.in, s, tt.want)
		}
	}
}
