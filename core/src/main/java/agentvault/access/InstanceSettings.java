package agentvault.access;

import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.vault.Life;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What the owners of an instance have chosen. There is at most one; without it the defaults hold.
public record InstanceSettings(Id id, Id workspace, Values values, Life life) implements SealedRow {

    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*");
    private static final Pattern LIMIT = Pattern.compile("[a-z][a-z0-9_.]{0,63}");
    private static final int MOST = 100;

    /// @param inviteOnly nobody registers without an invite
    /// @param emailDomains whose addresses may register without one otherwise, in lower case
    /// @param limits by name; what a name means is known to whoever limits
    public record Values(boolean inviteOnly, List<String> emailDomains, SortedMap<String, Long> limits) {

        public static final Values DEFAULT = new Values(true, List.of(), new TreeMap<>());

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
        var out = row(1).flag(values.inviteOnly())
                .list(values.emailDomains(), (to, domain) -> to.text(domain))
                .list(
                        values.limits().entrySet(),
                        (to, limit) -> to.text(limit.getKey()).number(limit.getValue()));
        life.writeTo(out);
        return out.bytes();
    }
}
