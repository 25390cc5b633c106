package product

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"reticule"
	"reticule/internal/race"
)

// show writes a product on one line: name; brand; retailer; price and what
// belongs to it.
func show(p reticule.Product) string {
	s := fmt.Sprintf("%s; %s; %s; %s", p.Name, p.Brand, p.Retailer, p.Price)
	if !p.High.IsZero() {
		s += " to " + p.High.String()
	}
	if !p.Was.IsZero() {
		s += " was " + p.Was.String()
	}
	if p.From {
		s += " from"
	}
	return s
}

func TestForms(t *testing.T) {
	for _, tt := range []struct{ in, lang, want string }{
		{"1. Rose mini bowler bag, £18, Dorothy Perkins", "en", "Rose mini bowler bag; Dorothy Perkins; Dorothy Perkins; 18 GBP"},
		{"Tiny moon bag, £195, Aspinal of London", "en", "Tiny moon bag; Aspinal of London; Aspinal of London; 195 GBP"},
		{"Acne Studios small knot tote, £650, Net-A-Porter", "en", "small knot tote; Acne Studios; Net-A-Porter; 650 GBP"},
		{"Plum leather tote bag, £75, & Other Stories", "en", "Plum leather tote bag; & Other Stories; & Other Stories; 75 GBP"},
		{"Pleated mini bag – £18 at Lune Market", "en", "Pleated mini bag; ; Lune Market; 18 GBP"},
		{"Shop Staud Moon mini ($1,350)", "en", "Moon mini; Staud; ; 1350 USD"},
		{"£18 | Pleated mini bag | Zara", "en", "Pleated mini bag; Zara; Zara; 18 GBP"},
		{"Staud Moon Bag $540 BUY NOW", "en", "Moon Bag; Staud; ; 540 USD"},
		{"Nano Alma\n£1,210\nlouisvuitton.com", "en", "Nano Alma; Louis Vuitton; Louis Vuitton; 1210 GBP"},
		{"Jacquemus\nLe Chiquito\n€520", "fr", "Le Chiquito; Jacquemus; ; 520 EUR"},
		{"Raffia pouch\nWas £120, now £84\nShop now", "en", "Raffia pouch; ; ; 84 GBP was 120 GBP"},
		{"Nano Speedy | Louis Vuitton | $1,790 | 16 cm", "en", "Nano Speedy; Louis Vuitton; Louis Vuitton; 1790 USD"},
		{"The Nano costs €1.290 at Galeries Lafayette and Prada is pleased", "en", "Nano; ; Galeries Lafayette; 1290 EUR"},
		{"The Prada Cleo mini comes in at just under $500.", "en", "Cleo mini; Prada; ; 500 USD"},
		{"Mini tote, £84 (was £120), Mango", "en", "Mini tote; Mango; Mango; 84 GBP was 120 GBP"},
		{"Mini tote, £120, now £84, Mango", "en", "Mini tote; Mango; Mango; 84 GBP was 120 GBP"},
		{"Mini tote, was £120, now £84, Mango", "en", "Mini tote; Mango; Mango; 84 GBP was 120 GBP"},
		{"Mini tote, from £95, Mango", "en", "Mini tote; Mango; Mango; 95 GBP from"},
		{"Beaded bags, £40–£60, Accessorize", "en", "Beaded bags; Accessorize; Accessorize; 40 GBP to 60 GBP"},
		{"Beaded bags, £40-60, Accessorize", "en", "Beaded bags; Accessorize; Accessorize; 40 GBP to 60 GBP"},
		{"Satin bag, £350/€390/$420, Selfridges", "en", "Satin bag; ; Selfridges; 350 GBP"},
		{"A €7 croc micro bag from Primark that does it all", "en", "croc micro bag; Primark; ; 7 EUR"},
		{"Sac en cuir Polène, 1 290 €", "fr", "Sac en cuir; Polène; ; 1290 EUR"},
		{"Mini sac à 95 € chez Sézane", "fr", "Mini sac; Sézane; Sézane; 95 EUR"},
		{"Zara-Minitasche statt 49,95 € jetzt 29,95 €", "de", "Minitasche; Zara; ; 29.95 EUR was 49.95 EUR"},
		{"Die Nano Speedy (1.450 Euro) passt in jede Hand.", "de", "Nano Speedy; ; ; 1450 EUR"},
		{"On craque pour le mini sac Jacquemus à 49,99 €.", "fr", "mini sac; Jacquemus; ; 49.99 EUR"},
		{"El minibolso de Zara, por 25,95 €, se agotó.", "es", "minibolso; Zara; ; 25.95 EUR"},
		{"La mini bag di Prada (1.350 €) e quella di Zara (29,95 €).", "it", "mini bag; Prada; ; 1350 EUR\nmini bag; Zara; ; 29.95 EUR"},
		{"A microbolsa da Jacquemus custa R$ 3.490.", "pt", "microbolsa; Jacquemus; ; 3490 BRL"},
		{"ザ・ロウのミニバッグ(税込98,000円)は小さい。", "ja", "ミニバッグ; The Row; ; 98000 JPY"},
		{"자라 미니백은 4만9900원이다.", "ko", "미니백; Zara; ; 49900 KRW"},
		{"这款Zara迷你包售价2200元。", "zh", "迷你包; Zara; ; 2200 CNY"},
		{"حقيبة ميني من ديور بسعر 450 درهم.", "ar", "حقيبة ميني; Dior; ; 450 AED"},
		{"Zara mini bag, £25.99 (zara.com)", "en", "mini bag; Zara; Zara; 25.99 GBP"},
		{"• Mango - Mini bag with chain - 29,99 €", "en", "Mini bag with chain; Mango; ; 29.99 EUR"},
		{"Mini bag with chain. £29.99.", "en", "Mini bag with chain; ; ; 29.99 GBP"},
		{"Buy it: Coach Tabby 12, $195, coach.com", "en", "Tabby 12; Coach; Coach; 195 USD"},
		{"Coach, Tabby 12, $195", "en", "Tabby 12; Coach; ; 195 USD"},
		{"Mini bag £25 → £15", "en", "Mini bag; ; ; 15 GBP was 25 GBP"},
		{"A micro bag from Mango cost her £15.99 last summer.", "en", "micro bag; Mango; ; 15.99 GBP"},
		{"At £195, the Moon pouch is a bargain.", "en", "Moon pouch; ; ; 195 GBP"},
		{"The Moon pouch solves that. £495, nappa, padded.", "en", "Moon pouch; ; ; 495 GBP"},
		{"It is the pouch of the year. It costs £40.", "en", "pouch; ; ; 40 GBP"},
		{"Nano bag by Strathberry. Price: £295.", "en", "Nano bag; Strathberry; ; 295 GBP"},
		{"COS's micro clutch is £45 and Arket's is £69.", "en", "micro clutch; COS; ; 45 GBP\nmicro clutch; Arket; ; 69 GBP"},
		{"The Chiquito, €450 in leather, €520 in suede, sells best.", "en", "The Chiquito; ; ; 450 EUR"},
		{"젠틀몬스터 미니백의 가격은 15만9천 원.", "ko", "미니백; Gentle Monster; ; 159000 KRW"},
		{"Coach的迷你包定价4,200元,已售罄。", "zh", "迷你包; Coach; ; 4200 CNY"},
		{"حقيبة جاكيموس الصغيرة سعرها 1,200 درهم.", "ar", "حقيبة جاكيموس الصغيرة; Jacquemus; ; 1200 AED"},
		{"El bolso joya de Bimba y Lola cuesta 49,95 euros.", "es", "bolso joya; Bimba y Lola; ; 49.95 EUR"},
		{"Bring a sleeping bag. £24,995, awning extra.", "en", ""},
		{"Each bag costs £4 to make.", "en", ""},
		{"The tiny bag sold at Christie's for $85,000.", "en", ""},
		{"Fine for carrying a bag: £80.", "en", ""},
		{"Total £181 for the bags", "en", ""},
		{"The market is worth €2 billion, said the owner of Gucci", "en", ""},
		{"30% off at Zara", "en", ""},
		{"The best bags under £100", "en", ""},
		{"Bags for under £100 from Zara", "en", ""},
		{"Free delivery on orders over £50 at Asos", "en", ""},
		{"She was fined €300 for a fake Gucci bag", "en", ""},
		{"The court awarded Hermès $133,000 in damages over the bag", "en", ""},
		{"A Birkin bag sold for $450,000 at auction in Paris", "en", ""},
		{"A salary of £32,000 buys no Chanel bag", "en", ""},
		{"Subscribe from £1 a month", "en", ""},
		{"The bag is 18 cm wide, tel. 020 7946 0000, since 1993", "en", ""},
		{"Resellers are asking £60 for the bag", "en", ""},
		{"Euro 2024 brought football bags", "en", ""},
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

func TestReadIgnoresFurniture(t *testing.T) {
	for _, zone := range []reticule.Zone{reticule.ZoneRelated, reticule.ZoneBoilerplate} {
		if got := Read([]reticule.Block{{Zone: zone, Kind: "li", Text: "1. Mini bag, £18, Zara"}}, "en"); len(got) > 0 {
			t.Errorf("%s: %v", zone, got)
		}
	}
}

func TestFromOffer(t *testing.T) {
	for _, tt := range []struct {
		name, brand, price, currency, seller string
		want                                 string
	}{
		{"Le Chiquito", "JACQUEMUS", "385.00", "GBP", "Selfridges", "Le Chiquito; Jacquemus; Selfridges; 385 GBP"},
		{"Nano", "", "1290", "EUR", "", "Nano; ; ; 1290 EUR"},
		{"Nano", "", "1,290.50", "USD", "", "Nano; ; ; 1290.50 USD"},
		{"Nano", "", "29.990000", "EUR", "", "Nano; ; ; 29.99 EUR"},
		{"Nano", "", "€1.290,00", "", "", "Nano; ; ; 1290 EUR"},
		{"Nano", "", "98000", "¥", "", "Nano; ; ; 98000 JPY"},
		{"Nano", "", "12.5", "£", "", "Nano; ; ; 12.50 GBP"},
		{"", "", "12.5", "£", "", ""},
		{"Nano", "", "free", "GBP", "", ""},
		{"Nano", "", "-5", "GBP", "", ""},
		{"Nano", "", "0", "GBP", "", ""},
	} {
		p, ok := FromOffer(tt.name, tt.brand, tt.price, tt.currency, tt.seller)
		got := ""
		if ok {
			got = show(p)
		}
		if got != tt.want {
			t.Errorf("FromOffer(%q, %q, %q) = %q, want %q", tt.name, tt.price, tt.currency, got, tt.want)
		}
	}
}

// TestReadIsLinear: shapes that invite quadratic work, one mebibyte each.
func TestReadIsLinear(t *testing.T) {
	for _, unit := range []string{"bag £5 ", "Coach,", ")", "bag ", "£5–", "1,", "a. £5 ", "Gap(", "'a", "万1", "it costs £5. ", "1 ", "£", "louis "} {
		text := strings.Repeat(unit, 1<<20/len(unit))
		start := time.Now()
		Read([]reticule.Block{{Zone: reticule.ZoneBody, Text: text + "£5"}}, "en")
		Houses().Find(text)
		if took := time.Since(start); took > 5*time.Second && !race.Enabled {
			t.Errorf("%q: %v", unit, took)
		} else {
			t.Logf("%q: %v", unit, took)
		}
	}
}
