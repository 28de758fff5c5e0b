/**
 * What is live, put into a folder that is there: difference by difference, until the plan holds only what the file has no
 * words for or what a person must decide. Nothing is written here, and what would be written was checked and planned.
 */

import path from 'node:path';
import type { Change } from '../core/change.ts';
import type { Differences } from '../core/diff.ts';
import { diff } from '../core/diff.ts';
import type { Desired } from '../core/desired.ts';
import type { ExportKind } from '../core/export-kinds.ts';
import type { Facts, FactsWanted } from '../core/facts.ts';
import type { Issue } from '../core/issue.ts';
import { IssueError } from '../core/issue.ts';
import type { LiveResource, PermissionSetSpec } from '../core/resource.ts';
import type { Configuration } from '../desired/configuration.ts';
import { expand } from '../desired/expand.ts';
import { ignoredAccounts } from '../desired/ignored.ts';
import type { Verdict } from '../desired/into/decide.ts';
import { decide, NOT_ASKED_FOR } from '../desired/into/decide.ts';
import { openToEdit } from '../desired/into/editable.ts';
import { editFolder, STAGES } from '../desired/into/edit.ts';
import { Edits } from '../desired/into/edits.ts';
import { overlaid } from '../desired/overlay.ts';
import { validateOpened } from '../desired/validate.ts';
import { factsWanted } from '../desired/wanted.ts';
import { createAccountWriter } from '../desired/write-accounts.ts';
import type { Opened } from '../files.ts';
import { kindOf } from '../kinds/index.ts';
import type { Cloud } from './cloud.ts';
import { isWide } from './export.ts';
import { notExpanded, undeclaredSets } from './planning.ts';
import { readLive, withMembersOf } from './read-live.ts';
import { expectedTarget } from './target.ts';

export interface IntoRequest {
  /** The folder, and its configuration. */
  readonly opened: Opened;
  readonly configuration: Configuration;
  readonly cloud: Cloud;
  readonly kinds: ReadonlySet<ExportKind>;
  /** What is declared and not live leaves the files. */
  readonly acceptRemovals: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface IntoResult {
  /** The new text of each file that differs, by its path below the folder. */
  readonly texts: ReadonlyMap<string, string>;
  /** What stays in the plan, and why; what is live and not declared. */
  readonly notices: readonly Issue[];
}

/** Rounds after which what is left is listed: each settles what the one before brought to light. */
const ROUNDS = 4;

/** Reads what is live, and edits the texts of the folder until it says so. Throws an IssueError or a Refusal. */
export async function exportInto(request: IntoRequest): Promise<IntoResult> {
  let state = await readState(request);
  const texts = new Map<string, string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = state;
    for (const stage of STAGES) {
      const edited = await editOnce(stage, state, request, texts);
      if (edited.size === 0) continue;
      for (const [file, text] of edited) texts.set(file, text);
      state = await withMembers(compared({ ...state, configuration: await checked(request, texts) }), request.cloud);
    }
    if (state === before) break;
  }
  return { texts, notices: [...remaining(state), ...undeclared(state)] };
}

interface Read {
  readonly configuration: Configuration;
  readonly facts: Facts;
  readonly live: readonly LiveResource[];
  readonly kinds: ReadonlySet<ExportKind>;
  readonly acceptRemovals: boolean;
}

interface State extends Read {
  readonly desired: Desired;
  readonly differences: Differences;
  readonly verdicts: ReadonlyMap<Change['key'], Verdict>;
}

async function readState(request: IntoRequest): Promise<State> {
  const { configuration, cloud, now, kinds, acceptRemovals } = request;
  await expectedTarget(configuration, cloud);
  // What is added may need more than what is declared.
  const wanted: FactsWanted = {
    ...factsWanted(configuration),
    accounts: true,
    identities: true,
    permissionSets: true,
  };
  const facts = await cloud.facts(wanted, now);
  const live = await readLive(expanded(configuration, facts), facts, wanted, cloud);
  const state = await withMembers(compared({ configuration, facts, live, kinds, acceptRemovals }), cloud);
  const added = addedTo(state);
  if (!added.some(({ kind }) => kind === 'assignment')) return state;
  const everything: FactsWanted = { ...wanted, everyUnit: true, accountTags: wanted.accountTags || isWide(added) };
  return compared({ ...state, facts: await cloud.facts(everything, now) });
}

/** With the members of groups that come into the files: what the file would have removed was read without them. */
async function withMembers(state: State, cloud: Cloud): Promise<State> {
  const groups = addedTo(state).flatMap(({ kind, key }) => (kind === 'group' ? [key] : []));
  if (groups.length === 0) return state;
  return compared({ ...state, live: await withMembersOf(groups, state.live, cloud) });
}

/** What is live and comes into the files. */
function addedTo({ differences, verdicts }: State): readonly LiveResource[] {
  return differences.changes.flatMap((change) =>
    change.verb === 'delete' && verdicts.get(change.key) === 'adds' ? [change.before] : [],
  );
}

function compared(read: Read): State {
  const { configuration, facts, live } = read;
  const desired = expanded(configuration, facts);
  const differences = diff(desired, live, kindOf);
  return { ...read, desired, differences, verdicts: decide({ ...read, desired, changes: differences.changes }) };
}

function expanded(configuration: Configuration, facts: Facts): Desired {
  const result = expand(configuration, facts);
  if (!result.ok) throw notExpanded(result.issues);
  return result.value;
}

/** The configuration that the texts would make of the folder. */
async function checked({ opened, now }: IntoRequest, texts: ReadonlyMap<string, string>): Promise<Configuration> {
  const result = await validateOpened({ ...opened, files: overlaid(opened.files, texts) }, { now });
  if (result.ok) return result.value;
  const issues = result.issues.filter(({ severity }) => severity === 'error');
  throw new IssueError({ ...FAILED, message: `${FAILED.message}: ${issues[0]?.message ?? ''}` }, ...issues);
}

const FAILED = {
  code: 'USAGE_EXPORT',
  severity: 'error',
  message: 'the files cannot be edited so that they say what is live; nothing was written',
} as const;

async function editOnce(
  stage: (typeof STAGES)[number],
  state: State,
  { opened }: IntoRequest,
  texts: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const { configuration, facts, verdicts, differences } = state;
  if (![...verdicts.values()].some((verdict) => typeof verdict === 'string')) return new Map();
  const files = overlaid(opened.files, texts);
  const parts = await Promise.all(
    configuration.parts.map(async ({ path: file }) => {
      const text = await files.read(file, Number.POSITIVE_INFINITY);
      if (!text.ok) throw new IssueError(...text.issues);
      const part = openToEdit(file, files.shown(file), text.value);
      if (!part.ok) throw new IssueError(...part.issues);
      return part.value;
    }),
  );
  const policies = await policyTexts(
    state,
    parts.map((part) => part.path),
    files,
  );
  const { organization } = facts;
  const ignored = ignoredAccounts(configuration.document, organization);
  const accounts = organization.accounts.filter(({ id }) => !ignored.has(id));
  return editFolder(stage, {
    ...state,
    changes: differences.changes,
    accounts: createAccountWriter({ ...organization, accounts }, configuration.document.accounts),
    edits: new Edits(parts),
    policyText: (file) => policies.get(file),
    ...(opened.only === undefined ? {} : { only: opened.only }),
  });
}

/** The policy files of the folder, and whatever stands where a new one might be put. */
async function policyTexts(
  { configuration, differences }: State,
  parts: readonly string[],
  files: Opened['files'],
): Promise<ReadonlyMap<string, string>> {
  const folders = new Set(['.', ...parts.map((part) => path.posix.dirname(part))]);
  const named = (configuration.document.permissionSets ?? []).flatMap(({ inlinePolicy }) =>
    typeof inlinePolicy === 'string' ? [inlinePolicy] : [],
  );
  const made = differences.changes.flatMap((change) => {
    if (change.kind !== 'permission-set' || change.verb === 'create') return [];
    const { name } = change.before.spec as PermissionSetSpec;
    return ['', '-2', '-3', '-4'].map((suffix) => `policies/${name}${suffix}.json`);
  });
  const candidates = [...folders].flatMap((folder) => [...named, ...made].map((file) => path.posix.join(folder, file)));
  const found = new Map<string, string>();
  for (const file of new Set(candidates)) {
    if (!(await files.has(file))) continue;
    const text = await files.read(file, Number.POSITIVE_INFINITY);
    found.set(file, text.ok ? text.value : '');
  }
  return found;
}

function remaining({ differences, verdicts }: State): readonly Issue[] {
  const left = differences.changes.map(({ verb, key }) => {
    const verdict = verdicts.get(key);
    return { verb, key, why: typeof verdict === 'object' ? verdict.stays : 'the file has no words for it' };
  });
  const asked = left.filter(({ why }) => why !== NOT_ASKED_FOR);
  const others = left.length - asked.length;
  return [
    ...asked.map(({ verb, key, why }) => notice(`${verb} ${key} stays in the plan: ${why}`)),
    ...(others === 0 ? [] : [notice(`${others} more in the plan: not of the kinds that --only names`)]),
  ];
}

function undeclared({ desired, facts, differences }: State): readonly Issue[] {
  const { changes, unmanaged } = differences;
  const count = unmanaged.length + undeclaredSets(desired, facts, changes).length;
  if (count === 0) return [];
  const what = count === 1 ? 'thing is not declared and stays so' : 'things are not declared and stay so';
  const message = `${count} live ${what}, as \`unmanaged\` says`;
  return [notice(message, 'the plan lists them; to declare them too, set `unmanaged` to `remove` for this export')];
}

function notice(message: string, hint?: string): Issue {
  return { code: 'CONFIG_EXPORT', severity: 'warning', message, ...(hint === undefined ? {} : { hint }) };
}
