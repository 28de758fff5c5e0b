// Bundles the command line and the Action into dist/: no install is needed to run them.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { notices } from './notices.mjs';
import { precompiled } from './precompiled.mjs';
import { pageAssets } from './page.mjs';
import { requestsOnly } from './undici.mjs';
import { withRequire } from './with-require.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

const outdir = process.argv[2] === '--outdir' ? process.argv[3] : 'dist';
rmSync(outdir, { recursive: true, force: true });
const { inputs, ...page } = await pageAssets();
const common = {
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // The SDK ships both; its ES modules can be split and shaken.
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: false,
  // Those of the packages are in THIRD-PARTY.txt.
  legalComments: 'none',
  metafile: true,
  define: { CW_GITOPS_VERSION: JSON.stringify(version), CW_GITOPS_PAGE: JSON.stringify(page) },
  loader: { '.json': 'json' },
  plugins: [precompiled, requestsOnly],
  // Built for Node, `yaml` asks the environment at each token whether to print it; for browsers it is the same without that.
  alias: { yaml: './node_modules/yaml/browser/dist/index.js' },
  banner: withRequire,
  logLevel: 'warning',
};

const cli = await build({
  ...common,
  entryPoints: { cli: 'reconciler/main.ts' },
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
});
// One file, as `action.yml` names it.
const action = await build({ ...common, entryPoints: { action: 'reconciler/action.ts' }, splitting: false });

const built = [cli, action].flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeFileSync(`${outdir}/THIRD-PARTY.txt`, notices([...inputs, ...built]));
