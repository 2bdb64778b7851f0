# Short names that add nothing.
.PHONY: check fmt run bench full fuzz

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

fuzz:
	./mvnw verify -Pfull -pl fuzz -am
