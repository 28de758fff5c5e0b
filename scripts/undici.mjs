// For esbuild: of undici what sends requests, directly or through a proxy. Its one entry also has fetch, WebSockets, caches
// and mocks, which are as large again, and a twentieth of a second at each start.

import { createRequire } from 'node:module';
import path from 'node:path';

const WANTED = `
const Dispatcher = require('undici/lib/dispatcher/dispatcher.js');
Dispatcher.prototype.request = require('undici/lib/api/api-request.js');
// With this a proxy is asked to lead on to the service.
Dispatcher.prototype.connect = require('undici/lib/api/api-connect.js');
module.exports = {
  Dispatcher,
  Agent: require('undici/lib/dispatcher/agent.js'),
  EnvHttpProxyAgent: require('undici/lib/dispatcher/env-http-proxy-agent.js'),
  getGlobalDispatcher: require('undici/lib/global.js').getGlobalDispatcher,
};
`;

// GitHub's libraries have an older undici, in two copies.
const ofGitHub = createRequire(path.resolve('node_modules/@actions/github/lib/github.js')).resolve('undici');

export const requestsOnly = {
  name: 'requests-only',
  setup({ onResolve, onLoad }) {
    // oxlint-disable-next-line require-unicode-regexp -- esbuild, which is Go, knows no such flag.
    onResolve({ filter: /^undici$/ }, ({ importer }) =>
      importer.includes(path.join('node_modules', '@actions'))
        ? { path: ofGitHub }
        : { path: 'undici', namespace: 'requests-only' },
    );
    // oxlint-disable-next-line require-unicode-regexp -- as above.
    onLoad({ filter: /.*/, namespace: 'requests-only' }, () => ({ contents: WANTED, resolveDir: process.cwd() }));
  },
};
