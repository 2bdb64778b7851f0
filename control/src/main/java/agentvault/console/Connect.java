package agentvault.console;

import agentvault.console.AllowedPage.Connection;
import agentvault.console.AllowedPage.State;
import agentvault.crypto.Secret;
import agentvault.document.Unfit;
import agentvault.gate.Cookies;
import agentvault.id.Id;
import agentvault.proposal.Proposal;
import agentvault.proposal.Slot;
import agentvault.route.Call;
import agentvault.route.Identity;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Material.Part;
import agentvault.vault.OauthConnection.Standing;
import agentvault.vault.OauthSettings;
import agentvault.wire.Answer;
import agentvault.workspace.AuthorizationServers;
import agentvault.workspace.OauthConnections;
import agentvault.workspace.Outcome;
import agentvault.workspace.Problem;
import agentvault.workspace.Proposals;
import agentvault.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Has a person connect the OAuth credentials of a proposal that was allowed.
///
/// @param address where clients reach the server; empty if nobody has said
record Connect(Workspace workspace, AuthorizationServers servers, String address) {

    private static final int MOST_CLIENT_ID = 500;

    /// The credentials that the proposal asked for, as they are now. None for a proposal that was not allowed.
    List<Connection> connections(Identity.Known person, Proposals.Shown shown) {
        boolean allowed = shown.proposal().stages().state() instanceof Proposal.State.Ended ended
                && ended.ending() == Proposal.Ending.APPLIED;
        if (!allowed) return List.of();
        return shown.proposal().request().slots().stream()
                .filter(slot -> slot instanceof Slot.Set(var _, Credential.Type.Oauth _, var _, var _))
                .flatMap(slot -> stored(person, shown.vault().id(), slot.key()).stream())
                .map(Connect::connection)
                .toList();
    }

    private Optional<Stored> stored(Identity.Known person, Id vault, CredentialKey key) {
        return switch (workspace.credentials().list(person.caller(), vault)) {
            case Outcome.Done<List<Credential>>(var all) ->
                all.stream()
                        .filter(credential ->
                                credential.life().active() && credential.key().equals(key))
                        .flatMap(credential -> Stored.of(credential).stream())
                        .findFirst();
            case Outcome.Refused<List<Credential>> _ -> Optional.empty();
        };
    }

    /// An OAuth credential of a vault.
    private record Stored(CredentialKey key, Credential.Type.Oauth oauth) {
        static Optional<Stored> of(Credential credential) {
            return switch (credential.type()) {
                case Credential.Type.Oauth oauth -> Optional.of(new Stored(credential.key(), oauth));
                case Credential.Type.Static() -> Optional.empty();
            };
        }
    }

    private static Connection connection(Stored stored) {
        var oauth = stored.oauth();
        return new Connection(
                stored.key().text(),
                state(oauth.connection().standing()),
                Link.of(oauth.connection().authorizationEndpoint()).stream().toList(),
                Link.of(oauth.settings().tokenEndpoint()).stream().toList(),
                oauth.settings().clientId().isEmpty());
    }

    private static State state(Standing standing) {
        return switch (standing) {
            case Standing.Unconnected() -> State.NOT_CONNECTED;
            case Standing.Connected _, Standing.Failing _ -> State.CONNECTED;
            case Standing.ReconnectRequired _ -> State.ENDED;
        };
    }

    /// Stores what was typed in, and leads on to where the person agrees.
    Outcome<Answer> begin(Call call, Identity.Known person, Proposals.Shown shown, Form form) {
        var vault = shown.vault();
        var key = key(form);
        var named =
                connections(person, shown).stream().anyMatch(one -> one.key().equals(key.text()));
        var stored = named ? stored(person, vault.id(), key) : Optional.<Stored>empty();
        if (stored.isEmpty()) {
            return Outcome.refused(Problem.Code.NOT_FOUND, "There is no such OAuth credential any more.");
        }
        var oauth = stored.get().oauth();
        var next = Link.of(oauth.connection().authorizationEndpoint());
        if (next.isEmpty()) return Outcome.refused(Problem.Code.INVALID, "Nobody has said where one agrees.");
        var wanted = new OauthConnections.Wanted(key, settings(oauth.settings(), form), oauth.connection());
        return new OauthConnections(workspace, servers)
                .begin(person.caller(), vault.id(), wanted, secrets(key, form))
                .then(begun -> {
                    try (var state = begun.state()) {
                        var to =
                                OauthPages.addressWithoutState(begun, OauthPages.redirect(call, address)) + text(state);
                        var page = new LeavePage(key.text(), next.get().host(), to);
                        return Outcome.done(Cookies.comingBack(
                                Pages.leave(page),
                                new Cookies.Back(
                                        shown.proposal().number(), vault.slug().text()),
                                call.visit()));
                    }
                });
    }

    private static CredentialKey key(Form form) {
        var text = form.text("credential");
        if (!CredentialKey.valid(text)) throw new Unfit("credential", "The form names a credential that is none.");
        return new CredentialKey(text);
    }

    /// A client that is known already is not another one because a form says so.
    private static OauthSettings settings(OauthSettings stored, Form form) {
        if (!stored.clientId().isEmpty()) return stored;
        var client = form.text("client_id").strip();
        if (client.isEmpty() || client.length() > MOST_CLIENT_ID) {
            throw new Unfit("client_id", "A client ID has 1 to 500 characters.");
        }
        return new OauthSettings(
                stored.tokenEndpoint(),
                client,
                stored.clientAuthentication(),
                stored.scope(),
                stored.resource(),
                stored.expires());
    }

    private static Map<Part, Secret> secrets(CredentialKey key, Form form) {
        var typed = form.values().get(key);
        return typed == null ? Map.of() : Map.of(Part.CLIENT_SECRET, typed);
    }

    /// It goes along in the address that the person follows.
    private static String text(Secret state) {
        return state.reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    }
}
