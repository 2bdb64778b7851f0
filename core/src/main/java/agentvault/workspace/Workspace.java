package agentvault.workspace;

import agentvault.access.Action;
import agentvault.access.Actor;
import agentvault.access.PasswordHashing;
import agentvault.access.Permissions;
import agentvault.access.Permissions.Target;
import agentvault.crypto.KeyRing;
import agentvault.crypto.Randomness;
import agentvault.crypto.RowSeal;
import agentvault.crypto.Scope;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.trail.Entry;
import agentvault.trail.Position;
import agentvault.trail.Trail;
import agentvault.trail.TrailUnavailable;
import agentvault.trail.Witness;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// The tenant: its vaults and everybody who may use them. The operations are grouped by what they are about; each is
/// one call of [#change] or [#look].
public final class Workspace {

    private final Store store;
    private final Trail trail;
    private final KeyRing keys;
    private final Randomness random;
    private final InstantSource clock;
    private final PasswordHashing hashing;
    private final ContentsCache cache;
    private final Authentication authentication;
    private final Uses uses;

    /// @param keys the opened keys; whoever opened them closes them
    public Workspace(
            Store store, Trail trail, KeyRing keys, Randomness random, InstantSource clock, PasswordHashing hashing) {
        this.store = store;
        this.trail = trail;
        this.keys = keys;
        this.random = random;
        this.clock = clock;
        this.hashing = hashing;
        this.cache = new ContentsCache(keys);
        this.authentication = new Authentication(this);
        this.uses = new Uses(this);
    }

    public Vaults vaults() {
        return new Vaults(this);
    }

    public Credentials credentials() {
        return new Credentials(this);
    }

    public BoundCredentials boundCredentials() {
        return new BoundCredentials(this);
    }

    public Services services() {
        return new Services(this);
    }

    public Grants grants() {
        return new Grants(this);
    }

    public Actors actors() {
        return new Actors(this);
    }

    public Authentication authentication() {
        return authentication;
    }

    public Uses uses() {
        return uses;
    }

    public Registration registration() {
        return new Registration(this);
    }

    public Logins logins() {
        return new Logins(this);
    }

    public Passwords passwords() {
        return new Passwords(this);
    }

    public Users users() {
        return new Users(this);
    }

    public Invites invites() {
        return new Invites(this);
    }

    public Agents agents() {
        return new Agents(this);
    }

    public Settings settings() {
        return new Settings(this);
    }

    public Sessions sessions() {
        return new Sessions(this);
    }

    public Proposals proposals() {
        return new Proposals(this);
    }

    public Directory directory() {
        return new Directory(this);
    }

    public Definitions definitions() {
        return new Definitions(this);
    }

    public RootCertificates rootCertificates() {
        return new RootCertificates(this);
    }

    public RootKeys rootKeys() {
        return new RootKeys(this);
    }

    /// How far the database knows the trails of all servers to reach.
    public List<Witness> trailWitnesses() {
        var seals = new RowSeal(keys);
        return lookByItself(view -> view.reading().anchors().stream()
                .filter(anchor -> TrailTies.genuine(seals, anchor))
                .map(TrailTies::witness)
                .toList());
    }

    public Id installation() {
        return keys.installation();
    }

    /// The scope of actors, their tokens and the settings.
    Scope scope() {
        return Scope.workspace(installation());
    }

    KeyRing keys() {
        return keys;
    }

    KeptPasswords keptPasswords() {
        return new KeptPasswords(this, hashing);
    }

    Randomness random() {
        return random;
    }

    InstantSource clock() {
        return clock;
    }

    Store store() {
        return store;
    }

    Trail trail() {
        return trail;
    }

    /// What is asked for: who, what, about what, and the scopes that it changes.
    ///
    /// @param scopes what it changes
    /// @param looks what it looks at besides
    record Ask(
            Caller caller,
            Action action,
            Target target,
            Collection<Scope> scopes,
            Collection<Scope> looks,
            List<Id> targets,
            String detail) {
        Ask(Caller caller, Action action, Target target, Collection<Scope> scopes, List<Id> targets, String detail) {
            this(caller, action, target, scopes, List.of(), targets, detail);
        }

        Ask lookingAt(Collection<Scope> more) {
            return new Ask(caller, action, target, scopes, more, targets, detail);
        }

        static Ask inVault(Caller caller, Action action, Id vault, String detail) {
            return new Ask(
                    caller, action, new Target.OfVault(vault), List.of(Scope.vault(vault)), List.of(vault), detail);
        }

        Ask holding(Scope... more) {
            var all = new ArrayList<>(scopes);
            all.addAll(List.of(more));
            return new Ask(caller, action, target, all, looks, targets, detail);
        }
    }

    /// One change, whole: permission, intent, transaction, outcome. Every operation that changes anything is a call of
    /// this, so none can be made without permission or without a trace.
    <T> Outcome<T> change(Ask ask, Function<Transaction, Outcome<T>> work) {
        var opened = new AtomicReference<Optional<Transaction>>(Optional.empty());
        var outcome = store.write(hold(ask), writing -> {
            var denied = this.<T>denied(ask, scope -> cache.newest(writing, scope));
            if (denied.isPresent()) return denied.get();
            return carryOut(writing, Intended.of(ask), opened, work);
        });
        opened.get().ifPresent(transaction -> close(transaction, outcome));
        return outcome;
    }

    /// A change looks at what decides about its permission: the actor, the vault, the session.
    private Store.Hold hold(Ask ask) {
        var looked = new HashSet<Scope>(ask.looks());
        looked.add(scope());
        if (ask.target() instanceof Target.OfVault(var vault)) looked.add(Scope.vault(vault));
        ask.caller().shownIn().ifPresent(looked::add);
        return new Store.Hold(Set.copyOf(ask.scopes()), looked);
    }

    /// A change that the server makes by itself: expiry, rotation of its own keys. Nobody asked, so nobody needs
    /// permission; intent and outcome are recorded all the same. It may look at the workspace.
    <T> Outcome<T> changeByItself(
            String action, Collection<Scope> scopes, String detail, Function<Transaction, Outcome<T>> work) {
        return changeFor(new Errand(Entry.NONE, action, Face.LOCAL, scopes, List.of(scope()), detail), work);
    }

    /// What somebody asks for who has no token yet: to register, to log in.
    ///
    /// @param actor who it is about; nobody if that is not known
    /// @param looks what it looks at besides what it changes
    record Errand(
            Id actor, String action, Face face, Collection<Scope> scopes, Collection<Scope> looks, String detail) {}

    <T> Outcome<T> changeFor(Errand errand, Function<Transaction, Outcome<T>> work) {
        var opened = new AtomicReference<Optional<Transaction>>(Optional.empty());
        var hold = new Store.Hold(Set.copyOf(errand.scopes()), Set.copyOf(errand.looks()));
        var outcome = store.write(hold, writing -> carryOut(writing, Intended.of(errand), opened, work));
        opened.get().ifPresent(transaction -> close(transaction, outcome));
        return outcome;
    }

    private <T> Outcome<T> carryOut(
            Store.Writing writing,
            Intended intended,
            AtomicReference<Optional<Transaction>> opened,
            Function<Transaction, Outcome<T>> work) {
        var transaction = begin(writing, intended);
        opened.set(Optional.of(transaction));
        try {
            var result = work.apply(transaction);
            if (result instanceof Outcome.Done<T>) transaction.finish();
            return result;
        } catch (RuntimeException e) {
            voided(transaction, e);
            throw e;
        }
    }

    /// What failed before it could be committed is void at once; what fails in the commit is closed by the next start.
    private void voided(Transaction transaction, RuntimeException failure) {
        try {
            trail.append(new Entry.Voided(transaction.intent().sequence()));
        } catch (TrailUnavailable e) {
            failure.addSuppressed(e);
        }
    }

    /// Reads proven contents for somebody who may. What is sensitive to read leaves an event first.
    <T> Outcome<T> look(Ask ask, Function<View, Outcome<T>> work) {
        return lookByItself(view -> {
            var denied = this.<T>denied(ask, view.contents());
            return denied.isPresent() ? denied.get() : work.apply(view);
        });
    }

    /// A look that the server takes by itself.
    <T> T lookByItself(Function<View, T> work) {
        try {
            return lookOnce(work);
        } catch (ContentsCache.SetBack snapshotTooEarly) {
            // A snapshot that is taken now is newer than all that is known, unless somebody set the database back.
            try {
                return lookOnce(work);
            } catch (ContentsCache.SetBack again) {
                throw again.broken();
            }
        }
    }

    private <T> T lookOnce(Function<View, T> work) {
        return store.read(reading -> work.apply(new View(reading, scope -> cache.asOf(reading, scope), keys)));
    }

    /// Proven contents out of memory, as of the last time that the database was asked whether they still hold.
    Contents remembered(Scope scope) {
        return cache.known(scope)
                .orElseGet(() -> lookByItself(view -> view.contents().apply(scope)));
    }

    ContentsCache cache() {
        return cache;
    }

    /// The vaults that are in memory, as of the last time that the database was asked.
    List<Contents> rememberedVaults() {
        return cache.known().stream()
                .filter(contents -> contents.scope().kind() == Scope.Kind.VAULT)
                .toList();
    }

    /// Asks the database once what has changed, and reads that.
    void refresh() {
        cache.refresh(store);
    }

    /// What a look sees.
    record View(Store.Reading reading, Function<Scope, Contents> contents, KeyRing keys) {}

    void event(Caller caller, String action, Id target, String detail) {
        trail.append(new Entry.Event(caller.actor(), action, caller.face(), target, detail));
    }

    /// Why this may not be done, recorded; empty if it may.
    <T> Optional<Outcome<T>> denied(Ask ask, Function<Scope, Contents> contents) {
        var rights = new Authority(installation(), contents).of(ask.caller(), ask.target(), clock.instant());
        var target = current(ask.target(), contents);
        var decision = rights.map(known -> Permissions.decide(known, ask.action(), target))
                .orElse(new Permissions.Decision.Denied(Permissions.Reason.INACTIVE));
        return switch (decision) {
            case Permissions.Decision.Allowed() -> Optional.empty();
            case Permissions.Decision.Denied(var reason) -> {
                var about = ask.targets().stream().findFirst().orElse(Entry.NONE);
                trail.append(
                        new Entry.Refused(ask.caller().actor(), ask.action().name(), about, reason.name()));
                yield Optional.of(Outcome.refused(Problem.Code.FORBIDDEN, reason.sentence()));
            }
        };
    }

    /// Whether this may be done, without a trace of having asked.
    boolean may(Caller caller, Action action, Target target, Function<Scope, Contents> contents) {
        return new Authority(installation(), contents)
                .of(caller, target, clock.instant())
                .filter(rights -> Permissions.decide(rights, action, target) instanceof Permissions.Decision.Allowed)
                .isPresent();
    }

    /// An actor may have changed since somebody looked it up.
    private Target current(Target target, Function<Scope, Contents> contents) {
        if (!(target instanceof Target.OfActor(var actor))) return target;
        return contents.apply(scope())
                .find(Actor.class, actor.id())
                .<Target>map(Target.OfActor::new)
                .orElse(target);
    }

    private Transaction begin(Store.Writing writing, Intended intended) {
        var first = intended.scopes().iterator().next();
        var intent = trail.appendDurably(new Entry.Intent(
                intended.actor(),
                intended.action(),
                intended.face(),
                first.id(),
                cache.newest(writing, first).counter(),
                intended.targets(),
                intended.detail()));
        var around = new Transaction.Surroundings(keys, random, cache);
        return new Transaction(writing, around, Set.copyOf(intended.scopes()), intent, clock.instant());
    }

    private <T> void close(Transaction transaction, Outcome<T> outcome) {
        Position intent = transaction.intent();
        switch (outcome) {
            case Outcome.Done<T> _ -> {
                transaction.publish();
                trail.append(new Entry.Applied(intent.sequence(), transaction.counters()));
            }
            case Outcome.Refused<T> _ -> trail.append(new Entry.Voided(intent.sequence()));
        }
    }
}
