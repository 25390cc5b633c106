package extract

import (
	"strings"
	"time"
)

// ParseTime reads a date as machines and people write it: RFC 3339 and its
// relatives, RFC 822, epochs, and the long forms of ten languages. A time
// without a zone is taken as UTC.
func ParseTime(s string) (time.Time, bool) { return parseTime(strings.TrimSpace(s)) }
