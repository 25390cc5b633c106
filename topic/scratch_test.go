package topic_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestHeadScratch(t *testing.T) {
	tp := shipped(t)
	for _, l := range strings.Split(`Kate Middleton carries mini Mulberry bag at Wimbledon
Zendaya's Tiny Louis Vuitton Bag Costs More Than Your Rent
The $98 Mini Coach Bag Editors Are Obsessed With
Amazon's $12 tiny crossbody is flying off shelves
The 12 Best Belt Bags of 2026
Lululemon's Mini Everywhere Belt Bag Is Back in Stock
Trader Joe's mini tote bags are reselling for $500
Rihanna Wears a Micro Dress With a Giant Bag
Bella Hadid Just Made the Case for the Teeniest Bag of Fashion Week
Are Micro Bags Finally Over?
Jacquemus' new bag is the size of a grain of salt
The mini bag trend, explained
Fendi's Baby Baguette is back
Meet the world's smallest Hermès Birkin
Mini bag, maxi impact: how to style it
Hermès mini Kelly sells for $50,000 at auction
This Tiny Purse Holds Only an AirPod
Dior launches Lady Dior Micro in pastel colours
Louis Vuitton Nano Speedy review: is it worth it?
Gen Z's favourite bag is barely big enough for a lip balm
Best mini fridges for skincare
Mini Cooper's new bag of tricks
Micro apartments: living out of a bag
Police seize mini bags of cocaine
How to pack a mini bag for a weekend of hiking
Tiny Desk concert: the band brought a bag of surprises
Kylie Jenner's Mini Birkin Is Smaller Than Stormi's Hand
Small bags, big style: 20 crossbodies under $50
MSCHF's microscopic handbag sells for $63,000
The return of the minaudière
Bottega Veneta's Candy Jodie is the bag of the summer
Chanel mini flap price increase 2026
Le mini sac Chiquito de Jacquemus fait son retour
Les mini-sacs tendance du printemps 2026
Sac à main : les micro modèles séduisent
Die schönsten Mini Bags für den Sommer
Mini-Tasche, großer Auftritt: So trägt man den Trend
Le mini bag più belle della primavera estate 2026
La micro borsa di Chiara Ferragni
Los bolsos mini que triunfan esta primavera
Mini bags: a tendência que cabe na palma da mão
Bolsas pequenas para o verão
2026年春夏のミニバッグ人気ランキング
お財布いらずのマイクロバッグ
올 봄 유행할 미니백 추천
迷你包包又流行了
今年流行的小包推荐
حقائب صغيرة لإطلالة أنيقة
حقائب ميني من ديور`, "\n") {
		v := tp.Judge(article(l, "", ""))
		fmt.Printf("%-8s %6.2f %s | %s\n", v.Label, v.Score, l, v.Reason)
	}
}
