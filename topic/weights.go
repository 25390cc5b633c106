package topic

import (
	_ "embed"
	"fmt"

	"github.com/pelletier/go-toml/v2"
)

//go:embed weights.toml
var weightFile []byte

// Weights say what each sign adds to the score. They are few, are learned by
// the program in train, and can be read.
type Weights struct {
	Bias    float64            `toml:"bias"`
	Mention float64            `toml:"mention"` // the score from which an article mentions the topic
	About   float64            `toml:"about"`   // the score from which it is about it
	Signs   map[string]float64 `toml:"signs"`
}

// defaultWeights gives the weights as shipped.
func defaultWeights() (Weights, error) {
	var w Weights
	if err := toml.Unmarshal(weightFile, &w); err != nil {
		return Weights{}, fmt.Errorf("weights.toml: %w", err)
	}
	return w, nil
}

// Thresholds gives the scores from which an article mentions the topic and is
// about it.
func (t *Topic) Thresholds() (mention, about float64) { return t.weights.Mention, t.weights.About }
