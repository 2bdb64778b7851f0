package agentvault.faces;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.control.ApiServer;
import agentvault.control.Cast;
import agentvault.crypto.Secret;
import agentvault.faces.Protocol.Kept;
import agentvault.faces.Protocol.Named;
import agentvault.faces.Step.Kind;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.match.AllowedPlaceholder;
import agentvault.match.Decision;
import agentvault.match.Target;
import agentvault.vault.Binding;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Life;
import agentvault.vault.Service;
import agentvault.vault.Vault;
import agentvault.workspace.ApiKeys;
import agentvault.workspace.BoundCredentials;
import agentvault.workspace.Caller;
import agentvault.workspace.Office;
import agentvault.workspace.Outcome;
import agentvault.workspace.Uses;
import agentvault.workspace.Warrant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What one key makes, on whatever faces, beside the model of it. It starts with nothing.
final class World {

    private static final String USE = "use";

    private final ApiServer server;
    private final Cast cast;
    private final String name;
    private final Caller caller;
    private final Map<Face, Protocol> faces = new TreeMap<>();
    private final Model model = new Model();
    private final List<Id> vaults = new ArrayList<>();
    private final List<Kept> credentials = new ArrayList<>();
    private int uses;

    World(ApiServer server, Cast cast, String name) {
        this.server = server;
        this.cast = cast;
        this.name = name;
        var key = done(server.workspace.actors().apiKeys().create(cast.owner, ApiKeys.Plan.named(name)));
        var shown = ApiServer.shown(key.shown());
        this.caller = cast.caller(shown);
        for (var protocol : Protocol.all(server, shown)) faces.put(protocol.face, protocol);
    }

    /// Takes a step on a face that has words for it, and looks whether all is as the model says. What no face has words
    /// for must be what would be refused.
    void take(Step asked, List<Face> by) {
        var known = model.resolved(asked);
        if (known.isEmpty()) return;
        var step = known.get();
        var face = by.stream().filter(one -> model.sayable(step, one)).findFirst();
        if (face.isEmpty()) {
            assertThat(model.take(step, Face.LOCAL))
                    .as("nobody can say %s", step)
                    .isFalse();
            return;
        }
        server.pass(Duration.ofSeconds(1));
        boolean expected = model.take(step, face.get());
        assertThat(carryOut(step, one(face.get())))
                .as("%s on %s", step, face.get())
                .isEqualTo(expected);
        assertThat(told()).as("after %s on %s", step, face.get()).isEqualTo(model.told());
    }

    private Protocol one(Face face) {
        return Optional.ofNullable(faces.get(face)).orElseThrow();
    }

    private boolean carryOut(Step step, Protocol by) {
        return switch (step) {
            case Step.MakeVault() ->
                by.makeVault(name + "-" + vaults.size()).map(vaults::add).orElse(false);
            case Step.Keep keep -> keep(keep, by);
            case Step.Rotate(var at, var value) -> by.rotate(credentials.get(at), Model.value(value));
            case Step.ArchiveCredential(var at) -> by.archive(credentials.get(at));
            case Step.DeleteCredential(var at) -> by.delete(credentials.get(at));
            case Step.ArchiveVault(var at) -> by.archiveVault(vaults.get(at));
            case Step.DeleteVault(var at) -> by.deleteVault(vaults.get(at));
            case Step.Use(var at, var place) -> use(vaults.get(at), place).isPresent();
        };
    }

    private boolean keep(Step.Keep keep, Protocol by) {
        var vault = vaults.get(keep.vault());
        int number = credentials.size();
        var names = new Named("KEY_" + number, "service-" + number, false);
        var before = known(vault);
        var told = by.keep(vault, keep.kind(), keep.place(), Model.value(keep.value()), names);
        var made = known(vault).stream().filter(one -> !before.contains(one)).findFirst();
        if (made.isEmpty()) return false;
        told.ifPresent(id -> assertThat(id).isEqualTo(made.get().id()));
        boolean bound = by.face != Face.AGENT_VAULT;
        var named = new Named(made.get().key().text(), names.service(), bound);
        return credentials.add(new Kept(vault, made.get().id(), keep.kind(), keep.place(), named));
    }

    private Optional<Vault> found(Id vault) {
        return server.workspace.vaults().find(caller, vault) instanceof Outcome.Done<Vault>(var found)
                ? Optional.of(found)
                : Optional.empty();
    }

    private List<Credential> known(Id vault) {
        return found(vault).isEmpty()
                ? List.of()
                : done(server.workspace.credentials().list(caller, vault));
    }

    /// What is stored, in the model's words.
    List<String> told() {
        var lines = new ArrayList<String>();
        for (int at = 0; at < vaults.size(); at++) {
            int number = at;
            found(vaults.get(at)).ifPresent(vault -> lines.add("vault " + number + " " + state(vault.life())));
        }
        for (int at = 0; at < credentials.size(); at++) {
            var one = credentials.get(at);
            for (var credential : known(one.vault())) {
                if (!credential.id().equals(one.id())) continue;
                var service = service(one.vault(), credential);
                lines.add("credential %d %s for %s %s %s"
                        .formatted(
                                at,
                                kind(credential, service),
                                bound(service),
                                state(credential.life()),
                                value(one, service)));
            }
        }
        return lines;
    }

    private static String state(Life life) {
        return life.active() ? "ACTIVE" : "ARCHIVED";
    }

    private Service service(Id vault, Credential credential) {
        return done(server.workspace.boundCredentials().list(caller, vault)).stream()
                .filter(pair -> pair.credential().id().equals(credential.id()))
                .map(BoundCredentials.Pair::service)
                .findFirst()
                .orElseGet(() -> done(server.workspace.services().list(caller, vault)).stream()
                        .filter(free -> free.rule().keys().contains(credential.key()))
                        .findFirst()
                        .orElseThrow());
    }

    private static Kind kind(Credential credential, Service service) {
        if (service.binding() instanceof Binding.Bound(var _, Binding.Target.Variable _)) return Kind.VARIABLE;
        return switch (credential.type()) {
            case Credential.Type.Static() -> Kind.BEARER;
            case Credential.Type.Oauth _ -> Kind.OAUTH;
        };
    }

    private static String bound(Service service) {
        return switch (service.binding()) {
            case Binding.Bound(var _, Binding.Target.McpServer(var url, var _)) -> url.normalised();
            case Binding.Bound(var _, Binding.Target.HostOf(var url)) -> url.normalised();
            case Binding.Bound(var _, Binding.Target.Variable(var variable)) -> variable;
            case Binding.Free() -> {
                var only = service.rule().reach().named().getFirst();
                yield "https://" + only.host().text() + only.path().text();
            }
        };
    }

    /// The value that goes along with a request for the credential's own place, if it is this credential that decides.
    private String value(Kept one, Service own) {
        var target = Place.request(one.kind(), one.place());
        return sent(one.vault(), target, service -> service.id().equals(own.id()), false)
                .orElse("");
    }

    /// Uses the credential of a place. That a credential for a host serves the rest of the host is 21st's, and no part
    /// of this.
    private Optional<String> use(Id vault, int place) {
        var target = Place.request(Kind.BEARER, place);
        return sent(vault, target, service -> bound(service).equals(Place.URLS.get(place)), true);
    }

    private Optional<String> sent(Id vault, Target target, Predicate<Service> wanted, boolean record) {
        return warrant(vault)
                .flatMap(warrant -> chosen(warrant, target).stream()
                        .filter(wanted)
                        .findFirst()
                        .flatMap(service -> opened(warrant, service, target, record)));
    }

    private Optional<Warrant> warrant(Id vault) {
        var slug = found(vault).map(known -> known.slug().text());
        return slug.flatMap(
                text -> server.workspace.uses().fetch(caller, text) instanceof Uses.Result.Usable(var usable)
                        ? Optional.of(usable)
                        : Optional.empty());
    }

    private static List<Service> chosen(Warrant warrant, Target target) {
        return switch (warrant.decide(target)) {
            case Decision.Inject(var service, var _) -> List.of(service);
            case Decision.OnlyPlaceholders(var allowed) ->
                allowed.stream().map(AllowedPlaceholder::service).toList();
            default -> List.of();
        };
    }

    private Optional<String> opened(Warrant warrant, Service service, Target target, boolean record) {
        CredentialKey only = service.rule().keys().iterator().next();
        var credential = warrant.credential(service, only);
        if (record && credential.isPresent()) {
            warrant.recordUse(service, List.of(credential.get()), target);
            uses++;
        }
        return warrant.open(service, only).map(World::text);
    }

    private static String text(Secret secret) {
        try (secret) {
            return Office.text(secret);
        }
    }

    /// Whether every face lists what the model says, whoever made it.
    void checkLists() {
        for (var face : Matrix.FACES)
            assertThat(listed(one(face))).as("%s", face).isEqualTo(model.listed(face));
    }

    private List<String> listed(Protocol by) {
        var lines = new ArrayList<String>();
        var shown = by.vaults();
        for (int at = 0; at < vaults.size(); at++) {
            if (shown.containsKey(vaults.get(at))) lines.add("vault " + at + " " + shown.get(vaults.get(at)));
        }
        assertThat(vaults).containsAll(shown.keySet());
        var held = new HashMap<Id, String>();
        for (var vault : shown.keySet()) held.putAll(by.credentials(vault, byKey(vault)));
        for (int at = 0; at < credentials.size(); at++) {
            var id = credentials.get(at).id();
            if (held.containsKey(id)) lines.add("credential " + at + " " + held.get(id));
        }
        return lines;
    }

    private Map<String, Id> byKey(Id vault) {
        var ids = new HashMap<String, Id>();
        known(vault).stream()
                .filter(one -> one.life().active())
                .forEach(one -> ids.put(one.key().text(), one.id()));
        return ids;
    }

    /// Whether the trail has one change of its kind for everything that a client was told of, on the face where it was
    /// asked for.
    void checkTrail() {
        var expected = new TreeMap<String, Integer>();
        for (var protocol : faces.values()) expected.putAll(protocol.changes);
        if (uses > 0) expected.put(USE, uses);
        assertThat(trail()).isEqualTo(expected);
    }

    private Map<String, Integer> trail() {
        var kinds = new TreeMap<String, Integer>();
        var intents = new HashMap<Long, String>();
        var told = server.get("/v1/audit/export", cast.ownerToken).is(200);
        for (var line : told.body().lines().toList()) {
            var entry = JsonMapper.shared().readTree(line);
            boolean ours =
                    entry.path("actor").asString("").equals(caller.actor().toString());
            var kind = entry.get("kind").asString();
            if (kind.equals("intent") && ours) intents.put(entry.get("sequence").asLong(), intended(entry));
            if (kind.equals(USE) && ours) kinds.merge(USE, 1, Integer::sum);
            if (!kind.equals("applied")) continue;
            var applied = intents.get(entry.get("intent").asLong());
            if (applied != null) kinds.merge(applied, 1, Integer::sum);
        }
        return kinds;
    }

    private static String intended(JsonNode entry) {
        return entry.get("action").asString() + " on " + entry.get("face").asString();
    }
}
