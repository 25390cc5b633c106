package product

import (
	"slices"
	"testing"
)

func TestFind(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"The Hermès Kelly, or as some write, HERMES", []string{"Hermès", "Hermès"}},
		{"エルメスのバッグ、에르메스의 가방, 爱马仕手袋", []string{"Hermès", "Hermès", "Hermès"}},
		{"자크뮈스의 르 치키토", []string{"Jacquemus"}},
		{"A self portrait in oil", nil},
		{"Self-Portrait’s bow bag and SELF-PORTRAIT The Bow", []string{"Self-Portrait", "Self-Portrait"}},
		{"ellos veja flattered on running a new balance", nil},
		{"Lime leather tote bag, £75, & Other Stories", []string{"& Other Stories"}},
		{"1. Bag, £18, Dorothy Perkins", []string{"Dorothy Perkins"}},
		{"Aspinal’s Nano Mayfair and Tod's and Tods", []string{"Aspinal of London", "Tod's", "Tod's"}},
		{"NET-A-PORTER, Net A Porter, Net-a-Porter", []string{"Net-A-Porter", "Net-A-Porter", "Net-A-Porter"}},
		{"The football coach mind the gap in theory, by far the best mango", nil},
		{"Mango juice. Next came the bus. Theory says so.", nil},
		{"a tote by Coach and one from Mango", []string{"Coach", "Mango"}},
		{"Coach Tabby 12", []string{"Coach"}},
		{"Coach launches a mini", []string{"Coach"}},
		{"COS迷你水桶包", []string{"COS"}},
		{"ZARAのサテン", []string{"Zara"}},
		{"حقيبة ميني ساتان من زارا، 129 درهماً", []string{"Zara"}},
		{"حقيبة لديور", []string{"Dior"}},
		{"Louis Vuitton's Nano Noé; LV; lvl", []string{"Louis Vuitton", "Louis Vuitton"}},
		{"pradas Gaps unzara", nil},
		{"J.W. Anderson, JW Anderson and J.Crew", []string{"J.W.Anderson", "J.W.Anderson", "J.Crew"}},
		{"コーチングとゲストとギャップ萌え", nil},
		{"Alexander McQueen and McQueen", []string{"Alexander McQueen", "Alexander McQueen"}},
	} {
		var got []string
		for _, m := range Houses().Find(tt.text) {
			got = append(got, m.Name)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("Find(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestHousesAreMany(t *testing.T) {
	b := Houses()
	names := map[bool]map[string]bool{false: {}, true: {}}
	for _, h := range b.byName {
		names[h.shop][h.name] = true
	}
	if brands, shops := len(names[false]), len(names[true]); brands < 250 || shops < 80 {
		t.Errorf("%d brands and %d shops", brands, shops)
	}
	if b.Version() == "" {
		t.Error("the list has no version")
	}
}
