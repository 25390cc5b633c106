package product

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// other tells whether a sum is not what a thing costs: a limit, a discount, a
// wage, a market. left and right are what stands before and after it in its
// sentence.
func (p price) other(left, right string) bool {
	if p.huge || p.now.Minor > ceiling(p.now.Currency) {
		return true
	}
	left = strings.TrimRight(left, " \u00a0(（")
	if head, ok := cutTail(left, aboutWords); ok {
		left = head // "just under £500" is a price
	}
	if _, ok := cutTail(left, limitBefore); ok {
		return true
	}
	right = strings.TrimLeft(right, " \u00a0-")
	if _, ok := cutHead(right, limitAfter); ok {
		return true
	}
	return strings.HasPrefix(right, "/") && !strings.HasPrefix(right, "/ ") || strings.HasPrefix(right, "%")
}

// ceiling is the dearest thing that a shop sells, in minor units.
func ceiling(currency string) int64 {
	const dear = 300_000_00
	switch currency {
	case "JPY", "KRW", "IDR", "VND", "CLP", "COP", "HUF", "INR", "RUB", "ISK":
		return dear * 100
	}
	return dear
}

// speaksOfOtherMoney tells whether a sentence is about money that is not a
// price: fees, fines, wages, auctions.
func speaksOfOtherMoney(sentence string) bool {
	set := lists()[otherMoney]
	for i := 0; i < len(sentence); {
		r, w := utf8.DecodeRuneInString(sentence[i:])
		if !unicode.IsLetter(r) {
			i += w
			continue
		}
		j := i
		for j < len(sentence) {
			r, w := utf8.DecodeRuneInString(sentence[j:])
			if !unicode.IsLetter(r) {
				break
			}
			j += w
		}
		if word := sentence[i:j]; len(word) < 32 && word != "Gate" && set[strings.ToLower(word)] { // Gate is a model's name
			return true
		}
		i = j
	}
	for _, word := range [...]string{"罰金", "年収", "月収", "給料", "送料", "手数料", "平均", "現金", "벌금", "연봉", "월급", "매출", "배송비", "평균", "罚款", "工资", "营收", "运费"} {
		if strings.Contains(sentence, word) {
			return true
		}
	}
	return false
}
