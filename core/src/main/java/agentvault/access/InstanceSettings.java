package agentvault.access;

import agentvault.crypto.Canonical;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.vault.Life;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What the owners of an instance have chosen. There is at most one; without it the defaults hold.
public record InstanceSettings(Id id, Id workspace, Values values, Life life) implements SealedRow {

    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*");
    private static final Pattern LIMIT = Pattern.compile("[a-z][a-z0-9_.]{0,63}");
    private static final int MOST = 100;

    /// What a run has to find in its vaults for the servers that its agent declares.
    public enum Coverage {
        /// A credential for each, or there is no run.
        STRICT,
        /// What is missing is told.
        WARN,
        OFF
    }

    /// How the vaults of runs are found.
    ///
    /// @param usual the vault of runs that name none; a vault that is archived or gone is none
    public record Runs(Optional<Id> usual, Coverage coverage) {
        public static final Runs DEFAULT = new Runs(Optional.empty(), Coverage.WARN);
    }

    /// @param inviteOnly nobody registers without an invite
    /// @param emailDomains whose addresses may register without one otherwise, in lower case
    /// @param limits by name; what a name means is known to whoever limits
    public record Values(boolean inviteOnly, List<String> emailDomains, SortedMap<String, Long> limits, Runs runs) {

        public static final Values DEFAULT = new Values(true, List.of(), new TreeMap<>());

        /// Nothing is said of runs.
        public Values(boolean inviteOnly, List<String> emailDomains, SortedMap<String, Long> limits) {
            this(inviteOnly, emailDomains, limits, Runs.DEFAULT);
        }

        public Values {
            emailDomains = List.copyOf(emailDomains);
            limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
            if (emailDomains.size() > MOST || limits.size() > MOST) {
                throw new IllegalArgumentException("there are at most 100 domains and 100 limits");
            }
            if (!emailDomains.stream().allMatch(name -> DOMAIN.matcher(name).matches())) {
                throw new IllegalArgumentException("a domain looks like example.com, in lower case");
            }
            if (!limits.keySet().stream().allMatch(name -> LIMIT.matcher(name).matches())) {
                throw new IllegalArgumentException("a limit's name has a-z, 0-9, _ and dots");
            }
            if (limits.values().stream().anyMatch(limit -> limit < 0)) {
                throw new IllegalArgumentException("a limit is not negative");
            }
        }

        public boolean open(EmailAddress address) {
            return !inviteOnly && emailDomains.contains(address.domain());
        }

        public Values with(Runs others) {
            return new Values(inviteOnly, emailDomains, limits, others);
        }
    }

    public InstanceSettings with(Values next, Instant now) {
        return new InstanceSettings(id, workspace, next, life.updated(now));
    }

    @Override
    public Scope scope() {
        return Scope.workspace(workspace);
    }

    @Override
    public String table() {
        return "instance_settings";
    }

    @Override
    public byte[] canonical() {
        // Rows that say nothing of runs are sealed as they were before there were any.
        boolean plain = values.runs().equals(Runs.DEFAULT);
        var out = row(plain ? 1 : 2)
                .flag(values.inviteOnly())
                .list(values.emailDomains(), (to, domain) -> to.text(domain))
                .list(
                        values.limits().entrySet(),
                        (to, limit) -> to.text(limit.getKey()).number(limit.getValue()));
        if (!plain) {
            out.maybe(values.runs().usual(), Canonical::id)
                    .text(values.runs().coverage().name());
        }
        life.writeTo(out);
        return out.bytes();
    }
}
