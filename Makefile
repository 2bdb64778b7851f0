# Short names that add nothing.
.PHONY: check fmt run bench full

check:
	./mvnw verify

full:
	./mvnw verify -Pfull

fmt:
	./mvnw spotless:apply

run:
	./agent-vault help

bench:
	bench/run
