// Lists every installed package with its licence; `--check` fails on one that may not be bundled into dist/.
import { readFileSync } from 'node:fs';

const ALLOWED = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'MIT-0',
  'Unlicense',
  'CC0-1.0',
  'PSF-2.0',
]);
const check = process.argv.includes('--check');
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));

const rows = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .map(([path, entry]) => ({
    name: path.replace(/^.*node_modules\//u, ''),
    version: entry.version,
    licence: entry.license ?? 'unknown',
    bundled: entry.dev !== true && entry.devOptional !== true,
  }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

if (!check) {
  for (const { name, version, licence, bundled } of rows) {
    process.stdout.write(`${bundled ? 'runtime' : 'tools  '}  ${licence.padEnd(16)} ${name}@${version}\n`);
  }
}
const refused = rows.filter(({ bundled, licence }) => bundled && !ALLOWED.has(licence));
for (const { name, licence } of refused) process.stderr.write(`${name}: licence ${licence} is not on the list\n`);
process.stdout.write(`${rows.filter(({ bundled }) => bundled).length} packages at run time, ${rows.length} in all\n`);
process.exitCode = check && refused.length > 0 ? 1 : 0;
