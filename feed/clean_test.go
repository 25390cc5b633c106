package feed

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPlain(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Tiny  bags\n\tagain ", "Tiny bags again"},
		{"Fashion &amp; Beauty", "Fashion & Beauty"},
		{"Fashion &amp;amp; Beauty", "Fashion & Beauty"},
		{"H&M, D&G and R&D", "H&M, D&G and R&D"},
		{"a &lt b", "a & lt b"},
		{"I <3 bags < £5", "I <3 bags < £5"},
		{"<script>alert(1)</script>", "< script>alert(1)< /script>"},
		{"&lt;b&gt;bold&#60;/b>", "< b>bold< /b>"},
		{"bell\x07 and \x00null &#11; tab", "bell and null tab"},
		{"gone \ufffd\xff\ufeff\ufffe", "gone"},
		{"invoice\u202egpj.exe", "invoicegpj.exe"},
		{"می\u200cخواهم", "می\u200cخواهم"}, // the joiner belongs to the word
		{strings.Repeat("é", 600), strings.Repeat("é", 500) + "…"},
	} {
		if got := plain(c.in); got != c.want {
			t.Errorf("plain(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestWebURL(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"https://bags.example/a?b=1&c=2#d", "https://bags.example/a?b=1&c=2#d"},
		{" HTTP://Bags.Example ", "http://bags.example/"},
		{"https://bags.example/a b|c[d]^e`f%zz\\g", "https://bags.example/a%20b%7Cc%5Bd%5D%5Ee%60f%25zz/g"},
		{"https://bags.example/ü?ü=ü#ü", "https://bags.example/%C3%BC?%C3%BC=%C3%BC#%C3%BC"},
		{"https://bücher.example/", "https://xn--bcher-kva.example/"},
		{"https://user:secret@bags.example/x", "https://bags.example/x"},
		{"https://bags.example/<script>\"'", "https://bags.example/%3Cscript%3E%22%27"},
		{"https://bags.example/a#b#c", "https://bags.example/a#b%23c"},
		{"https://[::1]:80/x", "https://[::1]:80/x"},
		{"javascript:alert(1)", ""},
		{"java\nscript:alert(1)", ""},
		{"data:text/html,x", ""},
		{"//bags.example/x", ""},
		{"/x", ""},
		{"ftp://bags.example/", ""},
		{"https://", ""},
		{"http://a b/", ""},
		{"", ""},
		{"https://bags.example/" + strings.Repeat("x", 5000), ""},
	} {
		if got := webURL(c.in); got != c.want {
			t.Errorf("webURL(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestSanitize(t *testing.T) {
	for _, c := range []struct {
		in     string
		images bool
		want   string
	}{
		{`<p>One <b>two</p>`, false, `<p>One <b>two</b></p>`},
		{`</div></p>out`, false, `<p></p>out`},
		{`<p onclick="x" class="y" dir="rtl">a<script>b</script><style>c</style></p>`, false, `<p dir="rtl">a</p>`},
		{`<a href="javascript:x">a</a> <a href="/b">b</a> <a href="https://a.example/">c</a>`, false, `a b <a href="https://a.example/">c</a>`},
		{`<p>a<img src="https://a.example/i.jpg" alt="b">c</p>`, false, `<p>ac</p>`},
		{`<p>a<img src="https://a.example/i.jpg" alt="b">c</p>`, true, `<p>a<img src="https://a.example/i.jpg" alt="b" referrerpolicy="no-referrer"/>c</p>`},
		{`a&#0;b&#11;c &amp;lt;`, false, `abc &amp;lt;`},
		{strings.Repeat("<div>", 2000), false, ``},
	} {
		if got := sanitize(c.in, c.images); got != c.want {
			t.Errorf("sanitize(%q, %v) = %q, want %q", c.in, c.images, got, c.want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	for _, c := range []struct {
		text  string
		words int
		want  string
	}{
		{"One two three.", 5, "One two three."},
		{"One two three. Four five six seven.", 5, "One two three."},
		{"One. Two three four five six seven.", 5, "One. Two three four five…"},
		{"One two, three four five six", 2, "One two…"},
		{"By J. K. Rook, who carries nothing at all today", 5, "By J. K. Rook, who…"},
		{"She said: \"No.\" Then she left the shop and us.", 5, "She said: \"No.\""},
		{"今年は小さなバッグの年です。鍵と口紅だけが入ります。", 10, "今年は小さなバッグの年です。"},
		{"今年は小さなバッグの年です", 3, "今年は小さな…"},
		{"One two three", 0, ""},
		{"One two three", math.MaxInt, "One two three"},
		{"", 5, ""},
		{"  spaced \n out  ", 5, "spaced out"},
		{strings.Repeat("x", 1000), 2, strings.Repeat("x", 16) + "…"},
		{"กระเป๋าใบเล็กมากกกกกกกกก", 1, "กระเป๋าใ…"},
	} {
		got := Excerpt(c.text, c.words)
		if got != c.want {
			t.Errorf("Excerpt(%q, %d) = %q, want %q", c.text, c.words, got, c.want)
		}
	}
}

func FuzzExcerpt(f *testing.F) {
	f.Add("One two three. Four 五六七。 กระเป๋า 👩🏽‍🚀", 3)
	f.Fuzz(func(t *testing.T, text string, words int) {
		got := Excerpt(text, words)
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > 16*runesPerWord*min(max(1, words), maxWords) {
			t.Errorf("Excerpt(%q, %d) = %q", text, words, got)
		}
	})
}
