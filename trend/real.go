package trend

import (
	"math"
	"strconv"
)

// Real is a figure that may be missing. A missing one is not a number inside
// the program and null in JSON, so that neither NaN nor infinity ever leaves
// it. Ten significant digits are written: as many as every machine agrees on.
type Real float64

// missing is the figure that there is too little to compute.
func missing() Real { return Real(math.NaN()) }

// OK tells whether there is a figure.
func (x Real) OK() bool { return !math.IsNaN(float64(x)) && !math.IsInf(float64(x), 0) }

// MarshalJSON writes the figure, or null where it is missing.
func (x Real) MarshalJSON() ([]byte, error) {
	switch {
	case !x.OK():
		return []byte("null"), nil
	case x == 0: // no "-0"
		return []byte("0"), nil
	}
	return strconv.AppendFloat(nil, float64(x), 'g', 10, 64), nil
}
