// Writes reconciler/desired/document.types.ts from schemas/desired-state.schema.json; with --check only compares.

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';

const SCHEMA = new URL('../schemas/desired-state.schema.json', import.meta.url);
const TYPES = new URL('../reconciler/desired/document.types.ts', import.meta.url);
const BANNER = '// Generated from schemas/desired-state.schema.json by scripts/generate-types.mjs: do not edit.';

/** A reference with siblings loses its siblings in the generator, and would else be repeated as a second type. */
function plain(schema) {
  if (Array.isArray(schema)) return schema.map(plain);
  if (typeof schema !== 'object' || schema === null) return schema;
  if (schema.$ref !== undefined) return { $ref: schema.$ref };
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([name]) => name !== 'examples' && name !== '$comment' && name !== 'pattern')
      .map(([name, value]) => [name, plain(value)]),
  );
}

/** Everything is readonly: the document is read, never changed. */
function readonly(source) {
  return source
    .replaceAll(/^( +)("?[\w-]+"?\??|\[k: string\]):/gmu, '$1readonly $2:')
    .replaceAll(/: (\w+|\([^()]*\))\[\];/gu, ': readonly $1[];');
}

async function generate() {
  const schema = JSON.parse(await readFile(SCHEMA, 'utf8'));
  const source = await compile(plain(schema), 'DesiredState', {
    additionalProperties: false,
    bannerComment: BANNER,
    style: { singleQuote: true, printWidth: 120 },
  });
  return readonly(source);
}

const generated = await generate();
if (process.argv.includes('--check')) {
  const current = await readFile(TYPES, 'utf8').catch(() => '');
  if (current !== generated) {
    process.stderr.write(`${fileURLToPath(TYPES)} is not what the schema says: run node scripts/generate-types.mjs\n`);
    process.exitCode = 1;
  }
} else {
  await writeFile(TYPES, generated);
}
