package agentvault.address;

/// What came of reading the URL of an MCP server.
public sealed interface ServerUrlResult {

    record Valid(ServerUrl url) implements ServerUrlResult {}

    record Invalid(Reason reason) implements ServerUrlResult {}
}
