# What a contributor runs. `make check` is what CI runs first.

VERSION := $(shell git describe --tags --always 2>/dev/null || echo dev)
TARGETS := linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64 freebsd/amd64 freebsd/arm64
DIST    := dist

# One commit gives one binary, whoever builds it and wherever: no paths, no
# times, no build id, no cgo.
BUILD := CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w -buildid= -X main.release=$(VERSION)"

.PHONY: check build release bench giant soak long ratio fuzz serve-rate

check:
	@test -z "$$(gofmt -l .)" || { echo "not gofmt-ed:"; gofmt -l .; exit 1; }
	go vet ./...
	go tool -modfile=tools/go.mod staticcheck ./...
	go test -race -shuffle=on ./...

build:
	$(BUILD) -o reticule ./cmd/reticule

release: $(addprefix release/,$(TARGETS))
	tar --sort=name --mode=u=rwX,go=rX --mtime=@0 --owner=0 --group=0 --numeric-owner -cf - README.md CHANGELOG.md SECURITY.md CONTRIBUTING.md LICENSE config.toml contrib docs examples | gzip -9n > $(DIST)/reticule-files.tar.gz
	cd $(DIST) && sha256sum reticule-* > SHA256SUMS

release/%:
	@mkdir -p $(DIST)
	GOOS=$(firstword $(subst /, ,$*)) GOARCH=$(lastword $(subst /, ,$*)) $(BUILD) \
		-o $(DIST)/reticule-$(subst /,-,$*)$(if $(findstring windows,$*),.exe) ./cmd/reticule

bench:
	go test -run '^$$' -bench . ./...

# What a report and a publication cost in a store of a million articles.
giant:
	RETICULE_LONG=1 go test -run '^$$' -bench Giant -benchtime 3x -timeout 30m ./cmd/reticule

# Two hours of cron in fast time with faults and kills, on a third of a processor.
soak:
	RETICULE_SOAK=2h nice -n 15 go test -run '^TestSoak$$' -count=1 -v -timeout 3h ./cmd/reticule

# The week in fast time on two hundred sites, and faults on fifty.
long:
	RETICULE_LONG=1 go test -run '^(TestWeekInFastTime|TestFaultyWeb)$$' -count=1 -v ./cmd/reticule

# The page reader beside go-trafilatura, in one run; on an idle machine.
ratio:
	cd tools/bench && go test -count=1 -v -run TestRatio -bench .

# Every fuzz target in turn, FUZZTIME each, on one processor.
FUZZTIME ?= 10m
fuzz:
	@grep -rE '^func Fuzz' --include='*_test.go' . | sed -E 's#^\./(.*)/[^/]*:func (Fuzz[A-Za-z]*).*#\1 \2#' | while read -r room target; do \
		echo "$$room $$target"; \
		nice -n 10 go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x -parallel 1 "./$$room" || exit 1; \
	done

# What `serve` answers in a second beside nginx with the same files; see the script.
serve-rate:
	tools/serve-rate.sh
