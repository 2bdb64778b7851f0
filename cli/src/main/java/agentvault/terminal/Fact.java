package agentvault.terminal;

/// A value under its name; the value may come from anywhere.
public record Fact(String name, String value) {}
