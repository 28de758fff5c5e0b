// Bundles the command line (and, once there, the Action) into dist/: no install is needed to run them.
import { readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

const outdir = process.argv[2] === '--outdir' ? process.argv[3] : 'dist';
rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: { cli: 'reconciler/main.ts' },
  outdir,
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // The SDK ships both; its ES modules can be split and shaken.
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  define: { CW_GITOPS_VERSION: JSON.stringify(version) },
  loader: { '.json': 'json' },
  // Some of the dependencies are CommonJS and call `require`; an ES module has none.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
