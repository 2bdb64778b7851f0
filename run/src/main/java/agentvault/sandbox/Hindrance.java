package agentvault.sandbox;

/// Why there is no sandbox, and what to install, set or choose instead: each a sentence.
public record Hindrance(String what, String remedy) {

    public String sentence() {
        return what + " " + remedy;
    }
}
