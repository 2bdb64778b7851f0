package agentvault.workspace;

import agentvault.access.Actor;
import agentvault.access.AgentInvite;
import agentvault.access.ApiKey;
import agentvault.access.EmailAddress;
import agentvault.access.Grant;
import agentvault.access.InstanceRole;
import agentvault.access.InstanceSettings;
import agentvault.access.KeyForm;
import agentvault.access.KeyLimit;
import agentvault.access.Login;
import agentvault.access.MailedCode;
import agentvault.access.PasswordHash;
import agentvault.access.RootCertificate;
import agentvault.access.Session;
import agentvault.access.Token;
import agentvault.access.TokenKind;
import agentvault.access.UserInvite;
import agentvault.access.VaultRole;
import agentvault.crypto.SealedRow;
import agentvault.definition.Definition;
import agentvault.definition.Environment;
import agentvault.definition.ToolVariable;
import agentvault.definition.WorkSession;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.page.IdempotencyRecord;
import agentvault.proposal.Proposal;
import agentvault.proposal.Request;
import agentvault.proposal.ServiceChange;
import agentvault.proposal.Slot;
import agentvault.vault.Credential;
import agentvault.vault.Material;
import agentvault.vault.RateLimit;
import agentvault.vault.Service;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Vault;
import agentvault.webhook.Delivery;
import agentvault.webhook.Happening;
import agentvault.webhook.Webhook;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Random rows of every kind: as valid as the core makes them, as odd as it allows.
public final class Rows {

    private Rows() {}

    public static Arbitrary<SealedRow> any() {
        return Parts.ids()
                .flatMap(place -> Arbitraries.oneOf(
                        vaults(),
                        credentials(place),
                        services(place),
                        grants(place),
                        proposals(place),
                        tokens(place),
                        actors(place),
                        definitions(place),
                        environments(place),
                        toolVariables(place),
                        sessions(),
                        workSessions(),
                        idempotencyRecords(),
                        passwordHashes(place),
                        logins(),
                        mailedCodes(),
                        userInvites(place),
                        agentInvites(place),
                        instanceSettings(place),
                        rootCertificates(place),
                        webhooks(place),
                        deliveries(),
                        apiKeys(place)));
    }

    public static Arbitrary<Vault> vaults() {
        var settings = Arbitraries.of(UnmatchedHosts.class)
                .<Vault.Setting>map(Vault.Setting.Explicit::new)
                .optional()
                .map(setting -> setting.orElse(new Vault.Setting.Unset()));
        return Combinators.combine(
                        Parts.ids(),
                        Parts.slugs(),
                        Parts.names(255),
                        Parts.texts(500),
                        Parts.metadata(),
                        Combinators.combine(settings, limits()).as(Vault.Choices::new),
                        Parts.lives())
                .as(Vault::new);
    }

    private static Arbitrary<SortedMap<RateLimit.Part, Integer>> limits() {
        return Arbitraries.maps(
                        Arbitraries.of(RateLimit.Part.class),
                        Arbitraries.integers().between(1, RateLimit.MOST))
                .map(TreeMap::new);
    }

    public static Arbitrary<Credential> credentials(Id vault) {
        var profiles = Combinators.combine(
                        Parts.texts(255),
                        Parts.metadata(),
                        Arbitraries.of(Credential.Reading.class),
                        Arbitraries.of(Face.class))
                .as(Credential.Profile::new);
        return Combinators.combine(Parts.ids(), Parts.keys(), profiles, types(), materials(), Parts.lives())
                .as((id, key, profile, type, material, life) ->
                        new Credential(id, vault, key, profile, type, material, life));
    }

    private static Arbitrary<Credential.Type> types() {
        return Arbitraries.oneOf(Arbitraries.just(new Credential.Type.Static()), Parts.oauthTypes());
    }

    private static Arbitrary<Material> materials() {
        var versions = Arbitraries.integers().greaterOrEqual(1);
        var parts = Arbitraries.maps(Arbitraries.of(Material.Part.class), Parts.octets(200))
                .<SortedMap<Material.Part, agentvault.crypto.Octets>>map(TreeMap::new);
        return Arbitraries.oneOf(
                Combinators.combine(versions, Parts.ids(), Parts.octets(120), parts)
                        .as(Material.Held::new),
                versions.map(Material.Destroyed::new));
    }

    public static Arbitrary<Service> services(Id vault) {
        return Combinators.combine(
                        Parts.ids(), Parts.slugs(), Rules.rules(), Parts.flags(), Rules.bindings(), Parts.lives())
                .as((id, name, rule, enabled, binding, life) ->
                        new Service(id, vault, name, rule, enabled, binding, life));
    }

    public static Arbitrary<Grant> grants(Id vault) {
        return Combinators.combine(Parts.ids(), Parts.ids(), Arbitraries.of(VaultRole.class), Parts.lives())
                .as((id, actor, role, life) -> new Grant(id, actor, vault, role, life));
    }

    public static Arbitrary<Proposal> proposals(Id vault) {
        return Combinators.combine(
                        Parts.ids(),
                        Arbitraries.longs().greaterOrEqual(1),
                        Parts.ids(),
                        requests(),
                        stages(),
                        Parts.octets(32))
                .as((id, number, by, request, stages, digest) ->
                        new Proposal(id, vault, number, by, request, stages, digest));
    }

    private static Arbitrary<Proposal.Stages> stages() {
        Arbitrary<Proposal.State> states = Arbitraries.oneOf(
                Arbitraries.just(new Proposal.State.Pending()),
                Combinators.combine(
                                Arbitraries.of(Proposal.Ending.class), Parts.ids(), Parts.instants(), Parts.texts(2000))
                        .as(Proposal.State.Ended::new));
        return Combinators.combine(Parts.stamps(), Parts.instants(), states).as(Proposal.Stages::new);
    }

    private static Arbitrary<Request> requests() {
        Arbitrary<ServiceChange> changes = Arbitraries.oneOf(
                Combinators.combine(Parts.slugs(), Rules.rules(), Parts.flags()).as(ServiceChange.Set::new),
                Combinators.combine(Parts.slugs(), Parts.flags()).as(ServiceChange.Switch::new),
                Parts.slugs().map(ServiceChange.Remove::new));
        return Combinators.combine(
                        changes.list().ofMinSize(1).ofMaxSize(3).uniqueElements(ServiceChange::name),
                        slots().list().ofMaxSize(3).uniqueElements(Slot::key),
                        Parts.texts(2000),
                        Parts.texts(5000))
                .as(Request::new);
    }

    private static Arbitrary<Slot> slots() {
        var helps = Combinators.combine(
                        Parts.texts(500), Arbitraries.of("", "https://example.com/keys?a=\"b\""), Parts.texts(1000))
                .as(Slot.Help::new);
        Arbitrary<Slot.Supply> supplies = Arbitraries.oneOf(
                Arbitraries.just(new Slot.Supply.ByPerson()), Parts.octets(200).map(Slot.Supply.ByAgent::new));
        return Arbitraries.oneOf(
                Combinators.combine(Parts.keys(), types(), helps, supplies).as(Slot.Set::new),
                Parts.keys().map(Slot.Delete::new));
    }

    public static Arbitrary<Token> tokens(Id place) {
        var others = Arbitraries.of(TokenKind.class)
                .filter(kind -> kind != TokenKind.LOGIN && kind != TokenKind.OAUTH_STATE && !kind.invites());
        return Arbitraries.oneOf(
                tokens(Parts.ids().map(actor -> new Token.Subject.OfActor(place, actor)), others),
                tokens(Parts.ids().map(Token.Subject.OfSession::new), others),
                tokens(Parts.ids().map(proposal -> new Token.Subject.OfProposal(place, proposal)), others),
                tokens(
                        Parts.ids().map(credential -> new Token.Subject.OfCredential(place, credential)),
                        Arbitraries.just(TokenKind.OAUTH_STATE)),
                tokens(Parts.ids().map(Token.Subject.OfLogin::new), Arbitraries.just(TokenKind.LOGIN)),
                tokens(
                        Parts.ids().map(invite -> new Token.Subject.OfInvite(place, invite)),
                        Arbitraries.of(TokenKind.USER_INVITE, TokenKind.AGENT_INVITE)));
    }

    private static Arbitrary<Token> tokens(Arbitrary<? extends Token.Subject> subjects, Arbitrary<TokenKind> kinds) {
        return Combinators.combine(Parts.ids(), subjects, kinds, hashes(), Parts.texts(12), Parts.ends(), Parts.lives())
                .as(Token::new);
    }

    private static Arbitrary<Token.Hash> hashes() {
        return Combinators.combine(Arbitraries.integers().between(1, 9), Parts.octets(32))
                .as(Token.Hash::new);
    }

    public static Arbitrary<PasswordHash> passwordHashes(Id workspace) {
        return Combinators.combine(Parts.ids(), Parts.ids(), sealedHashes(), Parts.stamps())
                .as((id, user, hash, created) -> new PasswordHash(id, workspace, user, hash, created));
    }

    private static Arbitrary<PasswordHash.Sealed> sealedHashes() {
        return Combinators.combine(Arbitraries.integers().between(1, 9), Parts.octets(120))
                .as(PasswordHash.Sealed::new);
    }

    public static Arbitrary<Login> logins() {
        var devices = Parts.texts(100)
                .map(text -> text.codePoints()
                        .filter(point -> !Character.isISOControl(point))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .map(Login.Device::new);
        return Combinators.combine(
                        Parts.ids(), Parts.ids(), Parts.ids(), devices, Parts.instants(), Parts.ends(), Parts.stamps())
                .as(Login::new);
    }

    public static Arbitrary<MailedCode> mailedCodes() {
        Arbitrary<MailedCode.Purpose> purposes = Arbitraries.oneOf(
                sealedHashes().map(MailedCode.Purpose.Confirmation::new),
                Arbitraries.just(new MailedCode.Purpose.Reset()));
        return Combinators.combine(
                        Parts.ids(),
                        Parts.ids(),
                        purposes,
                        hashes(),
                        Arbitraries.integers().between(0, 10),
                        spans())
                .as(MailedCode::new);
    }

    private static Arbitrary<MailedCode.Span> spans() {
        return Combinators.combine(Parts.stamps(), Parts.instants()).as(MailedCode.Span::new);
    }

    public static Arbitrary<UserInvite> userInvites(Id workspace) {
        var addresses = Arbitraries.of("ana@example.com", "Bo.O'Hara+x@ex-ample.co.uk", "漢字@例え.jp", "%_'\"@x")
                .map(EmailAddress::new);
        var shares = Combinators.combine(Parts.ids(), Arbitraries.of(VaultRole.MEMBER, VaultRole.ADMIN))
                .as(Session.Share::new);
        var offers = Combinators.combine(
                        Arbitraries.of(InstanceRole.class),
                        shares.list().ofMaxSize(4).uniqueElements(Session.Share::vault))
                .as(UserInvite.Offer::new);
        Arbitrary<UserInvite.State> states = Arbitraries.oneOf(
                Arbitraries.just(new UserInvite.State.Open()),
                Parts.instants().map(UserInvite.State.Accepted::new),
                Parts.instants().map(UserInvite.State.Revoked::new));
        return Combinators.combine(Parts.ids(), addresses, offers, Parts.ids(), states, spans())
                .as((id, address, offer, by, state, span) ->
                        new UserInvite(id, workspace, address, offer, by, state, span));
    }

    public static Arbitrary<AgentInvite> agentInvites(Id workspace) {
        Arbitrary<AgentInvite.Whom> whom = Arbitraries.oneOf(
                Parts.slugs().map(AgentInvite.Whom.Named::new),
                Arbitraries.just(new AgentInvite.Whom.Anybody()),
                Parts.ids().map(AgentInvite.Whom.Existing::new));
        var shares = Combinators.combine(Parts.ids(), Arbitraries.of(VaultRole.class))
                .as(Session.Share::new);
        var offers = Combinators.combine(
                        Arbitraries.of(InstanceRole.class),
                        shares.list().ofMaxSize(4).uniqueElements(Session.Share::vault),
                        Arbitraries.integers().between(0, 604_800).map(Duration::ofSeconds))
                .as(AgentInvite.Offer::new);
        Arbitrary<AgentInvite.State> states = Arbitraries.oneOf(
                Arbitraries.just(new AgentInvite.State.Open()),
                Combinators.combine(Parts.instants(), Parts.ids()).as(AgentInvite.State.Redeemed::new),
                Parts.instants().map(AgentInvite.State.Revoked::new));
        return Combinators.combine(Parts.ids(), whom, offers, Parts.ids(), states, spans())
                .as((id, of, offer, by, state, span) -> new AgentInvite(id, workspace, of, offer, by, state, span));
    }

    public static Arbitrary<InstanceSettings> instanceSettings(Id workspace) {
        var limits = Arbitraries.maps(
                        Arbitraries.of("proxy.rate", "auth.burst", "x"),
                        Arbitraries.longs().greaterOrEqual(0))
                .<SortedMap<String, Long>>map(TreeMap::new);
        var runs = Combinators.combine(Parts.ids().optional(), Arbitraries.of(InstanceSettings.Coverage.class))
                .as(InstanceSettings.Runs::new);
        var values = Combinators.combine(
                        Parts.flags(),
                        Arbitraries.of("example.com", "a-b.co.uk", "xn--fa-hia.de")
                                .list()
                                .ofMaxSize(4),
                        limits,
                        runs)
                .as(InstanceSettings.Values::new);
        return Combinators.combine(Parts.ids(), values, Parts.lives())
                .as((id, chosen, life) -> new InstanceSettings(id, workspace, chosen, life));
    }

    public static Arbitrary<RootCertificate> rootCertificates(Id workspace) {
        return Combinators.combine(
                        Parts.ids(),
                        Parts.octets(300),
                        Arbitraries.integers().between(1, 99),
                        Parts.octets(200),
                        Parts.lives())
                .as((id, certificate, key, value, life) ->
                        new RootCertificate(id, workspace, certificate, key, value, life));
    }

    public static Arbitrary<Webhook> webhooks(Id workspace) {
        var types = Arbitraries.of(Happening.Type.all())
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .uniqueElements();
        var targets = Combinators.combine(Parts.names(2000), types).as(Webhook.Target::new);
        var keys = Combinators.combine(Arbitraries.integers().between(1, 99), Parts.octets(120))
                .as(Webhook.SealedKey::new);
        return Combinators.combine(Parts.ids(), targets, keys, Arbitraries.of(Webhook.Standing.class), Parts.lives())
                .as((id, target, key, standing, life) -> new Webhook(id, workspace, target, key, standing, life));
    }

    public static Arbitrary<ApiKey> apiKeys(Id workspace) {
        var limits = Combinators.combine(
                        Arbitraries.integers().between(1, KeyLimit.MOST), Arbitraries.of(KeyLimit.Per.class))
                .as(KeyLimit::new);
        var lasts = Arbitraries.longs().between(1, 1_000_000_000).map(Duration::ofSeconds);
        var terms = Combinators.combine(
                        Arbitraries.of(KeyForm.class),
                        lasts.optional(),
                        limits.optional(),
                        Arbitraries.of(VaultRole.class).optional())
                .as(ApiKey.Terms::new);
        return Combinators.combine(
                        Parts.ids(), Parts.ids(), terms, Parts.instants().optional(), Parts.stamps())
                .as((id, actor, with, used, created) -> new ApiKey(id, workspace, actor, with, used, created));
    }

    public static Arbitrary<Delivery> deliveries() {
        var happenings = Combinators.combine(Arbitraries.of(Happening.Type.class), Parts.ids(), Parts.metadata())
                .as(Happening::new);
        var progresses = Combinators.combine(
                        Arbitraries.of(Delivery.State.class),
                        Arbitraries.integers().greaterOrEqual(0),
                        Parts.instants(),
                        Parts.texts(40))
                .as(Delivery.Progress::new);
        return Combinators.combine(Parts.ids(), Parts.ids(), happenings, progresses, Parts.stamps())
                .as(Delivery::new);
    }

    public static Arbitrary<Actor> actors(Id workspace) {
        var names = Combinators.combine(Arbitraries.of(Actor.Kind.class), Parts.names(200))
                .as(Actor.Name::new);
        return Combinators.combine(
                        Parts.ids(),
                        names,
                        Arbitraries.of(InstanceRole.class),
                        Arbitraries.of(Actor.Standing.class),
                        Parts.ids(),
                        Parts.lives())
                .as((id, name, role, standing, by, life) -> new Actor(id, workspace, name, role, standing, by, life));
    }

    public static Arbitrary<Definition> definitions(Id workspace) {
        var servers = Combinators.combine(Parts.texts(50), Parts.texts(50)).as(Definition.Server::new);
        var contents = Combinators.combine(
                        Parts.texts(50),
                        servers.list().ofMaxSize(3),
                        Parts.texts(50).list().ofMaxSize(3),
                        Parts.ids().list().ofMaxSize(3))
                .as(Definition.Content::new);
        return Combinators.combine(
                        Parts.ids(),
                        Parts.slugs(),
                        Parts.texts(100),
                        Arbitraries.integers().greaterOrEqual(1),
                        contents,
                        Parts.lives())
                .as((id, slug, name, version, content, life) ->
                        new Definition(id, workspace, slug, name, version, content, life));
    }

    public static Arbitrary<ToolVariable> toolVariables(Id workspace) {
        var names = Arbitraries.strings()
                .withCharRange('A', 'Z')
                .withChars('_')
                .ofMinLength(1)
                .ofMaxLength(40);
        return Combinators.combine(
                        Parts.ids(),
                        Parts.ids(),
                        names,
                        Arbitraries.integers().between(1, 99),
                        Parts.octets(200),
                        Parts.lives())
                .as((id, definition, name, key, value, life) ->
                        new ToolVariable(id, workspace, definition, name, key, value, life));
    }

    public static Arbitrary<Session> sessions() {
        var shares = Combinators.combine(Parts.ids(), Arbitraries.of(VaultRole.class))
                .as(Session.Share::new);
        var egress = Combinators.combine(
                        Arbitraries.of(UnmatchedHosts.class),
                        Rules.hosts().list().ofMaxSize(3))
                .as(Session.Egress::new);
        var origins = Combinators.combine(Arbitraries.of(Face.class), Parts.ids(), Parts.texts(100))
                .as(Session.Origin::new);
        return Combinators.combine(
                        Parts.ids(),
                        Parts.ids(),
                        shares.list().ofMaxSize(4).uniqueElements(Session.Share::vault),
                        egress,
                        origins,
                        Parts.ends(),
                        Parts.lives())
                .as(Session::new);
    }

    public static Arbitrary<Environment> environments(Id workspace) {
        Arbitrary<Environment.Networking> networks = Arbitraries.oneOf(
                Arbitraries.just(new Environment.Networking.Unrestricted()),
                Rules.hosts().list().ofMaxSize(3).map(Environment.Networking.Limited::new));
        return Combinators.combine(Parts.ids(), Parts.names(100), networks, Parts.metadata(), Parts.lives())
                .as((id, name, networking, metadata, life) ->
                        new Environment(id, workspace, name, networking, metadata, life));
    }

    public static Arbitrary<WorkSession> workSessions() {
        Arbitrary<WorkSession.Place> places = Arbitraries.oneOf(
                Arbitraries.just(new WorkSession.Place.Anywhere()),
                Parts.ids().map(WorkSession.Place.InEnvironment::new));
        return Combinators.combine(
                        Parts.ids(),
                        Parts.ids(),
                        Combinators.combine(Parts.ids(), places).as(WorkSession.Subject::new),
                        Parts.texts(100),
                        Arbitraries.of(WorkSession.Status.class),
                        Parts.metadata(),
                        Parts.lives())
                .as(WorkSession::new);
    }

    public static Arbitrary<IdempotencyRecord> idempotencyRecords() {
        return Combinators.combine(
                        Parts.ids(), Parts.ids(), Parts.octets(32), Parts.octets(32), Parts.ids(), Parts.instants())
                .as(IdempotencyRecord::new);
    }
}
