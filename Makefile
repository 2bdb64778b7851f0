# Short names that add nothing.
.PHONY: bench

bench:
	bench/run
