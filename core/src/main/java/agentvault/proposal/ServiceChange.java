package agentvault.proposal;

import agentvault.crypto.Canonical;
import agentvault.vault.Service;
import agentvault.vault.Slug;

/// One change to a vault's services that a proposal asks for.
public sealed interface ServiceChange {

    Slug name();

    /// Adds the service, or replaces the rule of the one with this name.
    record Set(Slug name, Service.Rule rule, boolean enabled) implements ServiceChange {}

    record Switch(Slug name, boolean enabled) implements ServiceChange {}

    record Remove(Slug name) implements ServiceChange {}

    default void writeTo(Canonical out) {
        switch (this) {
            case Set(var name, var rule, var enabled) -> {
                out.text("set").text(name.text()).flag(enabled);
                rule.writeTo(out);
            }
            case Switch(var name, var enabled) ->
                out.text("switch").text(name.text()).flag(enabled);
            case Remove(var name) -> out.text("remove").text(name.text());
        }
    }
}
