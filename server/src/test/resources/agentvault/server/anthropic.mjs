// Every vault operation of Anthropic's client, and a session; prints a line for each.
// Arguments: the folder with node_modules, the base URL, a file for what the session's traffic goes by. KEY is the key.
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [modules, baseURL, file] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), 'package.json'));
const { default: Anthropic, ConflictError, NotFoundError } = require('@anthropic-ai/sdk');
const client = new Anthropic({ apiKey: process.env.KEY, baseURL, maxRetries: 0 });
const { vaults } = client.beta;
const say = (...words) => console.log(words.join(' '));

const vault = await vaults.create({ display_name: 'Node', metadata: { a: 'b' } });
say('created', vault.type, vault.display_name, vault.metadata.a);
for (let i = 0; i < 4; i++) await vaults.create({ display_name: `Page ${i}` });
const names = [];
for await (const each of vaults.list({ limit: 2 })) names.push(each.display_name);
say('listed', names.join(','));
say('retrieved', (await vaults.retrieve(vault.id)).id === vault.id);
say('updated', (await vaults.update(vault.id, { display_name: 'Renamed', metadata: { a: null } })).display_name);

const url = 'https://mcp.linear.app/mcp';
const bearer = { type: 'static_bearer', token: 't0ken', mcp_server_url: url };
const made = await vaults.credentials.create(vault.id, { auth: bearer, display_name: 'Linear' });
say('bound', made.type, made.auth.type, made.auth.mcp_server_url, 'token' in made.auth);
try {
  await vaults.credentials.create(vault.id, { auth: bearer });
} catch (error) {
  say('twice', error instanceof ConflictError, error.error.error.type);
}
const at = { vault_id: vault.id };
const patch = { auth: { type: 'static_bearer', token: 'second' }, metadata: { team: 'x' } };
say('rotated', (await vaults.credentials.update(made.id, { ...at, ...patch })).metadata.team);
say('found', (await vaults.credentials.retrieve(made.id, at)).display_name);
const variable = await vaults.credentials.create(vault.id, {
  auth: {
    type: 'environment_variable', secret_name: 'DEPLOY_TOKEN', secret_value: 's3cret',
    networking: { type: 'limited', allowed_hosts: ['*.example.com'] },
    injection_location: { header: true },
  },
});
say('variable', variable.auth.secret_name, variable.auth.networking.allowed_hosts, variable.auth.injection_location.body);
const oauth = await vaults.credentials.create(vault.id, {
  auth: { type: 'mcp_oauth', access_token: 'notion_t0ken', mcp_server_url: 'https://mcp.notion.com/mcp' },
});
const validation = await vaults.credentials.mcpOAuthValidate(oauth.id, at);
say('validated', validation.type, validation.status, validation.has_refresh_token);
const kinds = [];
for await (const each of vaults.credentials.list(vault.id, { limit: 1 })) kinds.push(each.auth.type);
say('credentials', kinds.join(','));

const agent = await client.beta.agents.create({ name: 'Reviewer', model: 'claude-opus-4-6' });
const environment = await client.beta.environments.create({ name: 'CI' });
const session = await client.beta.sessions.create({
  agent: agent.id, environment_id: environment.id, vault_ids: [vault.id],
});
say('session', session.type, session.vault_ids[0] === vault.id, session.proxy.environment_variables.DEPLOY_TOKEN);
writeFileSync(file, JSON.stringify(session.proxy));
say('again', 'proxy' in (await client.beta.sessions.retrieve(session.id)));

say('archived', (await vaults.credentials.archive(made.id, at)).archived_at !== null);
const spare = await vaults.credentials.create(vault.id, { auth: bearer });
say('deleted', (await vaults.credentials.delete(spare.id, at)).type);
const [ended, gone] = (await vaults.list({ limit: 2 })).data;
say('ended', (await vaults.archive(ended.id)).archived_at !== null);
say('gone', (await vaults.delete(gone.id)).type);
try {
  await vaults.retrieve(gone.id);
} catch (error) {
  say('missing', error instanceof NotFoundError, error.requestID !== null);
}
