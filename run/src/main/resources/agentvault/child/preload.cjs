'use strict';

// Leads fetch, node:http and node:https through the proxy of the environment. Node.js before 22.21 and 24.5 does not look
// there; later ones do for their own agents and not for those that programs make, and open tunnels for http too.

const { env, versions } = process;

function proxyOfEnvironment() {
  try {
    return new URL(env.https_proxy || env.HTTPS_PROXY);
  } catch {
    return undefined;
  }
}

const proxy = versions.bun || versions.deno ? undefined : proxyOfEnvironment();
if (proxy) {
  const http = require('node:http');
  const https = require('node:https');
  const net = require('node:net');
  const tls = require('node:tls');

  const decode = decodeURIComponent;
  const shown = proxy.username
    ? { 'Proxy-Authorization': `Basic ${Buffer.from(`${decode(proxy.username)}:${decode(proxy.password)}`).toString('base64')}` }
    : {};
  const ofProxy = { host: proxy.hostname, port: Number(proxy.port || 80) };

  /// Whether NO_PROXY names a host, or a domain that it is in.
  const direct = (host) => (env.no_proxy || env.NO_PROXY || '').toLowerCase().split(/[\s,]+/).some((entry) => {
    const name = entry.replace(/^\*?\./, '');
    const asked = host.toLowerCase().replace(/^\[|\]$/g, '');
    return name !== '' && (name === '*' || asked === name || asked.endsWith(`.${name}`));
  });

  /// Whether an agent looks at the environment itself.
  const knows = (agent) => Boolean(agent.options && agent.options.proxyEnv);

  const withBrackets = (host) => (net.isIPv6(host) ? `[${host}]` : host);

  /// A connection to a host through the proxy, or why there is none.
  function tunnel(host, port, done) {
    const authority = `${withBrackets(host)}:${port}`;
    const request = http.request({
      ...ofProxy, method: 'CONNECT', path: authority, headers: { Host: authority, ...shown },
      createConnection: () => net.connect(ofProxy),
    });
    request.once('error', done);
    request.once('connect', (answer, socket) => {
      request.off('error', done);
      if (answer.statusCode === 200) return done(null, socket);
      socket.destroy();
      const refused = new Error(`The proxy refused a connection to ${authority}: ${answer.statusCode} ${answer.statusMessage}`);
      return done(Object.assign(refused, { code: 'ERR_PROXY_TUNNEL' }));
    });
    request.end();
  }

  // Agents of node:https, those of programs too, open their connections in a tunnel.
  const connectSecurely = https.Agent.prototype.createConnection;
  https.Agent.prototype.createConnection = function createConnection(options, done, ...more) {
    const leave = knows(this) || typeof options !== 'object' || !done || options.socket || options.socketPath
      || direct(options.host);
    if (leave) return connectSecurely.call(this, options, done, ...more);
    tunnel(options.host, options.port, (failed, socket) => {
      if (failed) done(failed);
      else done(null, connectSecurely.call(this, { ...options, socket }));
    });
    return undefined;
  };

  // Requests of node:http go to the proxy with their whole URL.
  const { addRequest } = http.Agent.prototype;
  http.Agent.prototype.addRequest = function add(request, options, ...more) {
    const leave = knows(this) || this.protocol !== 'http:' || typeof options !== 'object' || options.socketPath
      || request._header || !request.path.startsWith('/') || direct(options.host);
    if (leave) return addRequest.call(this, request, options, ...more);
    request.path = `http://${request.getHeader('host')}${request.path}`;
    for (const [name, value] of Object.entries(shown)) request.setHeader(name, value);
    return addRequest.call(this, request, { ...options, ...ofProxy }, ...more);
  };

  const settle = (socket, event, done) => {
    let open = true;
    const once = (failed) => {
      if (open) done(...(failed ? [failed] : [null, socket]));
      open = false;
    };
    socket.once(event, () => once()).on('error', once);
  };

  function connect({ hostname, port, protocol, servername }, done) {
    if (protocol !== 'https:') return settle(net.connect(Number(port || 80), hostname), 'connect', done);
    const at = Number(port || 443);
    const securely = (through) => settle(
      tls.connect({ servername: servername || (net.isIP(hostname) ? '' : hostname), ALPNProtocols: ['http/1.1'], ...through }),
      'secureConnect',
      done,
    );
    if (direct(hostname)) return securely({ host: hostname, port: at });
    return tunnel(hostname, at, (failed, socket) => (failed ? done(failed) : securely({ socket, host: hostname })));
  }

  /// Has an agent of undici send what is for http to the proxy, with its whole URL.
  function wholeUrls(dispatcher) {
    const { dispatch } = dispatcher;
    dispatcher.dispatch = function dispatchThrough(options, handler) {
      const origin = new URL(options.origin);
      if (origin.protocol !== 'http:' || direct(origin.hostname)) return dispatch.call(this, options, handler);
      const given = options.headers || {};
      const added = { host: origin.host, ...shown };
      const headers = Array.isArray(given) ? [...given, ...Object.entries(added).flat()] : { ...given, ...added };
      const whole = { ...options, origin: proxy.origin, path: origin.origin + options.path, headers };
      return dispatch.call(this, whole, handler);
    };
    return dispatcher;
  }

  /// fetch asks a dispatcher that is found under one of these names, once the class of headers was asked for: an Agent of the
  /// built-in undici, or one of its own for proxies, which has an Agent within. What a program has put there stays.
  function leadFetch() {
    void globalThis.Headers;
    for (const name of [1, 2].map((n) => Symbol.for(`undici.globalDispatcher.${n}`))) {
      const found = globalThis[name];
      const kind = found && found.constructor.name;
      if (kind !== 'Agent' && kind !== 'EnvHttpProxyAgent') continue;
      const agents = [found, ...Object.getOwnPropertySymbols(found).map((each) => found[each])];
      const agent = agents.find((each) => each && each.constructor && each.constructor.name === 'Agent');
      if (agent) globalThis[name] = wholeUrls(new agent.constructor({ connect }));
    }
  }

  const original = globalThis.fetch;
  if (process.allowedNodeEnvironmentFlags.has('--use-env-proxy')) {
    // The one for proxies is put there after this file has run.
    let led = false;
    globalThis.fetch = function fetch(...words) {
      if (!led) leadFetch();
      led = true;
      return original.apply(this, words);
    };
  } else if (original) leadFetch();
}
