/** What the build makes of the schema check finds what the check itself finds, in the same words. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { schemaCheck } from '../../reconciler/desired/schema-check.ts';

const BUILT = path.resolve('node_modules/.cache/cw-gitops', `schema-check-${process.pid}.mjs`);

async function imported<T>(file: string): Promise<T> {
  return (await import(pathToFileURL(path.resolve(file)).href)) as T;
}

test('the precompiled check of the schema gives the same errors for every wrong file', async () => {
  const { precompiled } = await imported<{ readonly precompiled: Plugin }>('scripts/precompiled.mjs');
  const banner = { js: `import { createRequire } from 'node:module';const require = createRequire(import.meta.url);` };
  const options = { bundle: true, format: 'esm', platform: 'node', outfile: BUILT, banner } as const;
  await build({ ...options, entryPoints: ['reconciler/desired/schema-check.ts'], plugins: [precompiled] });
  const built = (await imported<{ readonly schemaCheck: typeof schemaCheck }>(BUILT)).schemaCheck();
  const check = schemaCheck();

  const files = readdirSync('test/rejects', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.ya?ml$/u.test(name),
  );
  let errors = 0;
  for (const file of files) {
    const text = readFileSync(path.join('test/rejects', file), 'utf8');
    let value: unknown;
    try {
      value = parse(text, { logLevel: 'silent' });
    } catch {
      continue;
    }
    expect(built(value), file).toBe(check(value));
    expect(built.errors, file).toEqual(check.errors);
    errors += check.errors?.length ?? 0;
  }
  expect(errors).toBeGreaterThan(100);
});
