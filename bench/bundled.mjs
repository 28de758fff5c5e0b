// Programs of this folder as files that Node runs, outside the repository.

import path from 'node:path';
import { build } from 'esbuild';
import { withRequire } from '../scripts/with-require.mjs';

const PROGRAM = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  mainFields: ['module', 'main'],
  banner: withRequire,
  logLevel: 'error',
};

/** Bundles a source file into a folder; resolves to the path of the program. */
export async function bundled(source, folder) {
  const outfile = path.join(folder, `${path.basename(source, '.ts')}.mjs`);
  await build({ ...PROGRAM, entryPoints: [source], outfile });
  return outfile;
}

/** Bundles source files that load each other's parts into a folder, as `*.js` of a package of modules. */
export async function bundledTogether(sources, folder) {
  await build({ ...PROGRAM, entryPoints: sources, outdir: folder, splitting: true });
}
