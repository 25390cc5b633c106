package reticule_test

import (
	"encoding/json"
	"testing"

	"reticule"
)

func TestProductJSON(t *testing.T) {
	for _, c := range []struct {
		price reticule.Money
		want  string
	}{
		{reticule.Money{Minor: 2999, Currency: "GBP"}, "29.99"}, {reticule.Money{Minor: 1800, Currency: "GBP"}, "18"},
		{reticule.Money{Minor: 98000, Currency: "JPY"}, "98000"}, {reticule.Money{Minor: 5, Currency: "EUR"}, "0.05"},
	} {
		p := reticule.Product{Name: "Mini bag", Brand: "Ada", Price: c.price, From: true}
		data, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var back reticule.Product
		if err := json.Unmarshal(data, &back); err != nil || back != p {
			t.Errorf("%s reads back as %+v, %v", data, back, err)
		}
		if got := c.price.Decimal(); got != c.want {
			t.Errorf("%v is written %s, want %s", c.price, got, c.want)
		}
	}
}

func TestZoneText(t *testing.T) {
	a := reticule.Article{Title: "T", Summary: "S", Text: "one\ntwo", Blocks: []reticule.Block{
		{Zone: reticule.ZoneBody, Text: "one"}, {Zone: reticule.ZoneCaption, Text: "c"}, {Zone: reticule.ZoneBody, Text: "two"},
	}}
	for zone, want := range map[reticule.Zone]string{
		reticule.ZoneTitle: "T", reticule.ZoneStandfirst: "S", reticule.ZoneBody: "one\ntwo", reticule.ZoneCaption: "c", reticule.ZoneRelated: "",
	} {
		if got := a.ZoneText(zone); got != want {
			t.Errorf("%s: %q, want %q", zone, got, want)
		}
	}
}
