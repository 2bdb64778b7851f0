import com.anthropic.models.beta.agents.BetaManagedAgentsUrlMcpServerParams;
import com.anthropic.models.beta.sessions.BetaManagedAgentsAgentParams;
import com.anthropic.models.beta.vaults.credentials.BetaManagedAgentsEnvironmentVariableCreateParams;
import com.anthropic.models.beta.vaults.credentials.BetaManagedAgentsEnvironmentVariableUpdateParams;
import com.anthropic.models.beta.vaults.credentials.BetaManagedAgentsMcpOAuthCreateParams;
import com.anthropic.models.beta.vaults.credentials.BetaManagedAgentsMcpOAuthUpdateParams;
import com.anthropic.models.beta.vaults.credentials.BetaManagedAgentsStaticBearerCreateParams;
import com.anthropic.models.beta.vaults.credentials.BetaManagedAgentsStaticBearerUpdateParams;
import com.anthropic.models.beta.vaults.credentials.BetaManagedAgentsUnrestrictedCredentialNetworkingParams;

/// What a client of the second generation has to be told about the kind of what it sends: each time.
final class Typed {

    private Typed() {}

    static BetaManagedAgentsStaticBearerCreateParams.Builder typed(
            BetaManagedAgentsStaticBearerCreateParams.Builder builder) {
        return builder.type(BetaManagedAgentsStaticBearerCreateParams.Type.STATIC_BEARER);
    }

    static BetaManagedAgentsStaticBearerUpdateParams.Builder typed(
            BetaManagedAgentsStaticBearerUpdateParams.Builder builder) {
        return builder.type(BetaManagedAgentsStaticBearerUpdateParams.Type.STATIC_BEARER);
    }

    static BetaManagedAgentsMcpOAuthCreateParams.Builder typed(BetaManagedAgentsMcpOAuthCreateParams.Builder builder) {
        return builder.type(BetaManagedAgentsMcpOAuthCreateParams.Type.MCP_OAUTH);
    }

    static BetaManagedAgentsMcpOAuthUpdateParams.Builder typed(BetaManagedAgentsMcpOAuthUpdateParams.Builder builder) {
        return builder.type(BetaManagedAgentsMcpOAuthUpdateParams.Type.MCP_OAUTH);
    }

    static BetaManagedAgentsEnvironmentVariableCreateParams.Builder typed(
            BetaManagedAgentsEnvironmentVariableCreateParams.Builder builder) {
        return builder.type(BetaManagedAgentsEnvironmentVariableCreateParams.Type.ENVIRONMENT_VARIABLE);
    }

    static BetaManagedAgentsEnvironmentVariableUpdateParams.Builder typed(
            BetaManagedAgentsEnvironmentVariableUpdateParams.Builder builder) {
        return builder.type(BetaManagedAgentsEnvironmentVariableUpdateParams.Type.ENVIRONMENT_VARIABLE);
    }

    static BetaManagedAgentsUnrestrictedCredentialNetworkingParams.Builder typed(
            BetaManagedAgentsUnrestrictedCredentialNetworkingParams.Builder builder) {
        return builder.type(BetaManagedAgentsUnrestrictedCredentialNetworkingParams.Type.UNRESTRICTED);
    }

    static BetaManagedAgentsUrlMcpServerParams.Builder typed(BetaManagedAgentsUrlMcpServerParams.Builder builder) {
        return builder.type(BetaManagedAgentsUrlMcpServerParams.Type.URL);
    }

    static BetaManagedAgentsAgentParams.Builder typed(BetaManagedAgentsAgentParams.Builder builder) {
        return builder.type(BetaManagedAgentsAgentParams.Type.AGENT);
    }
}
