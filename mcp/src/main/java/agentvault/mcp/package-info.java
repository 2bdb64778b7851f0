/// A vault as tools of the Model Context Protocol, for agents that have no shell: [agentvault.mcp.McpCommand].
@NullMarked
package agentvault.mcp;

import org.jspecify.annotations.NullMarked;
