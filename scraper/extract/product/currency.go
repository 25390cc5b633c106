package product

import (
	"strings"
	"sync"
	"unicode"
)

// codes are the ISO 4217 codes that shops print.
const codes = " USD EUR GBP JPY CNY KRW CHF CAD AUD NZD HKD SGD TWD MOP SEK NOK DKK ISK PLN CZK HUF RON BGN RUB UAH TRY ILS INR IDR MYR THB VND PHP BRL MXN ARS CLP COP PEN UYU ZAR NGN KES GHS EGP MAD DZD TND AED SAR QAR KWD BHD OMR JOD LBP PKR BDT LKR KZT GEL RSD "

// thousandths are the currencies that print three decimals.
const thousandths = " KWD BHD OMR JOD TND "

// spacedGroups are the currencies whose prices part thousands by a plain
// space: 4 500 kr, 1 290 €.
const spacedGroups = " EUR SEK NOK DKK ISK PLN CZK HUF RUB UAH ZAR BGN RON CHF KZT "

func isCode(word string) bool { return len(word) == 3 && strings.Contains(codes, " "+word+" ") }

// currencySigns are the signs of one rune that name a currency in any text.
var currencySigns = [...]struct {
	sign rune
	code string
}{{'£', "GBP"}, {'￡', "GBP"}, {'€', "EUR"}, {'₩', "KRW"}, {'￦', "KRW"}, {'₹', "INR"}, {'₽', "RUB"}, {'₺', "TRY"}, {'₴', "UAH"},
	{'₪', "ILS"}, {'฿', "THB"}, {'₫', "VND"}, {'₱', "PHP"}, {'₦', "NGN"}, {'₸', "KZT"}, {'₾', "GEL"}}

// dollars are the letters that stand before a dollar sign.
var dollars = [...]struct{ prefix, code string }{{"US", "USD"}, {"U.S.", "USD"}, {"HK", "HKD"}, {"AUS", "AUD"}, {"AU", "AUD"}, {"A", "AUD"},
	{"CAN", "CAD"}, {"CDN", "CAD"}, {"CA", "CAD"}, {"C", "CAD"}, {"NZ", "NZD"}, {"SG", "SGD"}, {"S", "SGD"}, {"NT", "TWD"}, {"TW", "TWD"},
	{"MX", "MXN"}, {"AR", "ARS"}, {"R", "BRL"}, {"CLP", "CLP"}, {"COP", "COP"}, {"MOP", "MOP"}}

// currencyWords are the words for money by currency. Those with a capital need
// it; a question mark marks words that are also weights, verbs or pronouns.
const currencyWords = `
EUR euro euros eur evro евро يورو اليورو
USD dollar dollars dólar dólares dolares dollari dollaro us-dollar us-dollars доллар доллара долларов دولار دولارا دولارات bucks?
GBP quid pound? pounds? livres? sterline pfund?
JPY yen yens ين
KRW won?
CNY yuan yuans RMB rmb renminbi يوان
CHF franken SFr SFr. Fr. franchi sfr
BRL real? reais
INR Rs Rs. rupee rupees rupien roupies rupias
AED dirham dirhams Dhs Dhs. Dh DH درهم درهما دراهم الدرهم د.إ د.إ.
SAR riyal riyals ريال ريالا ريالات ر.س ر.س. SR
KWD دينار دينارا د.ك د.ك.
EGP جنيه جنيها ج.م
TRY TL lira? liras? ليرة
RUB руб руб. рублей рубля рубль р. rubles roubles rubel
UAH грн грн.
PLN zł zloty złoty złotych złote
CZK kč Kc korun koruna
HUF Ft? forint
RON lei?
BGN лв лв.
KR kr kr. kronor krona kroner krone
ISK krónur
IDR Rp Rp. rupiah
MYR RM ringgit
THB baht
ZAR rand?
MXN pesos?
`

// eastAsian are the money words of scripts without spaces, longest first; each
// is known by its start.
var eastAsian = [...]struct{ word, code string }{
	{"人民币", "CNY"}, {"人民幣", "CNY"}, {"人民元", "CNY"}, {"新台币", "TWD"}, {"新臺幣", "TWD"}, {"新台幣", "TWD"}, {"日本円", "JPY"},
	{"米ドル", "USD"}, {"香港ドル", "HKD"}, {"ユーロ", "EUR"}, {"ポンド", "GBP"}, {"ウォン", "KRW"}, {"ドル", "USD"}, {"スイスフラン", "CHF"},
	{"美元", "USD"}, {"美金", "USD"}, {"欧元", "EUR"}, {"歐元", "EUR"}, {"英镑", "GBP"}, {"英鎊", "GBP"}, {"日元", "JPY"}, {"日圆", "JPY"},
	{"日圓", "JPY"}, {"韩元", "KRW"}, {"韓元", "KRW"}, {"韩币", "KRW"}, {"港币", "HKD"}, {"港幣", "HKD"}, {"港元", "HKD"}, {"台币", "TWD"},
	{"台幣", "TWD"}, {"加元", "CAD"}, {"澳元", "AUD"}, {"瑞郎", "CHF"}, {"달러", "USD"}, {"유로", "EUR"}, {"파운드", "GBP"}, {"위안", "CNY"},
	{"엔", "JPY"}, {"원", "KRW"}, {"円", "JPY"}, {"元", "元"}, {"圓", "元"}, {"块", "CNY"}, {"塊", "TWD"}, {"บาท", "THB"}}

// signWords maps each money word to its currency, with "?" where it is also
// something else.
var signWords = sync.OnceValue(func() map[string]string {
	words := map[string]string{}
	for line := range strings.Lines(currencyWords) {
		fields := strings.Fields(line)
		for i := 1; i < len(fields); i++ {
			word, soft := strings.CutSuffix(fields[i], "?")
			code := fields[0]
			if soft {
				code += "?"
			}
			words[word] = code
		}
	}
	return words
})

// locale settles what signs and marks mean in a language and region.
type locale struct{ lang, region string }

// localeOf reads a BCP 47 tag; an empty one is taken for English.
func localeOf(tag string) locale {
	lang, rest, _ := strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
	region := ""
	for part := range strings.SplitSeq(rest, "-") {
		if len(part) == 2 {
			region = strings.ToUpper(part)
		}
	}
	if lang == "" {
		lang = "en"
	}
	return locale{strings.ToLower(lang), region}
}

// dollar is the currency of a bare dollar sign.
func (l locale) dollar() string {
	switch l.region {
	case "AU", "CA", "HK", "NZ", "SG", "MX":
		return map[string]string{"AU": "AUD", "CA": "CAD", "HK": "HKD", "NZ": "NZD", "SG": "SGD", "MX": "MXN"}[l.region]
	case "TW":
		return "TWD"
	}
	return "USD"
}

// settle gives the currency that an ambiguous mark stands for.
func (l locale) settle(code string) string {
	switch code {
	case "KR":
		switch l.lang {
		case "no", "nb", "nn":
			return "NOK"
		case "da":
			return "DKK"
		case "is":
			return "ISK"
		}
		return "SEK"
	case "元":
		if l.region == "TW" || l.region == "HK" {
			return map[string]string{"TW": "TWD", "HK": "HKD"}[l.region]
		}
		return "CNY"
	case "AED":
		if l.lang == "fr" || l.region == "MA" {
			return "MAD"
		}
	}
	return code
}

// signAt gives the currency of a sign of one rune, empty where it is none.
func (l locale) signAt(r rune) string {
	switch r {
	case '$', '＄', '﹩':
		return l.dollar()
	case '¥', '￥':
		if l.lang == "zh" {
			return "CNY"
		}
		return "JPY"
	}
	for _, s := range currencySigns {
		if s.sign == r {
			return s.code
		}
	}
	return ""
}

// word gives the currency that a word stands for. Codes need their capitals.
func (l locale) word(w string) (code string, soft bool) {
	if isCode(w) {
		return w, false
	}
	if w == "" || len(w) > 32 {
		return "", false
	}
	code = signWords()[w]
	if code == "" {
		code = signWords()[strings.Map(unvowel, strings.ToLower(w))]
	}
	code, soft = strings.CutSuffix(code, "?")
	return l.settle(code), soft
}

// unvowel drops the marks above and below Arabic letters, so that درهمًا and
// درهم are one, and the tatweel.
func unvowel(r rune) rune {
	if 0x064B <= r && r <= 0x0652 || r == 'ـ' {
		return -1
	}
	return r
}

// isWordRune tells whether a rune can stand inside a money word.
func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || r == '.' || r == '-' }
