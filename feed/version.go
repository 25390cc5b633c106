package feed

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Versioned is what knows its own version, so that VersionOf need not look
// into it.
type Versioned interface{ Version() string }

// VersionOf names values by all that they hold: every field, exported or not,
// and whatever they point to. A file is drawn from values; where these have the
// version that they had, so has the file the bytes that it had. Nobody lists what a
// file depends on, so nobody forgets it. What has no value, such as a function,
// panics.
func VersionOf(values ...any) string {
	w := versioner{hash: sha256.New(), buf: make([]byte, 0, versionBuffer)}
	w.value(reflect.ValueOf(values))
	w.hash.Write(w.buf)
	return hex.EncodeToString(w.hash.Sum(nil)[:16])
}

// versionBuffer is how many bytes are gathered before they are hashed.
const versionBuffer = 2 << 10

// versioner writes values so that different ones never look alike: each text
// and list with its length before it.
type versioner struct {
	hash hash.Hash // nil where the bytes themselves are wanted
	buf  []byte
}

func (w *versioner) number(n uint64) { w.buf = binary.AppendUvarint(w.buf, n) }

func (w *versioner) text(s string) {
	w.number(uint64(len(s)))
	if w.hash != nil && len(w.buf)+len(s) > versionBuffer {
		w.hash.Write(w.buf)
		w.buf = w.buf[:0]
	}
	w.buf = append(w.buf, s...)
}

var (
	timeType      = reflect.TypeFor[time.Time]()
	versionedType = reflect.TypeFor[Versioned]()
)

func (w *versioner) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Invalid:
		w.number(0)
	case reflect.String:
		w.text(v.String())
	case reflect.Bool:
		if v.Bool() {
			w.number(1)
		} else {
			w.number(0)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		w.number(uint64(v.Int())) //nolint:gosec // the bits
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		w.number(v.Uint())
	case reflect.Float32, reflect.Float64:
		w.number(math.Float64bits(v.Float()))
	case reflect.Pointer, reflect.Interface:
		w.target(v)
	case reflect.Slice, reflect.Array:
		w.list(v)
	case reflect.Map:
		w.entries(v)
	case reflect.Struct:
		w.fields(v)
	default:
		panic(fmt.Sprintf("%s has no version", v.Type()))
	}
}

func (w *versioner) target(v reflect.Value) {
	if v.IsNil() {
		w.number(0)
		return
	}
	w.number(1)
	if v.Type().Implements(versionedType) && v.CanInterface() {
		w.text(v.Interface().(Versioned).Version())
		return
	}
	if v = v.Elem(); v.Kind() != reflect.Pointer {
		w.text(v.Type().String()) // what an interface holds
	}
	w.value(v)
}

func (w *versioner) list(v reflect.Value) {
	w.number(uint64(v.Len()))
	if v.Type().Elem().Kind() == reflect.Uint8 && v.Kind() == reflect.Slice {
		w.buf = append(w.buf, v.Bytes()...)
		return
	}
	for i := range v.Len() {
		w.value(v.Index(i))
	}
}

// entries writes a map in the order of what its keys look like.
func (w *versioner) entries(v reflect.Value) {
	all := map[string]string{}
	for key, x := range v.Seq2() {
		var k, e versioner
		k.value(key)
		e.value(x)
		all[string(k.buf)] = string(e.buf)
	}
	w.number(uint64(len(all)))
	for _, k := range slices.SortedFunc(maps.Keys(all), strings.Compare) {
		w.text(k)
		w.text(all[k])
	}
}

// fields writes a struct. Of a time the moment counts and how it is written, not
// how the program holds it.
func (w *versioner) fields(v reflect.Value) {
	if v.Type() == timeType {
		w.moment(v)
		return
	}
	for i := range v.NumField() {
		w.value(v.Field(i))
	}
}

func (w *versioner) moment(v reflect.Value) {
	if !v.CanInterface() {
		panic("a time in a field that is not exported has no version")
	}
	t := v.Interface().(time.Time)
	zone, offset := t.Zone()
	w.number(uint64(t.Unix()))       //nolint:gosec // the bits
	w.number(uint64(t.Nanosecond())) //nolint:gosec // never negative
	w.text(zone)
	w.number(uint64(offset)) //nolint:gosec // the bits
}
