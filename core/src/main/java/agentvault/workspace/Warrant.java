package agentvault.workspace;

import agentvault.access.Session;
import agentvault.address.HostPattern;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import agentvault.match.Decision;
import agentvault.match.Matcher;
import agentvault.match.PlaceholderScanner;
import agentvault.match.Target;
import agentvault.trail.CredentialVersion;
import agentvault.trail.Entry;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.OauthConnection;
import agentvault.vault.RateLimit;
import agentvault.vault.Service;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Vault;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// What somebody may use at one moment: the vaults in their order, made ready, and what becomes of other hosts. It
/// decides and opens; it changes nothing and never asks the database. [Uses] hands it out, and says whether it still
/// holds.
public final class Warrant {

    private final Workspace workspace;
    private final Caller caller;
    private final Basis basis;
    private final List<Contents> grounds;
    private final List<UsableVault> vaults;
    private final Matcher matcher;
    private final UnmatchedHosts unmatched;
    private final PlaceholderScanner placeholders;
    private final SortedMap<RateLimit.Part, Integer> ofInstance;

    /// What a warrant follows from, besides the vaults.
    sealed interface Basis {
        record OfSession(Session session) implements Basis {}

        /// An actor's own token, in one vault.
        record OfActor(Id vault) implements Basis {}
    }

    /// @param grounds the states of everything that it follows from, the workspace's last
    Warrant(Workspace workspace, Caller caller, Basis basis, List<Contents> grounds, List<UsableVault> vaults) {
        this.workspace = workspace;
        this.caller = caller;
        this.basis = basis;
        this.grounds = List.copyOf(grounds);
        this.vaults = List.copyOf(vaults);
        this.matcher = new Matcher(vaults.stream().map(UsableVault::rules).toList(), allowed(basis));
        this.unmatched = unmatched(basis, vaults);
        this.ofInstance = Settings.rateLimit(Settings.of(grounds.getLast()).limits());
        this.placeholders = PlaceholderScanner.of(matcher.vaults().stream()
                .flatMap(rules -> rules.placeholderTexts().stream())
                .toList());
    }

    public Caller caller() {
        return caller;
    }

    Basis basis() {
        return basis;
    }

    /// In the order in which they are asked; the first one gets proposals.
    public List<Vault> vaults() {
        return vaults.stream().map(UsableVault::vault).toList();
    }

    public Decision decide(Target target) {
        return matcher.decide(target);
    }

    /// The same where servers have told the caller to ask for this very target.
    ///
    /// @param told the services for those servers
    public Decision decide(Target target, Set<Id> told) {
        return matcher.decide(target, told);
    }

    /// What becomes of a host that no service names.
    public UnmatchedHosts unmatched(Target target) {
        return matcher.lists(target) ? UnmatchedHosts.PASSTHROUGH : unmatched;
    }

    /// How much the caller may ask for where a vault decides: as it has chosen, and never more than the instance
    /// lets.
    ///
    /// @param settled what holds where nobody has chosen
    public RateLimit limit(Id vault, RateLimit settled) {
        var most = ofInstance.isEmpty() ? settled : settled.with(ofInstance);
        for (var one : vaults) {
            var chosen = one.vault().choices().limits();
            if (one.vault().id().equals(vault) && !chosen.isEmpty())
                return most.with(chosen).atMost(most);
        }
        return most;
    }

    /// Finds the placeholders of all the vaults.
    public PlaceholderScanner placeholders() {
        return placeholders;
    }

    /// The credential that a service means, if it has a value.
    public Optional<Credential> credential(Service service, CredentialKey key) {
        return of(service).flatMap(vault -> vault.credential(key));
    }

    /// How a credential that a service means is connected, if it is an OAuth one.
    public Optional<OauthConnection.Standing> standing(Service service, CredentialKey key) {
        return of(service).flatMap(vault -> vault.standing(key));
    }

    /// Opens a credential for a service that is part of this. Whoever asks has recorded the use, and closes the value.
    /// Throws [IntegrityBroken] if it does not open.
    public Optional<Secret> open(Service service, CredentialKey key) {
        return of(service).flatMap(vault -> vault.credential(key).map(vault::value));
    }

    /// Takes down that credentials are about to be attached. Throws [agentvault.trail.TrailUnavailable] if that cannot
    /// be: then nothing may be attached.
    public void recordUse(Service service, List<Credential> credentials, Target target) {
        var versions = credentials.stream()
                .map(credential -> new CredentialVersion(
                        credential.id(), credential.material().version()))
                .toList();
        long revision = of(service).map(vault -> vault.contents().counter()).orElse(0L);
        workspace
                .trail()
                .append(new Entry.Use(
                        caller.actor(),
                        basis instanceof Basis.OfSession(var session) ? session.id() : Entry.NONE,
                        service.vault(),
                        service.id(),
                        revision,
                        versions,
                        target.host().text(),
                        target.method(),
                        caller.face()));
    }

    /// Takes down that something was asked for that is not done.
    public void recordRefusal(String action, Id vault, String reason) {
        workspace.trail().append(new Entry.Refused(caller.actor(), action, vault, reason));
    }

    /// Whether it follows from the same session, and the same state of everything else.
    boolean stillOn(Caller now, Basis of, List<Contents> as) {
        return basis.equals(of) && grounds.equals(as) && caller.equals(now);
    }

    private Optional<UsableVault> of(Service service) {
        for (var vault : vaults) if (vault.vault().id().equals(service.vault())) return Optional.of(vault);
        return Optional.empty();
    }

    private static List<HostPattern> allowed(Basis basis) {
        return switch (basis) {
            case Basis.OfSession(var session) -> session.egress().allowed();
            case Basis.OfActor _ -> List.of();
        };
    }

    /// A session has a policy of its own, which its vaults can only make stricter. Who shows a token of their own has
    /// the
    /// vault's.
    private static UnmatchedHosts unmatched(Basis basis, List<UsableVault> vaults) {
        var explicit = vaults.stream()
                .flatMap(vault -> vault.vault().unmatchedHosts().explicit().stream())
                .toList();
        return switch (basis) {
            case Basis.OfSession(var session) -> session.egress().unmatched().strictest(explicit);
            case Basis.OfActor _ -> explicit.stream().findFirst().orElse(UnmatchedHosts.DENY);
        };
    }
}
