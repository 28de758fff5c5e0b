// Checks docs/promises.md: each promise names the test that holds it, and that test is there under that name.
//
//   node scripts/promises.mjs
//
// A row's last cell holds `test/FILE.test.ts` "name" pairs, or folders of test/scenarios and test/rejects, which one test
// runs each. A name is what stands in the file, with $ and % of parametrised tests.
import { existsSync, readFileSync, statSync } from 'node:fs';

const DOCUMENT = 'docs/promises.md';
const HELD = /`(test\/[^`]+)`(?: "([^"]+)")?/gu;

const rows = readFileSync(DOCUMENT, 'utf8')
  .split('\n')
  .map((text, index) => ({ text, line: index + 1 }))
  .filter(({ text }) => text.startsWith('|') && !/^\| (?:Promise|-+) +\|/u.test(text));
const faults = rows.flatMap(({ text, line }) => {
  const held = [...(text.split('|').at(-2) ?? '').matchAll(HELD)];
  if (held.length === 0) return [`${DOCUMENT}:${line}: names no test`];
  return held.flatMap(([, path, name]) => {
    const fault = faultOf(path, name);
    return fault === undefined ? [] : [`${DOCUMENT}:${line}: ${fault}`];
  });
});

for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stdout.write(`${rows.length} promises, ${faults.length} without their test\n`);
process.exitCode = faults.length === 0 && rows.length > 0 ? 0 : 1;

function faultOf(path, name) {
  if (!existsSync(path)) return `there is no ${path}`;
  if (statSync(path).isDirectory()) {
    const golden = ['issues.txt', 'plan.txt'].some((file) => existsSync(`${path}/${file}`));
    return golden ? undefined : `${path} holds nothing that is expected`;
  }
  if (name === undefined) return `${path} is named without a test`;
  const source = readFileSync(path, 'utf8').replaceAll(String.raw`\'`, "'");
  return source.includes(name) ? undefined : `${path} has no test "${name}"`;
}
