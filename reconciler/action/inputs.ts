/** The inputs of `action.yml` as typed values, with everything that is wrong with them at once. */

import type { Origin } from '../core/change.ts';
import { ORIGINS } from '../core/change.ts';
import type { Issue, Result } from '../core/issue.ts';

export const COMMANDS = ['plan', 'apply', 'drift', 'validate'] as const;
export type Command = (typeof COMMANDS)[number];

export interface Inputs {
  readonly command: Command;
  readonly config: string;
  readonly token: string;
  readonly comment: boolean;
  readonly failOnChanges: boolean;
  readonly driftIssue: boolean;
  readonly planFile?: string;
  readonly expectDigest?: string;
  readonly allowDirectPush: boolean;
  readonly rehearse: boolean;
  readonly applyOnly?: readonly Origin[];
  readonly workingDirectory: string;
  /** The commit against whose file causes are told. */
  readonly base?: string;
}

/** Reads each input through `read`, which returns an empty text for one that is not given. */
export function parseInputs(read: (name: string) => string): Result<Inputs> {
  const issues: Issue[] = [];
  const wrong = (name: string, what: string): void => void issues.push(inputIssue(`the input ${name} ${what}`));
  const flag = (name: string, otherwise: boolean): boolean => {
    const text = read(name).toLowerCase();
    if (text !== '' && text !== 'true' && text !== 'false') wrong(name, `is "${text}"; it is true or false`);
    return text === '' ? otherwise : text === 'true';
  };
  const command = COMMANDS.find((name) => name === read('command'));
  if (command === undefined) wrong('command', `is "${read('command')}"; it is one of ${COMMANDS.join(', ')}`);
  const origins = parseOrigins(read('apply-only'), wrong);
  const expectDigest = read('expect-digest');
  if (expectDigest !== '' && !/^sha256:[0-9a-f]{64}$/u.test(expectDigest))
    wrong('expect-digest', 'is no digest: it is sha256: and 64 hexadecimal digits');
  for (const only of ['plan-file', 'expect-digest', 'apply-only'])
    if (read(only) !== '' && command !== 'apply' && !(only === 'expect-digest' && command === 'plan'))
      wrong(only, `means nothing to ${read('command')}`);
  const rehearse = flag('rehearse', false);
  if (rehearse && command !== 'plan') wrong('rehearse', `means nothing to ${read('command')}`);
  const planFile = read('plan-file');
  const base = read('base');
  const inputs = {
    config: read('config') || 'config',
    token: read('github-token'),
    comment: flag('comment', true),
    failOnChanges: flag('fail-on-changes', false),
    driftIssue: flag('drift-issue', true),
    allowDirectPush: flag('allow-direct-push', false),
    rehearse,
    workingDirectory: read('working-directory') || '.',
    ...(planFile === '' ? {} : { planFile }),
    ...(base === '' ? {} : { base }),
    ...(expectDigest === '' ? {} : { expectDigest }),
    ...(origins === undefined ? {} : { applyOnly: origins }),
  };
  return command === undefined || issues.length > 0
    ? { ok: false, issues }
    : { ok: true, value: { command, ...inputs }, warnings: [] };
}

function parseOrigins(text: string, wrong: (name: string, what: string) => void): readonly Origin[] | undefined {
  if (text === '') return undefined;
  return text.split(',').flatMap((word) => {
    const origin = ORIGINS.find((name) => name === word.trim());
    if (origin === undefined) wrong('apply-only', `names "${word.trim()}"; it takes ${ORIGINS.join(', ')}`);
    return origin ?? [];
  });
}

/** What is wrong with how the Action was called. */
export function inputIssue(message: string, hint?: string): Issue {
  return { code: 'USAGE_ACTION', severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
}
