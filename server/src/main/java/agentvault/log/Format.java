package agentvault.log;

/// How a line is written: for people, or one JSON object for programs.
public enum Format {
    TEXT,
    JSON
}
