package zone

import (
	"testing"

	"reticule"
)

// A heading may name what it leads to, and empty lines may part the teasers.
func TestSplitHeadings(t *testing.T) {
	tests := []struct {
		name, body string
		want       []reticule.Zone
	}{
		{"named, in capitals", "Knit one, purl one.\n\nMORE FROM KNITWEAR\nTiny socks: an inquiry\nThe button quiz",
			[]reticule.Zone{reticule.ZoneBody, reticule.ZoneRelated, reticule.ZoneRelated, reticule.ZoneRelated}},
		{"spaced teasers", "Knit one, purl one.\n\nMore in Style\n\nTiny socks: an inquiry\n\nThe button quiz\n\nThen cast off, and wear it.",
			[]reticule.Zone{reticule.ZoneBody, reticule.ZoneRelated, reticule.ZoneRelated, reticule.ZoneRelated, reticule.ZoneBody}},
		{"a sentence is no heading", "More in sorrow than in anger, she cast off.\nThe sock was blue",
			[]reticule.Zone{reticule.ZoneBody, reticule.ZoneBody}},
		{"German", "Zwei rechts, zwei links.\n\nMehr aus Mode\nKleine Socken: eine Kritik",
			[]reticule.Zone{reticule.ZoneBody, reticule.ZoneRelated, reticule.ZoneRelated}},
		{"consent in bars", "Knit one.\n\nCookies help us deliver this page. Accept | Reject | More",
			[]reticule.Zone{reticule.ZoneBody, reticule.ZoneBoilerplate}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			blocks := Split(tt.body)
			if len(blocks) != len(tt.want) {
				t.Fatalf("%d blocks: %+v", len(blocks), blocks)
			}
			for i, b := range blocks {
				if b.Zone != tt.want[i] {
					t.Errorf("%q is %s, want %s", b.Text, b.Zone, tt.want[i])
				}
			}
		})
	}
}
