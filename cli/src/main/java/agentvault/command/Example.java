package agentvault.command;

/// A line that works when it is pasted, and what it does.
record Example(String line, String says) {}
