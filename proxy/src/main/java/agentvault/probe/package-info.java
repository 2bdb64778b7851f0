/// Asks MCP servers whether they take a token. Entry: [agentvault.probe.HttpMcpServers]. It asks as everything here
/// asks:
/// through the guard, for so long and no longer, and no redirect is followed.
@NullMarked
package agentvault.probe;

import org.jspecify.annotations.NullMarked;
