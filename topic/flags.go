package topic

// flags are what a word can be to any topic of the set.
type flags uint16

const (
	flagNoun    flags = 1 << iota // what it is: a noun, a house's model
	flagModel                     // a model, if written with a capital
	flagSign                      // what makes a noun of its sentence ours: qualifier, comparison
	flagAround                    // what makes a noun of its paragraph ours: a measure, how it is worn
	flagTerm                      // enough by itself
	flagOwn                       // enough by itself, if written with a capital
	flagHolds                     // "fits", whatever it is that something fits in
	flagSmall                     // a small thing
	flagShort                     // insiders' short word
	flagVersion                   // "version", which may stand for the noun behind a qualifier
	flagHouse                     // a house
	flagFits                      // a small thing, or "fits", where the other is near
	flagCoined                    // a version, or its qualifier, where the other is near
	flagMore                      // two words that may open a term of more

	flagKinds = iota // how many there are
)

// classFlags gives what the scan looks for of a class of terms.
var classFlags = [...]struct {
	class class
	flags flags
}{
	{isTerm, flagTerm}, {isNoun, flagNoun}, {isUnit | isWorn, flagAround}, {isLike, flagSmall}, {isShort, flagShort},
	{isQualifier | isPlain | isSizeOf | isSized | isShrink, flagSign}, {isVersion, flagVersion}, {isHouse, flagHouse},
}

// flags gives what the scan looks for of a term.
func (x term) flags() (f flags) {
	for _, y := range classFlags {
		if x.class&y.class != 0 {
			f |= y.flags
		}
	}
	doubt := len(x.words) == 1 && x.sure&(isModel|isOwn) == 0
	switch {
	case x.class&isOwn != 0 && doubt:
		f |= flagOwn
	case x.class&isOwn != 0:
		f |= flagTerm
	}
	switch {
	case x.class&isModel != 0 && doubt:
		f |= flagModel
	case x.class&isModel != 0:
		f |= flagNoun
	}
	if x.class&isHolds != 0 && x.class&isStop == 0 {
		f |= flagHolds
	}
	return f
}
