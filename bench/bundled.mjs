// A program of this folder as one file that Node runs, outside the repository.

import path from 'node:path';
import { build } from 'esbuild';

/** Bundles a source file into a folder; resolves to the path of the program. */
export async function bundled(source, folder) {
  const outfile = path.join(folder, `${path.basename(source, '.ts')}.mjs`);
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  return outfile;
}
