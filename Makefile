# The everyday commands. `make check` is what .ci/run runs besides the tests.
.PHONY: run test check bench

run:
	go run .

test:
	go test ./...

check:
	go vet ./...
	go tool staticcheck ./...
	@unformatted=$$(go tool gofumpt -l $$(git ls-files '*.go')); test -z "$$unformatted" || { echo "gofumpt: $$unformatted"; exit 1; }
	go tool deadcode -test ./...

bench:
	go test -run '^$$' -bench '^BenchmarkHouse$$' -benchtime 1x -timeout 30m .
