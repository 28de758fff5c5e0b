/** What the steps of a workflow keep of a run of the Action, and where the next job finds it. */

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ActionRun } from './action.ts';
import type { Step } from './workflow.ts';
import { evaluated, isOurs, workflow } from './workflow.ts';

/**
 * Runs what follows the Action in a job: its scripts, then `actions/upload-artifact`. Resolves to what each artifact holds:
 * name in it → the file. `temp` is the runner's folder.
 */
export function keptBy(name: string, job: string, ran: ActionRun, temp: string): ReadonlyMap<string, ArtifactFiles> {
  const { steps = [] } = workflow(name).jobs[job] ?? {};
  const ours = steps.find(isOurs);
  const context = new Map([['runner.temp', temp], ['github.run_attempt', '1'], ...outputsAs(ours?.id, ran.outputs)]);
  const artifacts = new Map<string, ArtifactFiles>();
  for (const step of steps.slice(steps.findIndex(isOurs) + 1)) {
    const values = Object.fromEntries(context);
    if (step.run !== undefined)
      outputsAs(step.id, scripted(step, values)).forEach(([key, value]) => context.set(key, value));
    if (step.uses?.startsWith('actions/upload-artifact@') !== true) continue;
    const given = evaluated(step.with ?? {}, values);
    artifacts.set(String(given['name']), artifactOf(String(given['path']).trim().split('\n')));
  }
  return artifacts;
}

type ArtifactFiles = ReadonlyMap<string, string>;

/** Puts what an artifact holds where `actions/download-artifact` puts it. */
export function unpack(files: ArtifactFiles, folder: string): void {
  for (const [name, file] of files) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    copyFileSync(file, path.join(folder, name));
  }
}

function outputsAs(id: string | undefined, outputs: Readonly<Record<string, string>>): readonly [string, string][] {
  return Object.entries(outputs).map(([name, value]) => [`steps.${id}.outputs.${name}`, value]);
}

function scripted({ run = '', env = {} }: Step, context: Readonly<Record<string, string>>): Record<string, string> {
  const output = path.join(mkdtempSync(path.join(tmpdir(), 'cw-gitops-step-')), 'output');
  writeFileSync(output, '');
  execFileSync('bash', ['-e', '-c', run], {
    env: { PATH: process.env['PATH'] ?? '', ...evaluated(env, context), GITHUB_OUTPUT: output },
  });
  const lines = readFileSync(output, 'utf8').trim().split('\n');
  return Object.fromEntries(lines.map((line) => [line.replace(/=.*$/u, ''), line.replace(/^[^=]*=/u, '')]));
}

/**
 * As upload-artifact (`src/shared/search.ts`) and the search paths of @actions/glob have it: a pattern is searched below its
 * folders before the first wildcard, one below another is not searched by itself, and a file's name begins where all that
 * is searched parts ways.
 */
function artifactOf(patterns: readonly string[]): ArtifactFiles {
  const files = patterns.flatMap((pattern) =>
    found(
      '/',
      pattern.split('/').filter((part) => part !== ''),
    ),
  );
  const starts = patterns.map((pattern) =>
    pattern.split('/').filter((_part, index, all) => !all.slice(0, index + 1).some(isWild)),
  );
  const searched = [...new Set(starts.map((parts) => parts.join('/')))].filter(
    (one, _index, all) => !all.some((other) => one.startsWith(`${other}/`)),
  );
  const [first = ''] = searched;
  const root = searched.length > 1 ? common(searched) : files[0] === first ? path.dirname(first) : first;
  return new Map(files.map((file) => [path.relative(root, file), file]));
}

function isWild(part: string): boolean {
  return /[*?[]/u.test(part);
}

function common(paths: readonly string[]): string {
  const [first = [], ...rest] = paths.map((one) => one.split('/'));
  const end = first.findIndex((part, index) => rest.some((other) => other[index] !== part));
  return first.slice(0, end).join('/') || '/';
}

/** The files that a pattern finds, with all that lies in a folder. */
function found(at: string, parts: readonly string[]): readonly string[] {
  const [part, ...rest] = parts;
  const isFolder = statSync(at, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder === undefined || (part !== undefined && !isFolder)) return [];
  if (!isFolder) return [at];
  if (part === undefined) return readdirSync(at).flatMap((name) => found(path.join(at, name), []));
  if (!isWild(part)) return found(path.join(at, part), rest);
  const wild = new RegExp(`^${part.replaceAll('.', '\\.').replaceAll('*', '.*')}$`, 'u');
  return readdirSync(at)
    .filter((name) => wild.test(name))
    .flatMap((name) => found(path.join(at, name), rest));
}
