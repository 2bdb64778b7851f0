package agentvault.trail;

import agentvault.id.Id;

/// How often a scope has been changed, as its manifest counts.
public record ScopeCounter(Id scope, long counter) {

    public ScopeCounter {
        Bounds.count(counter);
    }
}
