package feed

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"reticule"
)

// TestVersionOf changes every field of a feed and its story, however deep, one
// at a time: each gives another version, and what is the same the same.
func TestVersionOf(t *testing.T) {
	make := func() Feed {
		s := reticule.Story{Key: "k", Face: reticule.Article{SourceOf: map[string]string{"title": "og"}, Blocks: []reticule.Block{{}}, Products: []reticule.Product{{}}},
			Verdict: reticule.Verdict{Terms: []string{"micro"}, Evidence: []reticule.Evidence{{}}}, Copies: []reticule.Copy{{}}, Siblings: []reticule.Sibling{{}}}
		return Feed{Name: "micro-bags", Hubs: []string{"https://hub.example/"}, Stories: []reticule.Story{s}}
	}
	f := make()
	was := VersionOf(f)
	if again := VersionOf(make()); again != was {
		t.Fatalf("versions %s and %s of the same", was, again)
	}
	seen := map[string]string{was: "nothing"}
	n := 0
	vary(reflect.ValueOf(&f).Elem(), "feed", func(path string) {
		n++
		v := VersionOf(f)
		if other, ok := seen[v]; ok {
			t.Errorf("%s makes no difference beside %s", path, other)
		}
		seen[v] = path
	})
	if n < 100 {
		t.Errorf("%d fields were changed", n)
	}
}

// vary sets each value below v to another, calls f, and sets it back.
func vary(v reflect.Value, path string, f func(path string)) {
	old := reflect.New(v.Type()).Elem()
	old.Set(v)
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int64:
		v.SetInt(v.Int() + 1)
	case reflect.Uint8:
		v.SetUint(v.Uint() + 1)
	case reflect.Float64:
		v.SetFloat(v.Float() + 0.5)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
	case reflect.Slice:
		for i := range v.Len() {
			vary(v.Index(i), path+"[]", f)
		}
		v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
	case reflect.Struct:
		if at, ok := v.Interface().(time.Time); ok {
			v.Set(reflect.ValueOf(at.Add(time.Second)))
			break
		}
		for i := range v.NumField() {
			vary(v.Field(i), path+"."+v.Type().Field(i).Name, f)
		}
		return
	default:
		panic(path + " is a " + v.Kind().String())
	}
	f(path)
	v.Set(old)
}

func TestVersionsTellApart(t *testing.T) {
	type pair struct{ A, B string }
	seen := map[string]string{}
	utc := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for _, v := range [][]any{
		{pair{"ab", "c"}}, {pair{"a", "bc"}}, {"ab", "c"}, {"abc"}, {[]string{"ab", "c"}}, {[]string{"abc"}}, {map[string]string{"ab": "c"}},
		{map[string]string{"a": "bc"}}, {&pair{}}, {(*pair)(nil)}, {nil}, {0.0}, {1}, {1.0}, {utc}, {utc.In(time.FixedZone("CET", 3600))}, {utc.Add(1)},
	} {
		version := VersionOf(v...)
		if other, ok := seen[version]; ok {
			t.Errorf("%v looks like %s", v, other)
		}
		seen[version] = fmt.Sprint(v...)
	}
	defer func() {
		if recover() == nil {
			t.Error("a function has a version")
		}
	}()
	VersionOf(struct{ f func() }{})
}
