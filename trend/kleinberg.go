package trend

import "math"

// The two-state automaton: a burst has twice the usual share, and entering it
// costs γ·ln n.
const (
	burstFactor = 2.0
	burstGamma  = 1.0
)

// Span is a run of weeks in the high state: indices into the series, both
// inclusive, and how much better the high state explains them, in nats.
type Span struct {
	From, To int
	Weight   float64
}

// Bursts finds the runs of weeks in which the share was high (M4): the batched
// two-state model of J. Kleinberg, "Bursty and hierarchical structure in
// streams" (KDD 2002). With p0 = ΣR/ΣD and p1 = 2·p0 a week costs
//
//	σ(i,t) = −ln[C(d,r) p_i^r (1−p_i)^(d−r)]
//
// in state i; entering state 1 costs ln n, leaving is free; the cheapest path
// from state 0 is found by Viterbi's algorithm, ties going to state 0. Weight
// = Σ(σ(0,t) − σ(1,t)) over the run. Weeks without data are to be left out
// beforehand. The labels are retrospective: new weeks can move them.
func Bursts(weeks []Count) []Span {
	all := pool(weeks)
	if all.R <= 0 || all.D <= 0 {
		return nil
	}
	p0 := float64(all.R) / float64(all.D)
	p1 := min(burstFactor*p0, 1-1e-9)
	if p0 >= p1 {
		return nil
	}
	// gain is σ(0,t) − σ(1,t); the binomial coefficient cancels.
	gain := make([]float64, len(weeks))
	for t, c := range weeks {
		gain[t] = float64(c.R)*math.Log(p1/p0) + float64(c.D-c.R)*math.Log((1-p1)/(1-p0))
	}
	return spans(viterbi(gain, burstGamma*math.Log(float64(len(weeks)))), gain)
}

// viterbi gives for each week whether the cheapest path is in the high state.
// Costs are counted from state 0, so that a week in state 1 costs −gain.
func viterbi(gain []float64, entry float64) []bool {
	low, high := 0.0, math.Inf(1)
	stayed := make([][2]bool, len(gain)) // whether the best predecessor was the high state
	for t, g := range gain {
		stayed[t] = [2]bool{high < low, high < low+entry}
		low, high = min(low, high), min(high, low+entry)-g
	}
	states := make([]bool, len(gain))
	in := high < low
	for t := len(gain) - 1; t >= 0; t-- {
		states[t] = in
		if in {
			in = stayed[t][1]
		} else {
			in = stayed[t][0]
		}
	}
	return states
}

// spans collects the runs of true and adds up their gains.
func spans(states []bool, gain []float64) []Span {
	var out []Span
	for t, in := range states {
		switch {
		case !in:
			continue
		case t == 0 || !states[t-1]:
			out = append(out, Span{From: t})
		}
		last := &out[len(out)-1]
		last.To = t
		last.Weight += gain[t]
	}
	return out
}
