// For esbuild: the check of the schema as the code that ajv makes of it, instead of ajv, which takes a fifth of a second.
import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';

export const precompiled = {
  name: 'precompiled',
  setup({ onLoad }) {
    // oxlint-disable-next-line require-unicode-regexp -- esbuild, which is Go, knows no such flag.
    onLoad({ filter: /schema-check\.ts$/ }, async ({ path }) => {
      const { CHECKED, OPTIONS } = await evaluated(path);
      const ajv = new Ajv2020({ ...OPTIONS, code: { source: true, esm: true } });
      const code = standalone.default(ajv, ajv.compile(CHECKED));
      return { contents: `${code}\nexport const schemaCheck = () => validate;\n`, loader: 'js' };
    });
  },
};

/** What the module exports, as it stands. */
async function evaluated(path) {
  const options = { bundle: true, packages: 'external', platform: 'node', format: 'cjs', write: false };
  const { outputFiles } = await build({ ...options, entryPoints: [path] });
  const module = { exports: {} };
  // oxlint-disable-next-line no-implied-eval, no-new-func -- our own module.
  new Function('module', 'require', outputFiles[0].text)(module, createRequire(path));
  return module.exports;
}
