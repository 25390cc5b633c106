package topic_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"
)

func TestRigScratch(t *testing.T) {
	data, err := os.ReadFile("/tmp/tp/rig.json")
	if err != nil {
		t.Skip()
	}
	var rows []struct {
		Kind, Title, Text string
		About             bool
	}
	json.Unmarshal(data, &rows)
	tp := shipped(t)
	got := map[string]map[string]int{}
	n := 0
	start := time.Now()
	for _, r := range rows {
		v := tp.Judge(article(r.Title, "", r.Text))
		if got[r.Kind] == nil {
			got[r.Kind] = map[string]int{}
		}
		got[r.Kind][v.Label]++
		want := map[string]string{"plain": "none", "look": "none", "passing": "mention"}[r.Kind]
		if want == "" {
			want = "about"
		}
		if v.Label != want && n < 12 {
			n++
			fmt.Println(r.Kind, v.Label, v.Score, r.Title)
			for _, e := range v.Evidence {
				fmt.Printf("   %+.2f %s %q %s\n", e.Weight, e.Zone, e.Text, e.Why)
			}
		}
	}
	fmt.Println(len(rows), time.Since(start), got)
}
