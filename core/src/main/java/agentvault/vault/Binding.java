package agentvault.vault;

import agentvault.address.ServerUrl;
import agentvault.crypto.Canonical;
import agentvault.crypto.FreeText;
import agentvault.id.Id;
import java.util.Optional;

/// Whether a service stands for itself or is one half of a bound credential, made, replaced and archived with it.
public sealed interface Binding {

    record Free() implements Binding {}

    /// @param to what the credential was bound to when it was made; immutable
    record Bound(Id credential, Target to) implements Binding {}

    /// What a bound credential is for.
    sealed interface Target {
        /// Exactly one MCP server: Qoder and Anthropic. Reaches [ServerUrl#exactDestinations] with the URL's query, and
        /// over SSE what the server tells to post to.
        record McpServer(ServerUrl url, Transport transport) implements Target {}

        /// The host of a server, longest path first: 21st. Reaches [ServerUrl#hostDestinations].
        record HostOf(ServerUrl url) implements Target {}

        /// A variable whose value is a placeholder in the agent's environment: Anthropic.
        record Variable(String name) implements Target {
            public Variable {
                FreeText.checked("a variable's name", name);
                if (name.isBlank() || name.length() > 256) {
                    throw new IllegalArgumentException("a variable's name has 1 to 256 characters");
                }
            }
        }
    }

    enum Transport {
        STREAMABLE_HTTP,
        SSE,
        /// The face does not say; the client finds out.
        NEGOTIATED;

        /// Says that a GET may open a stream whose first event tells where to post messages.
        public boolean tellsEndpoint() {
            return this != STREAMABLE_HTTP;
        }
    }

    /// Two active bound credentials of a vault never share this text, on whatever face they were made.
    default Optional<String> uniqueAs() {
        return switch (this) {
            case Free() -> Optional.empty();
            case Bound(var _, Target.McpServer(var url, var _)) -> Optional.of("url:" + url.normalised());
            case Bound(var _, Target.HostOf(var url)) -> Optional.of("url:" + url.normalised());
            case Bound(var _, Target.Variable(var name)) -> Optional.of("name:" + name);
        };
    }

    default void writeTo(Canonical out) {
        switch (this) {
            case Free() -> out.text("free");
            case Bound(var credential, Target.McpServer(var url, var transport)) ->
                out.text("mcp").id(credential).text(url.normalised()).text(transport.name());
            case Bound(var credential, Target.HostOf(var url)) ->
                out.text("host").id(credential).text(url.normalised());
            case Bound(var credential, Target.Variable(var name)) ->
                out.text("variable").id(credential).text(name);
        }
    }
}
