package agentvault.workspace;

import static agentvault.workspace.Office.done;
import static agentvault.workspace.Office.secret;
import static agentvault.workspace.Office.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.address.HostPolicy;
import agentvault.address.ServerUrl;
import agentvault.address.ServerUrlResult;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.traffic.CredentialUse;
import agentvault.traffic.CredentialUses;
import agentvault.trail.CredentialVersion;
import agentvault.trail.Entry;
import agentvault.trail.TrailUnavailable;
import agentvault.vault.Binding;
import agentvault.vault.Credential;
import agentvault.vault.Material.Part;
import agentvault.vault.Metadata;
import agentvault.vault.OauthSettings;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.vault.Reach;
import agentvault.vault.Until;
import agentvault.workspace.OauthValidation.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// That a token which is tried leaves the same traces as one that a request goes out with.
class OauthValidationTest {

    private static final String URL = "https://mcp.notion.com/mcp";
    private static final Heard NO = new Heard.Response(401, "text/plain", "no", false);

    private final Office office = Office.inMemory();
    private final Caller caller = office.apiKey("cloud", Face.ANTHROPIC);
    private final Credential credential = bound();
    private final List<String> sent = new ArrayList<>();
    private final List<CredentialUse> used = new ArrayList<>();

    @AfterEach
    void close() {
        office.close();
    }

    private Credential bound() {
        var vault = done(office.workspace.vaults().create(caller, Vaults.Naming.of("Work")));
        var settings = new OauthSettings(
                "https://auth.notion.com/token", "c", ClientAuthentication.NONE, "", "", Until.forever());
        var plan = new BoundCredentials.Plan(
                new Binding.Target.McpServer(url(), Binding.Transport.NEGOTIATED),
                BoundCredentials.bearerFor(new Reach.Destinations(url().exactDestinations())),
                "",
                Metadata.EMPTY,
                new Credential.Type.Oauth(settings),
                Integer.MAX_VALUE);
        try (var access = secret("access")) {
            return done(office.workspace.boundCredentials().add(caller, vault.id(), plan, Map.of(Part.VALUE, access)))
                    .credential();
        }
    }

    private static ServerUrl url() {
        return switch (ServerUrl.parse(URL, HostPolicy.PUBLIC_ONLY)) {
            case ServerUrlResult.Valid(var url) -> url;
            case ServerUrlResult other -> throw new AssertionError(other.toString());
        };
    }

    /// A server that is asked by these methods, one after another, and says this.
    private McpServers asked(Heard says, String... methods) {
        return (server, token, sending) -> {
            for (var method : methods) {
                sending.by(method);
                sent.add(method + " " + server + " " + text(token));
            }
            return says;
        };
    }

    private void validate(McpServers servers) {
        TokenServer nobody = _ -> {
            throw new AssertionError("was asked for a token");
        };
        var uses = new CredentialUses() {
            @Override
            public void keep(List<CredentialUse> more) {
                used.addAll(more);
            }

            @Override
            public Map<Id, CredentialUse> of(Id vault) {
                return Map.of();
            }

            @Override
            public void forgetDeleted() {}
        };
        done(new OauthValidation(office.workspace, nobody, servers, uses)
                .validate(caller, credential.vault(), credential.id(), Order.TOKEN_FIRST));
    }

    private List<Entry.Use> recorded() {
        return office.trail.entries().stream()
                .filter(Entry.Use.class::isInstance)
                .map(Entry.Use.class::cast)
                .toList();
    }

    @Test
    void each_sending_of_the_token_has_an_entry_of_its_own() {
        validate(asked(NO, "POST", "GET"));

        assertThat(sent).containsExactly("POST " + URL + " access", "GET " + URL + " access");
        assertThat(recorded()).extracting(Entry.Use::method).containsExactly("POST", "GET");
        assertThat(recorded()).allSatisfy(use -> {
            assertThat(use.actor()).isEqualTo(caller.actor());
            assertThat(use.vault()).isEqualTo(credential.vault());
            assertThat(use.credentials()).containsExactly(new CredentialVersion(credential.id(), 1));
            assertThat(use.host()).isEqualTo("mcp.notion.com");
            assertThat(use.face()).isEqualTo(Face.ANTHROPIC);
        });
    }

    @Test
    void a_token_that_cannot_be_recorded_is_not_sent() {
        office.trail.makeUnavailable();

        assertThatThrownBy(() -> validate(asked(NO, "POST"))).isInstanceOf(TrailUnavailable.class);
        assertThat(sent).isEmpty();
        assertThat(used).isEmpty();
    }

    @Test
    void what_was_said_to_it_is_the_credentials_last_use() {
        validate(asked(NO, "POST"));
        validate(asked(new Heard.Nothing("timeout"), "POST"));

        assertThat(used).containsExactly(use(CredentialUse.Said.UNAUTHORIZED), use(CredentialUse.Said.NOTHING));
    }

    @Test
    void a_token_that_was_not_sent_was_not_used() {
        validate(asked(new Heard.Nothing("unusable_access_token")));

        assertThat(recorded()).isEmpty();
        assertThat(used).isEmpty();
    }

    private CredentialUse use(CredentialUse.Said said) {
        return new CredentialUse(credential.vault(), credential.id(), 1, office.now(), said);
    }
}
