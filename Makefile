# What a contributor runs. `make check` is what CI runs first.

.PHONY: check build bench giant soak

check:
	@test -z "$$(gofmt -l .)" || { echo "not gofmt-ed:"; gofmt -l .; exit 1; }
	go vet ./...
	go tool -modfile=tools/go.mod staticcheck ./...
	go test -race -shuffle=on ./...

build:
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$$(git describe --tags --always)" -o reticule ./cmd/reticule

bench:
	go test -run '^$$' -bench . ./...

# What a report and a publication cost in a store of a million articles.
giant:
	RETICULE_LONG=1 go test -run '^$$' -bench Giant -benchtime 3x -timeout 30m ./cmd/reticule

# Two hours of cron in fast time with faults and kills, on a third of a processor.
soak:
	RETICULE_SOAK=2h nice -n 15 go test -run '^TestSoak$$' -count=1 -v -timeout 3h ./cmd/reticule
