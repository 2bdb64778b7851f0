package agentvault.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import agentvault.access.EmailAddress;
import agentvault.access.InstanceRole;
import agentvault.access.Login;
import agentvault.access.PasswordHashing;
import agentvault.access.Session;
import agentvault.access.UserInvite;
import agentvault.access.VaultRole;
import agentvault.access.Via;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.crypto.Envelope;
import agentvault.crypto.KeyProvider;
import agentvault.crypto.KeyRing;
import agentvault.crypto.Octets;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.proposal.Proposal;
import agentvault.proposal.Request;
import agentvault.vault.Attachment;
import agentvault.vault.CredentialKey;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.vault.Until;
import agentvault.vault.Vault;
import agentvault.workspace.Logins.LoggedIn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// A workspace with an owner, for tests that say in five lines what they are about. Time stands still until it is
/// moved;
/// randomness comes from a seed.
public final class Office implements AutoCloseable {

    /// What every user of the office has chosen.
    public static final String PASSWORD = "correct horse battery";

    public static final Login.Device DEVICE = new Login.Device("laptop");

    public final Store store;
    public final MemoryTrail trail;
    public final KeyRing keys;
    public final Workspace workspace;
    public final Caller owner;
    public final KeyProvider provider;
    private final Randomness random;
    private Instant now = Instant.parse("2026-05-18T08:00:00Z");

    public Office(Store store) {
        this(store, new Random(42));
    }

    public Office(Store store, Random seeded) {
        this.store = store;
        random = seeded::nextBytes;
        provider = new PlainProvider(random);
        keys = Installation.found(store, provider, random);
        trail = new MemoryTrail(random.id());
        workspace = server(store);
        workspace.authentication().confirm();
        owner = registered("ana@example.com");
    }

    public static Office inMemory() {
        return new Office(new MemoryStore());
    }

    /// The office as a second process would find it: nothing proven yet, nothing in memory.
    public Workspace reopened() {
        return switch (Installation.open(store, provider)) {
            case Installation.Opening.Open(var opened) ->
                new Workspace(store, trail, opened, random, () -> now, PLAIN_HASHING);
            case Installation.Opening.NotFounded() -> throw new AssertionError("not founded");
            case Installation.Opening.WrongKey() -> throw new AssertionError("wrong key");
            case Installation.Opening.Broken(var findings) -> throw new IntegrityBroken(findings);
        };
    }

    /// Another server of the same installation, with the same trail and clock.
    public Workspace server(Store of) {
        return new Workspace(of, trail, keys, random, () -> now, PLAIN_HASHING);
    }

    private Caller registered(String address) {
        try (var chosen = secret(PASSWORD)) {
            var first = done(
                    workspace.registration().register(new EmailAddress(address), chosen, DEVICE, Face.AGENT_VAULT));
            if (!(first instanceof Registration.Registered.Owner(var login))) throw new AssertionError("not the first");
            try (login) {
                return login.caller(Face.AGENT_VAULT);
            }
        }
    }

    /// Whose trail it is.
    public Id instance() {
        return trail.instance();
    }

    public Randomness random() {
        return random;
    }

    public void moveTo(Instant later) {
        now = later;
    }

    public Instant now() {
        return now;
    }

    public LoggedIn login(String address, String password) {
        try (var shown = secret(password)) {
            return done(workspace.logins().open(new EmailAddress(address), shown, DEVICE, Face.AGENT_VAULT));
        }
    }

    public static Caller through(Face face, Caller caller) {
        return new Caller(caller.actor(), caller.via(), caller.shown(), face);
    }

    /// An agent with a role in a vault.
    public Caller agent(String name, Id vault, VaultRole role) {
        var vaults = List.of(new Session.Share(vault, role));
        var plan = new Agents.Plan(new Slug(name), InstanceRole.NO_ACCESS, vaults, Until.forever());
        try (var issued = done(workspace.agents().create(owner, plan))) {
            return new Caller(
                    issued.actor().id(), Via.AGENT_TOKEN, issued.token().id(), Face.AGENT_VAULT);
        }
    }

    /// An API key, as the cloud faces show it.
    public Caller apiKey(String label, Face face) {
        try (var issued = done(workspace.actors().apiKeys().create(owner, ApiKeys.Plan.named(label)))) {
            return new Caller(issued.actor().id(), Via.API_KEY, issued.token().id(), face);
        }
    }

    /// A member of the instance with a role in a vault.
    public Caller user(String address, Id vault, VaultRole role) {
        return user(address, new UserInvite.Offer(InstanceRole.MEMBER, List.of(new Session.Share(vault, role))));
    }

    public Caller user(String address) {
        return user(address, new UserInvite.Offer(InstanceRole.MEMBER, List.of()));
    }

    public Caller user(String address, UserInvite.Offer offer) {
        try (var issued = done(workspace.invites().create(owner, new EmailAddress(address), offer));
                var chosen = secret(PASSWORD);
                var joined = done(workspace.invites().accept(issued.shown(), chosen, DEVICE, Face.AGENT_VAULT))) {
            return joined.caller(Face.AGENT_VAULT);
        }
    }

    public Vault vault(String slug) {
        return done(workspace.vaults().create(owner, new Slug(slug), Vaults.Naming.of(slug)));
    }

    public Proposal proposal(Caller agent, Id vault, Request request) {
        try (var created = done(workspace.proposals().create(agent, vault, request, Map.of()))) {
            return created.proposal();
        }
    }

    public void store(Id vault, String key, String value) {
        try (var secret = secret(value)) {
            var values = new TreeMap<CredentialKey, Secret>();
            values.put(new CredentialKey(key), secret);
            done(workspace.credentials().set(owner, vault, values));
        }
    }

    public void serve(Id vault, String name, String host, String key) {
        done(workspace.services().upsert(owner, vault, List.of(wanted(name, host, key))));
    }

    public static Services.Wanted wanted(String name, String host, String key) {
        var reach = new Reach.Destinations(List.of(Destination.of(HostPattern.of(host))));
        var bearer = new Attachment.Bearer(new CredentialKey(key));
        return new Services.Wanted(new Slug(name), new Service.Rule(reach, bearer, List.of()), true);
    }

    public String reveal(Workspace in, Id vault, String key) {
        try (var secret = done(in.credentials().reveal(owner, vault, new CredentialKey(key)))) {
            return text(secret);
        }
    }

    public static Secret secret(String text) {
        return Secret.take(text.getBytes(UTF_8));
    }

    public static String text(Secret secret) {
        return secret.reveal(bytes -> new String(bytes, UTF_8));
    }

    public static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var problem) -> throw new AssertionError(problem.toString());
        };
    }

    public static Problem.Code refused(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Done<?>(var value) -> throw new AssertionError("done: " + value);
            case Outcome.Refused<?>(var problem) -> problem.code();
        };
    }

    @Override
    public void close() {
        keys.close();
        store.close();
    }

    /// What Argon2id does, without the cost: the password itself, behind a mark.
    public static final PasswordHashing PLAIN_HASHING = new PasswordHashing() {
        @Override
        public Hashed hash(Secret password) {
            return new Hashed.Done(secret("plain:" + text(password)));
        }

        @Override
        public Answer compare(Secret password, Secret encoded) {
            return text(encoded).equals("plain:" + text(password)) ? Answer.SAME : Answer.DIFFERENT;
        }

        @Override
        public Answer pretend(Secret password) {
            return Answer.DIFFERENT;
        }
    };

    /// A key in memory: what a password or a file becomes, without the cost.
    private static final class PlainProvider implements KeyProvider {
        private final Secret key;
        private final Randomness random;

        PlainProvider(Randomness random) {
            this.random = random;
            key = random.secret(Envelope.KEY_BYTES);
        }

        @Override
        public String kind() {
            return "plain";
        }

        @Override
        public Octets wrap(byte[] place, Secret root) {
            return Envelope.seal(key, place, root, random);
        }

        @Override
        public Optional<Secret> unwrap(byte[] place, Octets wrapped) {
            return Envelope.open(key, place, wrapped);
        }
    }
}
