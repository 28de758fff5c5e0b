// Fuzzing of what reads foreign text: the configuration and the answers of the services.
//
//   node scripts/fuzz.mjs configuration [count]    changed configuration files through everything that `validate` does
//   node scripts/fuzz.mjs answers [count]          changed answers, in their text or in their shape, through the real
//                                                  clients, in plans of all kinds
//
// SEED=… repeats a run. Each input must end in a result or in issues, in bounded time; anything else is a finding, which is
// printed with its input. Prints the figures for docs/reliability.md; exits with 1 when there is a finding.

import { createServer, request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { createDraw } from './draw.mjs';
import { withRequire } from './with-require.mjs';

const [what = 'configuration', countText = '100000'] = process.argv.slice(2);
const COUNT = Number(countText);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const SLOW_MILLISECONDS = 10_000;

const ENTRY = `
export { validateConfiguration } from './reconciler/desired/validate.ts';
export { makePlan } from './reconciler/engine/planning.ts';
export { IssueError } from './reconciler/core/issue.ts';
export { assumptions, connectSimulator } from './reconciler/commands/open.ts';
export { startSimulator } from './reconciler/simulator/server.ts';
export { createVirtualClock } from './reconciler/simulator/clock.ts';
export { parseState } from './reconciler/simulator/state.ts';
`;

const draw = createDraw(SEED);

function pick(list) {
  return list[draw(list.length)];
}

const SPICES = {
  configuration:
    String.raw`&a *a <<:*a !!binary !x ? : - { } [ ] | >- " ' # %YAML __proto__: constructor: --- ... ~ null
    1e999 0x10 .nan 0777 2026-02-30 PT99H * 999999999999 [[[[[[[[[[[[[[[[ {a:&a[*a]}`
      .split(/\s+/u)
      .concat(['\t', '\r\n', '\uFEFF', '\0', '\u2028', '\uD800', '\n__proto__: 1\n', '\n<<: *a\n', '? ', ': ', '- ']),
  answers:
    String.raw`null {} [] "" 0 -1 1e999 true "NextToken":"x", "__type":"X#Y", <html> </ "__proto__":{"a":1}, [[[[[[ {"a":
    \u0000 \ud800 "IN_PROGRESS" "FAILED" arn:aws:sso::: &lt; <Code>`
      .split(/\s+/u)
      .concat(['\0', '\uFEFF', '\n']),
};

/** The text with one to four changes. */
function changed(text, others) {
  let now = text;
  for (let changes = 1 + draw(4); changes > 0; changes -= 1) {
    const at = draw(now.length + 1);
    const length = draw(pick([2, 12, 80]));
    const head = now.slice(0, at);
    const way = draw(8);
    if (way === 0) now = head;
    else if (way === 1) now = head + now.slice(at + length);
    else if (way === 2) now = head + now.slice(Math.max(0, at - length));
    else if (way === 3) now = head + String.fromCharCode(draw(256)) + now.slice(at + 1);
    else if (way === 4) now = head + pick(others).slice(draw(400), 400 + draw(200)) + now.slice(at);
    else if (way === 5) now = head + pick(SPICES[what]).repeat(1 + draw(3)) + now.slice(at + length);
    else now = head + pick(SPICES[what]) + now.slice(at);
  }
  return now;
}

const SHAPES = [null, {}, [], '', 'text', 7, true, [null], ['text'], [[]], [7], { a: 1 }];

/** The JSON with the shape of one value, anywhere in it, changed; nothing of what is none. */
function reshaped(text) {
  let root;
  try {
    root = { answer: JSON.parse(text) };
  } catch {
    return undefined;
  }
  let holder = root;
  let name = 'answer';
  // The deeper the fewer there are, so most ways end below the top.
  while (typeof holder[name] === 'object' && holder[name] !== null && draw(4) > 0) {
    const names = Object.keys(holder[name]);
    if (names.length === 0) break;
    holder = holder[name];
    name = pick(names);
  }
  if (draw(5) === 0 && !Array.isArray(holder)) delete holder[name];
  else holder[name] = structuredClone(pick(SHAPES));
  return JSON.stringify(root.answer ?? null);
}

const folder = mkdtempSync(path.join(tmpdir(), 'cw-gitops-fuzz-'));
const cache = path.resolve('node_modules/.cache/cw-gitops-fuzz');
mkdirSync(cache, { recursive: true });
const outdir = mkdtempSync(path.join(cache, 'run-'));
const figures = { inputs: 0, accepted: 0, refused: 0, slowest: 0, findings: 0 };

function report(input, why) {
  figures.findings += 1;
  const file = path.join(tmpdir(), `cw-gitops-finding-${SEED}-${figures.findings}`);
  writeFileSync(file, input);
  process.stderr.write(`finding: ${why}\n  input kept in ${file}\n`);
}

async function tried(input, work) {
  const began = performance.now();
  try {
    figures[(await work()) ? 'accepted' : 'refused'] += 1;
  } catch (error) {
    report(input, error instanceof Error ? error.stack : String(error));
  }
  const took = performance.now() - began;
  figures.slowest = Math.max(figures.slowest, took);
  if (took > SLOW_MILLISECONDS) report(input, `took ${Math.round(took)} ms`);
}

async function fuzzConfigurations({ validateConfiguration }) {
  const texts = ['test/desired/whole-format/config.yaml', 'test/engine/all-kinds/config.yaml']
    .concat(readdirSync('test/rejects').map((name) => `test/rejects/${name}/config.yaml`))
    .flatMap((file) => {
      try {
        return [readFileSync(file, 'utf8')];
      } catch {
        return [];
      }
    })
    .filter((text) => text.length > 0);
  const file = path.join(folder, 'config.yaml');
  for (; figures.inputs < COUNT; figures.inputs += 1) {
    const input = changed(draw(3) === 0 ? texts[1] : pick(texts), texts);
    writeFileSync(file, input, draw(20) === 0 ? 'latin1' : 'utf8');
    await tried(input, async () => (await validateConfiguration(file, { now: Date.UTC(2026, 10, 21) })).ok);
  }
}

/** Hands each answer on, one in `often` of them changed. */
async function startSpoiler(target, often) {
  const recent = ['{}'];
  const server = createServer((incoming, outgoing) => {
    const forwarded = request(target, { method: 'POST', headers: incoming.headers }, async (answer) => {
      const chunks = [];
      for await (const chunk of answer) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString();
      recent[draw(50)] = text;
      const spoil = draw(often) === 0;
      if (spoil) figures.inputs += 1;
      const others = recent.filter((one) => one !== undefined);
      const body = spoil ? ((draw(2) === 0 ? reshaped(text) : undefined) ?? changed(text, others)) : text;
      const status = spoil && draw(10) === 0 ? pick([204, 301, 400, 403, 404, 500, 503]) : answer.statusCode;
      const headers = { ...answer.headers, 'content-length': Buffer.byteLength(body) };
      outgoing.writeHead(status, headers).end(status === 204 ? undefined : body);
    });
    incoming.pipe(forwarded);
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

async function fuzzAnswers(modules) {
  const { validateConfiguration, makePlan, IssueError, assumptions, connectSimulator } = modules;
  const { startSimulator, createVirtualClock, parseState } = modules;
  const config = await validateConfiguration('test/engine/all-kinds/config.yaml', { now: Date.UTC(2026, 10, 21) });
  const parsed = parseState(readFileSync('test/engine/all-kinds/live.json', 'utf8'));
  if (!config.ok || !parsed.ok) throw new Error('the example is not valid');
  const clock = createVirtualClock(Date.UTC(2026, 10, 21, 12));
  const limits = { callsPerSecond: {} };
  const simulator = await startSimulator({ state: parsed.state, clock, limits });
  while (figures.inputs < COUNT) {
    const spoiler = await startSpoiler(simulator.url, pick([1, 2, 6, 30]));
    const seed = draw.seed();
    await tried(`SEED=${seed}`, async () => {
      const seen = { ...simulator, url: spoiler.url };
      const cloud = await connectSimulator(seen, clock, {
        ...assumptions(config.value, 'plan'),
        requestTimeout: 5_000,
      });
      try {
        await makePlan(config.value, cloud, { now: clock.now() }, { notify: () => undefined });
        return true;
      } catch (error) {
        if (error instanceof IssueError) return false;
        throw error;
      } finally {
        cloud.close();
        spoiler.close();
      }
    });
    if (simulator.writes() > 0) report(`SEED=${seed}`, 'a plan wrote something');
    simulator.resetCounts();
  }
  await simulator.close();
}

await build({
  stdin: { contents: ENTRY, resolveDir: process.cwd(), loader: 'ts' },
  outdir,
  entryNames: 'fuzz',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  mainFields: ['module', 'main'],
  splitting: true,
  outExtension: { '.js': '.mjs' },
  loader: { '.json': 'json' },
  banner: withRequire,
  logLevel: 'warning',
});
const modules = await import(pathToFileURL(path.join(outdir, 'fuzz.mjs')).href);
const began = performance.now();
const heaps = [];
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
// What is still in use when all that can be forgotten is.
const watch = setInterval(() => {
  collect();
  heaps.push(process.memoryUsage().heapUsed / 1e6);
}, 5_000);
await (what === 'answers' ? fuzzAnswers(modules) : fuzzConfigurations(modules));
clearInterval(watch);
rmSync(folder, { recursive: true });
rmSync(outdir, { recursive: true });
const middle = heaps.slice(Math.floor(heaps.length / 2));
process.stdout.write(
  `${what}: SEED=${SEED} ${figures.inputs} inputs in ${Math.round((performance.now() - began) / 1000)} s, ` +
    `${figures.accepted} ended in a result, ${figures.refused} in issues; slowest ${Math.round(figures.slowest)} ms; ` +
    `in use ${Math.round(middle[0] ?? 0)} MB half way, ${Math.round(heaps.at(-1) ?? 0)} MB at the end; ` +
    `${figures.findings} findings (Node ${process.version}, ${cpus().length} cores)\n`,
);
process.exitCode = figures.findings > 0 ? 1 : 0;
