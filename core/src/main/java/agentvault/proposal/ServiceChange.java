package agentvault.proposal;

import agentvault.crypto.Canonical;
import agentvault.crypto.FreeText;
import agentvault.vault.Service;
import agentvault.vault.Slug;

/// One change to a vault's services that a proposal asks for.
public sealed interface ServiceChange {

    Slug name();

    /// Adds the service, or replaces the rule of the one with this name.
    ///
    /// @param description what the agent says about it, to whoever decides; may be empty
    record Set(Slug name, Service.Rule rule, boolean enabled, String description) implements ServiceChange {
        private static final int MOST = 500;

        public Set {
            FreeText.checked("a service's description", description);
            if (description.length() > MOST)
                throw new IllegalArgumentException("a service's description has at most " + MOST + " characters");
        }

        public Set(Slug name, Service.Rule rule, boolean enabled) {
            this(name, rule, enabled, "");
        }
    }

    record Switch(Slug name, boolean enabled) implements ServiceChange {}

    record Remove(Slug name) implements ServiceChange {}

    default void writeTo(Canonical out) {
        switch (this) {
            case Set(var name, var rule, var enabled, var description) -> {
                if (description.isEmpty()) out.text("set");
                else out.text("set described").text(description);
                out.text(name.text()).flag(enabled);
                rule.writeTo(out);
            }
            case Switch(var name, var enabled) ->
                out.text("switch").text(name.text()).flag(enabled);
            case Remove(var name) -> out.text("remove").text(name.text());
        }
    }
}
