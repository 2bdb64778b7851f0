package agentvault.vault;

import agentvault.address.PathPattern;
import agentvault.crypto.Canonical;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where and how credentials of a vault are attached. The name is unique among the vault's active services.
public record Service(Id id, Id vault, Slug name, Rule rule, boolean enabled, Binding binding, Life life)
        implements SealedRow {

    private static final int MAX_PLACEHOLDERS = 50;

    /// What a service does: where it applies, which slot it fills, which placeholders it exchanges.
    public record Rule(Reach reach, Attachment attachment, List<Placeholder> placeholders) {
        public Rule {
            placeholders = List.copyOf(placeholders);
            if (placeholders.size() > MAX_PLACEHOLDERS) {
                throw new IllegalArgumentException("a service has at most 50 placeholders");
            }
            if (placeholders.stream().map(Placeholder::text).distinct().count() < placeholders.size()) {
                throw new IllegalArgumentException("a placeholder is declared twice in this service");
            }
            if (attachment.fillsSlot() && reach instanceof Reach.WhateverTheSessionNames) {
                throw new IllegalArgumentException("a service that fills a slot names its destinations");
            }
            if (attachment instanceof Attachment.Tunnel && !unopened(reach, placeholders)) {
                throw new IllegalArgumentException(
                        "a tunnel stays closed: it has no placeholders, and looks at neither paths nor methods");
            }
            if (!attachment.fillsSlot() && placeholders.isEmpty()) {
                throw new IllegalArgumentException("a service fills a slot or has placeholders");
            }
        }

        private static boolean unopened(Reach reach, List<Placeholder> placeholders) {
            return placeholders.isEmpty()
                    && reach.named().stream()
                            .allMatch(destination -> !destination.cleartext()
                                    && destination.path().equals(PathPattern.EVERYTHING)
                                    && destination.methods().isEmpty());
        }

        /// Every credential that this rule can send somewhere.
        public Set<CredentialKey> keys() {
            return Stream.concat(
                            attachment.keys().stream(), placeholders.stream().map(Placeholder::key))
                    .collect(Collectors.toUnmodifiableSet());
        }

        public void writeTo(Canonical out) {
            reach.writeTo(out);
            attachment.writeTo(out);
            out.list(placeholders, (to, placeholder) -> placeholder.writeTo(to));
        }
    }

    public Service with(Rule newRule, boolean nowEnabled, Instant now) {
        return new Service(id, vault, name, newRule, nowEnabled, binding, life.updated(now));
    }

    public Service archived(Instant now) {
        return new Service(id, vault, name, rule, enabled, binding, life.archived(now));
    }

    public boolean bound() {
        return binding instanceof Binding.Bound;
    }

    @Override
    public Scope scope() {
        return Scope.vault(vault);
    }

    @Override
    public String table() {
        return "service";
    }

    @Override
    public byte[] canonical() {
        var out = row(1).text(name.text()).flag(enabled);
        rule.writeTo(out);
        binding.writeTo(out);
        life.writeTo(out);
        return out.bytes();
    }
}
