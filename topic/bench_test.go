package topic_test

import (
	"bytes"
	"fmt"
	"testing"

	"reticule"
	"reticule/topic"
)

// english is ordinary English prose without the topic's words, invented here.
const english = `The council met on Tuesday to talk about the bridge. Nobody from the railway came, which surprised few people, and the vote was put off until the autumn.
Repairs have been promised since the flood. A spokeswoman said that engineers had looked at the eastern pier twice, found it sound, and would look again when the water was lower.
Shopkeepers on the north side say that trade has halved. One has begun to row across with bread. The minister is expected to visit next week, weather permitting, and to bring good news or at least a hat.
In other business, the library will open on Sundays, the swans have returned, and the clock on the market hall, which has been four minutes fast for a generation, is to be left alone.
`

func many(t testing.TB, n int) []*topic.Topic {
	var out []*topic.Topic
	for i := range n {
		c := shippedConfig(t)
		c.Name = fmt.Sprintf("topic-%d", i)
		compiled, err := topic.Compile(c)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, compiled)
	}
	return out
}

func BenchmarkScan(b *testing.B) {
	page := bytes.Repeat([]byte(english), 100)
	for _, n := range []int{1, 20} {
		set := topic.NewSet(many(b, n)...)
		b.Run(fmt.Sprintf("%dtopics", n), func(b *testing.B) {
			b.SetBytes(int64(len(page)))
			for b.Loop() {
				if set.Scan(page) {
					b.Fatal("ordinary prose shows the topic")
				}
			}
		})
	}
}

func BenchmarkJudge(b *testing.B) {
	tp := shipped(b)
	rows := fixtures(b)
	for b.Loop() {
		for _, r := range rows {
			tp.Judge(r.Article)
		}
	}
	b.ReportMetric(float64(b.N*len(rows))/b.Elapsed().Seconds(), "articles/s")
}

func BenchmarkJudgeLong(b *testing.B) {
	tp := shipped(b)
	a := &reticule.Article{Title: "The bridge", Text: english + english}
	for b.Loop() {
		tp.Judge(a)
	}
}

func BenchmarkCompile(b *testing.B) {
	c := shippedConfig(b)
	for b.Loop() {
		if _, err := topic.Compile(c); err != nil {
			b.Fatal(err)
		}
	}
}
