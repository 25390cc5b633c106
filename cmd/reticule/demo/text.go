package demo

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// text is a file of the folder sites: keys with their values, then blocks.
type text struct {
	values map[string][]string // a key may stand several times
	blocks []Block
}

// Block is one part of an article's body. It is exported for the templates
// only, as are the names below.
type Block struct {
	Kind                 string // "p", "h", "quote", "li", "figure" or "product"
	Text                 string // a product's description
	Number               int    // of a product
	Product, Price, Shop string
}

func parseText(data string) (text, error) {
	head, body, _ := strings.Cut(data, "\n\n")
	t := text{values: map[string][]string{}}
	for line := range strings.Lines(head) {
		key, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			return t, fmt.Errorf("%q is no key with a value", line)
		}
		t.values[key] = append(t.values[key], value)
	}
	for part := range strings.SplitSeq(body, "\n\n") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		t.blocks = append(t.blocks, parseBlock(strings.Join(strings.Fields(part), " ")))
	}
	return t, nil
}

func parseBlock(s string) Block {
	mark, rest, _ := strings.Cut(s, " ")
	switch mark {
	case "#":
		return Block{Kind: "h", Text: rest}
	case ">":
		return Block{Kind: "quote", Text: rest}
	case "-":
		return Block{Kind: "li", Text: rest}
	case "!":
		return Block{Kind: "figure", Text: rest}
	}
	fields := strings.Split(rest, " | ")
	number, err := strconv.Atoi(strings.TrimSuffix(mark, "."))
	if err != nil || len(fields) != 4 {
		return Block{Kind: "p", Text: s}
	}
	return Block{Kind: "product", Number: number, Product: fields[0], Price: fields[1], Shop: fields[2], Text: fields[3]}
}

// value is the key's last value, empty where it is missing.
func (t text) value(key string) string {
	list := t.values[key]
	if len(list) == 0 {
		return ""
	}
	return list[len(list)-1]
}

// parseAge reads "3d4h", "20m" or "5d".
func parseAge(s string) (time.Duration, error) {
	days, rest, ok := strings.Cut(s, "d")
	if !ok {
		return time.ParseDuration(s)
	}
	n, err := strconv.Atoi(days)
	if err != nil {
		return 0, fmt.Errorf("age %q: %w", s, err)
	}
	age := time.Duration(n) * 24 * time.Hour
	if rest == "" {
		return age, nil
	}
	more, err := time.ParseDuration(rest)
	return age + more, err
}
