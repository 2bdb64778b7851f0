// An authorization server for tests: the published oidc-provider over TLS, which gives a new refresh token for each one
// that is shown, and refuses one that is shown again. Whoever comes is logged in and agrees; whatever asks is registered;
// tokens are for the server that they are asked for.
// Arguments: the folder with node_modules, a PKCS #12 file, its password, how many seconds an access token lives, and its
// host, if it is not called as it is reached.
// Prints "ready PORT", "registered NAME", and what became of each question at the token endpoint: "granted refresh_token"
// and the like.
// Takes "later SECONDS", which sets its clock forward, "hold", after which the next answer of the token endpoint stops
// before its last byte and is told as "held", and "go", which sends that byte.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [modules, identity, passphrase, seconds, host] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), 'package.json'));
const { default: Provider } = await import(pathToFileURL(require.resolve('oidc-provider')));

const day = 24 * 3600;
const wall = Date.now;
let ahead = 0;
Date.now = () => wall() + ahead * 1000;

let holding = false;
let go = () => {};
createInterface({ input: process.stdin }).on('line', (line) => {
  const [word, number] = line.split(' ');
  if (word === 'later') ahead += Number(number);
  if (word === 'hold') holding = true;
  if (word === 'go') go();
}).on('close', () => process.exit());

const server = createServer({ pfx: readFileSync(identity), passphrase });
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const { port } = server.address();

const provider = new Provider(`https://${host || `localhost:${port}`}`, {
  clients: [{
    client_id: 'vault',
    client_secret: 'client-s3cret',
    application_type: 'native',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: ['http://127.0.0.1/v1/oauth/callback'],
  }],
  cookies: { keys: ['for tests'] },
  features: {
    devInteractions: { enabled: false },
    introspection: { enabled: true },
    registration: { enabled: true },
    resourceIndicators: {
      getResourceServerInfo: (_, resource) => ({
        accessTokenFormat: 'opaque', accessTokenTTL: Number(seconds), audience: resource, scope: 'mcp',
      }),
      useGrantedResource: () => true,
    },
  },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  issueRefreshToken: () => true,
  pkce: { required: () => true },
  rotateRefreshToken: true,
  ttl: {
    AccessToken: Number(seconds), AuthorizationCode: 60, Grant: 14 * day, IdToken: 3600, Interaction: 600,
    RefreshToken: 14 * day, Session: 14 * day,
  },
});
provider.on('registration_create.success', (_, client) => console.log(`registered ${client.clientName}`));
provider.on('grant.success', (context) => console.log(`granted ${context.oidc.params.grant_type}`));
provider.on('grant.error', (context, error) => console.log(`refused ${error.error}`));
provider.on('server_error', (_, error) => console.log(`failed ${error.stack}`));

async function agree(request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    await provider.interactionFinished(request, response, { login: { accountId: 'ann' } });
    return;
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  if (params.resource) grant.addResourceScope(params.resource, params.scope);
  else grant.addOIDCScope(params.scope);
  const consent = { grantId: await grant.save() };
  await provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
}

function stopBeforeTheLastByte(response) {
  const end = response.end.bind(response);
  response.end = (whole) => {
    const bytes = Buffer.from(whole);
    response.write(bytes.subarray(0, -1));
    go = () => end(bytes.subarray(-1));
    console.log('held');
  };
}

const callback = provider.callback();
server.on('request', (request, response) => {
  response.on('error', () => {});
  if (request.url.startsWith('/interaction/')) {
    agree(request, response).catch((error) => response.writeHead(500).end(error.stack));
    return;
  }
  if (holding && request.url === '/token') {
    holding = false;
    stopBeforeTheLastByte(response);
  }
  callback(request, response);
});
console.log(`ready ${port}`);
