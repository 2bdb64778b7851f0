package agentvault.workspace;

import agentvault.crypto.Secret;

/// MCP servers, asked over the network whether they take a token. Asking takes time, so it is never done inside a
/// transaction.
@FunctionalInterface
public interface McpServers {

    /// Begins a session of the Model Context Protocol, and does not go on with it.
    ///
    /// @param server its URL
    Heard initialize(String server, Secret token, Sending sending);

    /// Hears, each time, that the token is about to be sent. If this throws, it is not sent.
    @FunctionalInterface
    interface Sending {
        /// @param method of the request that it goes along with
        void by(String method);
    }
}
