.DEFAULT_GOAL := help
.PHONY: help run test bench faults build site fmt fuzz fuzz-api clean

help: ## this list
	@sed -n 's/^\([a-z-]*\): .*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 15

run: build ## build and start a portal on http://localhost:3000, with its data in ./data
	@target/release/gatehouse

test: ## all checks and tests; prints what each step took
	@scripts/test

bench: ## how long views and tokens take, written to docs/benchmarks.md and docs/benchmarks/tokens.md
	@scripts/bench

faults: ## has servers and databases fail under load and counts what is lost, written to docs/faults.md
	@scripts/faults

build: site ## the program with everything inside it, target/release/gatehouse
	@cargo build --release -p server

site: ## the page's files, target/site
	@scripts/setup build
	@cargo run -q -p xtask -- site

fmt: ## format the Rust sources
	@cargo fmt

fuzz: ## feed the parsers with made-up input, SECONDS=60 for each target; wants cargo-fuzz and a nightly Rust
	@cd fuzz && for target in $$(cargo +nightly fuzz list); do \
		cargo +nightly fuzz run $$target -- -max_total_time=$(or $(SECONDS),60) || exit 1; \
	done

fuzz-api: ## hold the answers of the API against its document, EXAMPLES=2000 for each operation; wants `make build`
	@scripts/setup test
	@scripts/fuzz-api $(or $(EXAMPLES),2000)

clean: ## remove what builds and tests left
	@cargo clean
	@rm -rf end2end/node_modules end2end/shots end2end/test-results tools/node_modules
