// A client of an MCP server, by the published SDK, which knows of no vault. It prints what the server says, and everything
// that it could know of a token.
// Arguments: the folder with node_modules, the transport (http or sse), the URL.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [modules, kind, url] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), 'node_modules/@modelcontextprotocol/server-everything/package.json'));
const { Client } = require('@modelcontextprotocol/sdk/client/index.js');
const { SSEClientTransport } = require('@modelcontextprotocol/sdk/client/sse.js');
const { StreamableHTTPClientTransport } = require('@modelcontextprotocol/sdk/client/streamableHttp.js');

const transport =
  kind === 'sse' ? new SSEClientTransport(new URL(url)) : new StreamableHTTPClientTransport(new URL(url));
const client = new Client({ name: 'agent', version: '1' });
try {
  await client.connect(transport);
  const { tools } = await client.listTools();
  console.log(`tools ${tools.some((tool) => tool.name === 'echo')}`);
  const echoed = await client.callTool({ name: 'echo', arguments: { message: 'through the vault' } });
  console.log(echoed.content[0].text);
  await client.close();
} catch (e) {
  console.log(`refused ${e.code ?? e.event?.code ?? ''} ${e.message}`);
}
console.log(JSON.stringify([process.env, process.argv, process.execArgv]));
process.exit(0);
