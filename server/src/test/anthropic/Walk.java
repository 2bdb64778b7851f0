import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.models.beta.agents.AgentCreateParams;
import com.anthropic.models.beta.agents.AgentListParams;
import com.anthropic.models.beta.agents.BetaManagedAgentsAgent;
import com.anthropic.models.beta.agents.BetaManagedAgentsModel;
import com.anthropic.models.beta.agents.BetaManagedAgentsUrlMcpServerParams;
import com.anthropic.models.beta.environments.BetaCloudConfigParams;
import com.anthropic.models.beta.environments.BetaEnvironment;
import com.anthropic.models.beta.environments.BetaLimitedNetworkParams;
import com.anthropic.models.beta.environments.EnvironmentCreateParams;
import com.anthropic.models.beta.environments.EnvironmentListParams;
import com.anthropic.models.beta.sessions.BetaManagedAgentsAgentParams;
import com.anthropic.models.beta.sessions.BetaManagedAgentsSession;
import com.anthropic.models.beta.sessions.SessionCreateParams;
import com.anthropic.models.beta.sessions.SessionUpdateParams;
import com.anthropic.models.beta.vaults.BetaManagedAgentsVault;
import com.anthropic.models.beta.vaults.VaultCreateParams;
import com.anthropic.models.beta.vaults.VaultListParams;
import com.anthropic.models.beta.vaults.VaultUpdateParams;
import com.anthropic.models.beta.vaults.credentials.BetaManagedAgentsCredential;
import com.anthropic.models.beta.vaults.credentials.BetaManagedAgentsEnvironmentVariableCreateParams;
import com.anthropic.models.beta.vaults.credentials.BetaManagedAgentsEnvironmentVariableUpdateParams;
import com.anthropic.models.beta.vaults.credentials.BetaManagedAgentsInjectionLocationParams;
import com.anthropic.models.beta.vaults.credentials.BetaManagedAgentsMcpOAuthCreateParams;
import com.anthropic.models.beta.vaults.credentials.BetaManagedAgentsMcpOAuthRefreshParams;
import com.anthropic.models.beta.vaults.credentials.BetaManagedAgentsMcpOAuthRefreshUpdateParams;
import com.anthropic.models.beta.vaults.credentials.BetaManagedAgentsMcpOAuthUpdateParams;
import com.anthropic.models.beta.vaults.credentials.BetaManagedAgentsStaticBearerCreateParams;
import com.anthropic.models.beta.vaults.credentials.BetaManagedAgentsStaticBearerUpdateParams;
import com.anthropic.models.beta.vaults.credentials.BetaManagedAgentsUnrestrictedCredentialNetworkingParams;
import com.anthropic.models.beta.vaults.credentials.CredentialArchiveParams;
import com.anthropic.models.beta.vaults.credentials.CredentialCreateParams;
import com.anthropic.models.beta.vaults.credentials.CredentialDeleteParams;
import com.anthropic.models.beta.vaults.credentials.CredentialListParams;
import com.anthropic.models.beta.vaults.credentials.CredentialMcpOAuthValidateParams;
import com.anthropic.models.beta.vaults.credentials.CredentialRetrieveParams;
import com.anthropic.models.beta.vaults.credentials.CredentialUpdateParams;
import com.anthropic.services.blocking.beta.VaultService;
import com.anthropic.services.blocking.beta.vaults.CredentialService;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every operation of Anthropic's client for Java on vaults and credentials, and those on what uses them; prints a
/// line for each. Every answer is held against the client's types: one that is not as they say ends the walk.
class Walk {

    private static final String LINEAR = "https://mcp.linear.app/mcp";
    private static final String NOTION = "https://mcp.notion.com/mcp";

    private final Path folder;
    private final AnthropicClient client;
    private final VaultService vaults;
    private final CredentialService credentials;

    private Walk(String address, Path folder) throws IOException {
        this.folder = folder;
        this.client = client(address, "key", 0);
        this.vaults = client.beta().vaults();
        this.credentials = vaults.credentials();
    }

    /// Arguments: the base URL; one behind which the first answers are lost; a folder with keys, which gets what a
    /// session's traffic goes by.
    public static void main(String[] arguments) throws IOException {
        var walk = new Walk(arguments[0], Path.of(arguments[2]));
        var vault = walk.vaults();
        walk.credentials(vault);
        walk.session(vault);
        walk.ends();
        walk.refused(arguments[0]);
        walk.lost(arguments[1]);
    }

    private AnthropicClient client(String address, String key, int retries) throws IOException {
        return AnthropicOkHttpClient.builder()
                .apiKey(Files.readString(folder.resolve(key)).strip())
                .baseUrl(address)
                .maxRetries(retries)
                .responseValidation(true)
                .build();
    }

    private static void say(Object... words) {
        System.out.println(Stream.of(words).map(String::valueOf).collect(Collectors.joining(" ")));
    }

    private static VaultCreateParams named(String name) {
        return VaultCreateParams.builder().displayName(name).build();
    }

    private String vaults() {
        var metadata = VaultCreateParams.Metadata.builder()
                .putAdditionalProperty("a", JsonValue.from("b"))
                .build();
        var vault = vaults.create(VaultCreateParams.builder()
                .displayName("Java")
                .metadata(metadata)
                .build());
        say("created", vault.displayName(), labels(vault.metadata()._additionalProperties()), vault.archivedAt());
        for (int i = 0; i < 4; i++) vaults.create(named("Page " + i));
        say("listed", names(vaults.list(VaultListParams.builder().limit(2).build()).autoPager().stream()));
        say("retrieved", vaults.retrieve(vault.id()).validate().equals(vault));
        var patch = VaultUpdateParams.Metadata.builder()
                .putAdditionalProperty("a", JsonValue.from(null))
                .putAdditionalProperty("c", JsonValue.from("d"))
                .build();
        var updated = vaults.update(
                vault.id(),
                VaultUpdateParams.builder()
                        .displayName("Renamed")
                        .metadata(patch)
                        .build());
        say("updated", updated.displayName(), labels(updated.metadata()._additionalProperties()));
        return vault.id();
    }

    private static String names(Stream<BetaManagedAgentsVault> vaults) {
        return vaults.map(BetaManagedAgentsVault::displayName).collect(Collectors.joining(","));
    }

    private static String labels(Map<String, JsonValue> metadata) {
        return metadata.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue().convert(String.class))
                .collect(Collectors.joining(","));
    }

    private void credentials(String vault) {
        bearer(vault);
        variable(vault);
        oauth(vault);
        var kinds = credentials
                .list(vault, CredentialListParams.builder().limit(1).build())
                .autoPager()
                .stream()
                .map(each -> each.auth().isMcpOAuth() ? "oauth" : each.auth().isStaticBearer() ? "bearer" : "variable");
        say("credentials", kinds.collect(Collectors.joining(",")));
    }

    private static CredentialCreateParams linear(String token) {
        var auth = Typed.typed(BetaManagedAgentsStaticBearerCreateParams.builder())
                .token(token)
                .mcpServerUrl(LINEAR);
        return CredentialCreateParams.builder()
                .auth(auth.build())
                .displayName("Linear")
                .build();
    }

    private void bearer(String vault) {
        var made = credentials.create(vault, linear("first"));
        say("bound", made.auth().asStaticBearer().mcpServerUrl(), made.vaultId().equals(vault));
        refusal("twice", () -> credentials.create(vault, linear("second")));
        var auth =
                Typed.typed(BetaManagedAgentsStaticBearerUpdateParams.builder()).token("second");
        var labels = CredentialUpdateParams.Metadata.builder()
                .putAdditionalProperty("team", JsonValue.from("x"))
                .build();
        var rotated = credentials.update(
                made.id(),
                CredentialUpdateParams.builder()
                        .vaultId(vault)
                        .auth(auth.build())
                        .metadata(labels)
                        .build());
        say("rotated", labels(rotated.metadata()._additionalProperties()));
        var found = credentials.retrieve(
                made.id(), CredentialRetrieveParams.builder().vaultId(vault).build());
        say("found", found.displayName().orElse(""), found.equals(rotated));
        var archived = credentials.archive(
                made.id(), CredentialArchiveParams.builder().vaultId(vault).build());
        say("archived", archived.archivedAt().isPresent());
        var other = credentials.create(vault, linear("third"));
        var deleted = credentials.delete(
                other.id(), CredentialDeleteParams.builder().vaultId(vault).build());
        say("deleted", deleted.id().equals(other.id()));
    }

    private void variable(String vault) {
        var auth = Typed.typed(BetaManagedAgentsEnvironmentVariableCreateParams.builder())
                .secretName("DEPLOY_TOKEN")
                .secretValue("s3cret")
                .networking(Typed.typed(BetaManagedAgentsUnrestrictedCredentialNetworkingParams.builder())
                        .build())
                .injectionLocation(BetaManagedAgentsInjectionLocationParams.builder()
                        .header(true)
                        .build());
        var made = credentials.create(
                vault, CredentialCreateParams.builder().auth(auth.build()).build());
        var patch = Typed.typed(BetaManagedAgentsEnvironmentVariableUpdateParams.builder())
                .limitedNetworking(List.of("*.example.com"));
        var narrowed = credentials.update(
                made.id(),
                CredentialUpdateParams.builder()
                        .vaultId(vault)
                        .auth(patch.build())
                        .build());
        say("variable", described(made), described(narrowed));
    }

    private static String described(BetaManagedAgentsCredential credential) {
        var variable = credential.auth().asEnvironmentVariable();
        var hosts = variable.networking()
                .limited()
                .map(limited -> limited.allowedHosts().toString())
                .orElse("anywhere");
        var location = variable.injectionLocation();
        return variable.secretName() + " " + hosts + " " + location.header() + " " + location.body();
    }

    private void oauth(String vault) {
        var refresh = BetaManagedAgentsMcpOAuthRefreshParams.builder()
                .clientId("client")
                .refreshToken("refresh")
                .tokenEndpoint("https://auth.example.com/token")
                .clientSecretPostTokenEndpointAuth("secret of the client")
                .scope("read");
        var auth = Typed.typed(BetaManagedAgentsMcpOAuthCreateParams.builder())
                .accessToken("old")
                .mcpServerUrl(NOTION)
                .expiresAt(OffsetDateTime.parse("2100-01-01T02:00:00+02:00"))
                .refresh(refresh.build());
        var made = credentials.create(
                vault, CredentialCreateParams.builder().auth(auth.build()).build());
        var terms = made.auth().asMcpOAuth();
        say(
                "oauth",
                terms.refresh().orElseThrow().clientId(),
                terms.expiresAt().orElseThrow().toInstant());
        var patch = Typed.typed(BetaManagedAgentsMcpOAuthUpdateParams.builder())
                .refresh(BetaManagedAgentsMcpOAuthRefreshUpdateParams.builder()
                        .scope("read write")
                        .build());
        var widened = credentials.update(
                made.id(),
                CredentialUpdateParams.builder()
                        .vaultId(vault)
                        .auth(patch.build())
                        .build());
        say(
                "widened",
                widened.auth().asMcpOAuth().refresh().orElseThrow().scope().orElse(""));
        var validation = credentials.mcpOAuthValidate(
                made.id(),
                CredentialMcpOAuthValidateParams.builder().vaultId(vault).build());
        var renewal = validation.refresh().orElseThrow();
        say("validated", validation.status(), validation.hasRefreshToken(), renewal.status());
    }

    private void session(String vault) throws IOException {
        var agent = agent();
        var environment = environment();
        var sessions = client.beta().sessions();
        var session = sessions.create(SessionCreateParams.builder()
                .agent(agent.id())
                .environmentId(environment.id())
                .addVaultId(vault)
                .title("Deploy")
                .build());
        say(
                "session",
                session.vaultIds().equals(List.of(vault)),
                session.status(),
                session.agent().name());
        var proxy = session._additionalProperties().get("proxy");
        Files.writeString(
                folder.resolve("session.json"), proxy.convert(JsonNode.class).toString());
        var found = sessions.retrieve(session.id());
        say(
                "again",
                found._additionalProperties().containsKey("proxy"),
                found.environmentId().equals(environment.id()));
        var updated = sessions.update(
                session.id(), SessionUpdateParams.builder().title("Deploy it").build());
        say("titled", updated.title().orElse(""));
        var reference = Typed.typed(BetaManagedAgentsAgentParams.builder()).id(agent.id());
        var other = sessions.create(SessionCreateParams.builder()
                .agent(reference.build())
                .environmentId(environment.id())
                .build());
        say(
                "sessions",
                sessions.list().autoPager().stream()
                        .map(BetaManagedAgentsSession::id)
                        .toList()
                        .equals(List.of(other.id(), session.id())));
        say("session archived", sessions.archive(other.id()).archivedAt().isPresent());
        say("session deleted", sessions.delete(other.id()).id().equals(other.id()));
    }

    private BetaManagedAgentsAgent agent() {
        var server = Typed.typed(BetaManagedAgentsUrlMcpServerParams.builder())
                .name("linear")
                .url(LINEAR);
        var agents = client.beta().agents();
        var agent = agents.create(AgentCreateParams.builder()
                .name("Reviewer")
                .model(BetaManagedAgentsModel.of("claude-opus-4-6"))
                .description("Reviews.")
                .system("You review.")
                .addMcpServer(server.build())
                .addMcpToolsetTool("linear")
                .build());
        say(
                "agent",
                agent.name(),
                agent.model().id(),
                agent.mcpServers().getFirst().url(),
                agent.version());
        var spare = agents.create(AgentCreateParams.builder()
                .name("Spare")
                .model(BetaManagedAgentsModel.of("claude-opus-4-6"))
                .build());
        var all = agents.list(AgentListParams.builder().limit(1).build()).autoPager().stream();
        say("agents", all.limit(2).map(BetaManagedAgentsAgent::name).toList());
        say("agent archived", agents.archive(spare.id()).archivedAt().isPresent());
        return agents.retrieve(agent.id());
    }

    private BetaEnvironment environment() {
        var environments = client.beta().environments();
        var networking = BetaLimitedNetworkParams.builder()
                .addAllowedHost("*.example.com")
                .allowMcpServers(true);
        var made = environments.create(EnvironmentCreateParams.builder()
                .name("CI")
                .config(BetaCloudConfigParams.builder()
                        .networking(networking.build())
                        .build())
                .build());
        var spare = environments.create(
                EnvironmentCreateParams.builder().name("Spare").build());
        var all = environments.list(EnvironmentListParams.builder().limit(1).build()).autoPager().stream();
        say("environments", all.limit(2).map(BetaEnvironment::name).toList());
        say(
                "environment archived",
                environments.archive(spare.id()).archivedAt().isPresent());
        var limited =
                environments.retrieve(made.id()).config().asCloud().networking().asLimited();
        say("environment", limited.allowedHosts(), limited.allowMcpServers());
        return made;
    }

    private void ends() {
        var page = vaults.list(VaultListParams.builder().limit(2).build()).data();
        say("ended", vaults.archive(page.getFirst().id()).archivedAt().isPresent());
        say(
                "gone",
                vaults.delete(page.getLast().id()).id().equals(page.getLast().id()));
        say("left", names(vaults.list().autoPager().stream()));
        var all = VaultListParams.builder().includeArchived(true).limit(1).build();
        say("with archived", names(vaults.list(all).autoPager().stream()));
    }

    private void refused(String address) throws IOException {
        refusal("missing", () -> vaults.retrieve("vlt_011111111111111111111111"));
        refusal("nameless", () -> vaults.create(named("")));
        var reader = client(address, "reader", 0).beta().vaults();
        var granted = reader.list().data().getFirst();
        refusal("not a member", () -> reader.credentials().create(granted.id(), linear("none")));
        refusal("unknown", client(address, "unknown", 0).beta().vaults()::list);
        var limited = client(address, "limited", 0).beta().vaults();
        refusal("too many", () -> {
            for (int i = 0; i < 3; i++) limited.list();
        });
    }

    @SuppressWarnings("deprecation") // The newer clients have another name for errorType, which the older ones lack.
    private static void refusal(String what, Runnable attempt) {
        try {
            attempt.run();
            say(what, "was done");
        } catch (AnthropicServiceException error) {
            // The older clients have no class of its own for it.
            boolean conflict = error.statusCode() == 409;
            var kind = conflict ? "" : error.getClass().getSimpleName() + " ";
            var later = error.headers().values("Retry-After").isEmpty() ? "" : " later";
            boolean told = !error.headers().values("request-id").isEmpty();
            say(
                    what,
                    kind + error.statusCode(),
                    error.errorType().map(Object::toString).orElse(""),
                    told + later);
        }
    }

    /// The answers to the first two attempts do not arrive.
    private void lost(String address) throws IOException {
        var patient = client(address, "key", 2).beta().vaults();
        var once = VaultCreateParams.builder().displayName("Once").putAdditionalHeader("Idempotency-Key", "once");
        var made = patient.create(once.build());
        say(
                "once",
                names(vaults.list().autoPager().stream()),
                vaults.retrieve(made.id()).equals(made));
        refusal("another", () -> patient.create(once.displayName("Twice").build()));
    }
}
