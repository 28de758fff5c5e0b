// The licences of what a bundle holds: most of them ask that their text goes with every copy.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/u;
const TEXT = /^(?:licen[cs]e|notice|copying)/iu;

/** `inputs`: the files that went into it, as esbuild's metafile names them. Packages with the same text stand together. */
export function notices(inputs) {
  const folders = new Set(inputs.flatMap((file) => PACKAGE.exec(file)?.[0] ?? []));
  const packages = new Map();
  for (const folder of [...folders].sort(byName)) {
    if (!existsSync(`${folder}/package.json`)) continue;
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const text = textOf(folder);
    packages.set(text, [...(packages.get(text) ?? []), `${name}@${version} (${license})`]);
  }
  const parts = [...packages].map(([text, names]) => `${names.join('\n')}\n${text}`);
  return `This program holds parts of the packages below, each under its licence.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

function textOf(folder) {
  const files = readdirSync(folder).filter((name) => TEXT.test(name));
  return files
    .sort(byName)
    .map((name) => `\n${readFileSync(`${folder}/${name}`, 'utf8').trim()}\n`)
    .join('');
}

function byName(left, right) {
  return left < right ? -1 : 1;
}
