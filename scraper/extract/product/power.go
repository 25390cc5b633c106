package product

import (
	"strings"
)

// powers are the words that multiply the number before them, with the
// thousands they stand for; 0 is millions and more.
const powers = ` k=1 K=1 mil=1 mila=1 Tausend=1 tausend=1 thousand=1 тыс=1 тыс.=1 ألف=1 آلاف=1 lakh=100 lakhs=100
m=0 M=0 mn=0 mln=0 MM=0 mm=0 bn=0 b=0 B=0 tn=0 Mio=0 Mio.=0 Mrd=0 Mrd.=0 million=0 millions=0 billion=0 billions=0 trillion=0 trillions=0
Million=0 Millionen=0 Milliarde=0 Milliarden=0 milliard=0 milliards=0 millón=0 millones=0 milione=0 milioni=0 miliardi=0 miliardo=0 milhão=0
milhões=0 bilhões=0 bilhão=0 Md=0 Mds=0 crore=0 crores=0 mrd=0 mdr=0 miljoner=0 miljarder=0 millioner=0 milliarder=0 млн=0 млрд=0 مليون=0
مليار=0 ملايين=0 mil-millones=0 `

// scaled reads a power after the number: £1.2k, 300 mil euros, €2 billion.
func scaled(s string, f figure, l locale) figure {
	if f.end >= len(s) || !f.huge && s[f.end] < 'A' && s[f.end] != ' ' && s[f.end] != '-' {
		return f
	}
	i := skipSpace(s, f.end)
	if i == f.end && i < len(s) && s[i] == '-' {
		i++
	}
	end := wordEnd(s, i)
	if end == i || end-i > 16 || strings.ContainsRune(s[i:end], '=') {
		return f
	}
	word := strings.TrimRight(s[i:end], "-.")
	at := strings.Index(powers, " "+word+"=")
	if at < 0 {
		at = strings.Index(powers, "\n"+word+"=")
	}
	if at < 0 {
		return f
	}
	if i > f.end && (len(word) == 1) {
		return f
	}
	n, _, _ := digitsAt(powers, at+len(word)+2)
	if n == 0 {
		f.huge = true
		n = 1000
	}
	if f.hundredths < 1e13/1000 {
		f.hundredths *= n * 1000
	}
	f.end, f.decimals = i+len(word), 0
	return f
}
