package agentvault.address;

import java.util.List;

/// A [PathPattern] made ready to be asked many times.
public final class PathMatcher {

    private final List<Glob> alternatives;

    PathMatcher(List<Glob> alternatives) {
        this.alternatives = alternatives;
    }

    public boolean matches(CanonicalPath path) {
        return matchesText(path.text());
    }

    boolean matchesText(CharSequence text) {
        for (var glob : alternatives) {
            if (glob.matches(text)) return true;
        }
        return false;
    }
}
