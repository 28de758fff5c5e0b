/** What `export --into` does about each difference between a folder and what is live, or why it stays in the plan. */

import type { Change, Delete, Update } from '../../core/change.ts';
import { specBefore, subjectOf } from '../../core/change.ts';
import type { Desired } from '../../core/desired.ts';
import type { Facts } from '../../core/facts.ts';
import { isGone } from '../../core/gone.ts';
import type { Key, KindName } from '../../core/key.ts';
import { permissionSetKey, principalKey } from '../../core/key.ts';
import type { AssignmentSpec, AuthorizationSpec, ProfileSpec } from '../../core/resource.ts';
import { createAccounts } from '../accounts.ts';
import type { Configuration } from '../configuration.ts';
import { reaches } from '../grants.ts';
import { holdsAt } from '../instant.ts';
import { removedKeys } from '../removed.ts';

/** `takes out`: of the file; `writes`: what is live over what the file says; `adds`: to the file. */
export type Verdict = 'takes out' | 'writes' | 'adds' | { readonly stays: string };

export interface DecideInput {
  readonly configuration: Configuration;
  readonly desired: Desired;
  readonly facts: Facts;
  readonly changes: readonly Change[];
  readonly kinds: ReadonlySet<KindName>;
  /** What is declared and not live leaves the file. */
  readonly acceptRemovals: boolean;
}

export const NOT_ASKED_FOR = 'its kind is not among those of --only';

/** The verdict on each change, by its key. */
export function decide(input: DecideInput): ReadonlyMap<Key, Verdict> {
  const told = new Map<Key, Verdict>();
  const rules = rulesOf(input);
  // In the order of the kinds, so that what something needs is decided before it.
  for (const change of byKind(input.changes)) told.set(change.key, verdict(change, rules, told));
  return told;
}

const RANK: { readonly [kind in KindName]: number } = {
  'service-access': 0,
  'delegated-administrator': 1,
  user: 0,
  group: 0,
  'permission-set': 0,
  profile: 0,
  'service-linked-role': 1,
  application: 1,
  membership: 1,
  assignment: 1,
  authorization: 2,
};

function byKind(changes: readonly Change[]): readonly Change[] {
  return changes.toSorted((a, b) => RANK[a.kind] - RANK[b.kind]);
}

interface Rules extends DecideInput {
  /** Things that `removed` names. */
  readonly removed: ReadonlySet<Key>;
  /** Both names of permission sets whose rename is not over: key → the new name. */
  readonly renamed: ReadonlyMap<Key, string>;
  /** Sets that a guard names, which have to be declared. */
  readonly guarded: ReadonlySet<Key>;
  /** What an entry names that gives nothing, has nothing to be cut, and so goes on naming it. */
  readonly idle: ReadonlySet<Key>;
  /** Sets that may only be granted with an end. */
  readonly ending: ReadonlySet<string>;
}

function rulesOf(input: DecideInput): Rules {
  const { guards = {} } = input.configuration.document;
  const live = new Set(input.facts.permissionSets);
  const pending = [...input.desired.renames.permissionSets].filter(([, previous]) => live.has(previous));
  const [expiry, administrators] = [guards.expiry ?? [], guards.administrators ?? []];
  return {
    ...input,
    removed: removedKeys(input.configuration),
    renamed: new Map(
      pending.flatMap(([name, previous]) => [
        [permissionSetKey(name), name],
        [permissionSetKey(previous), name],
      ]),
    ),
    guarded: new Set([...expiry, ...administrators].map(({ permissionSet }) => permissionSetKey(permissionSet))),
    idle: idleNames(input),
    ending: new Set(expiry.map(({ permissionSet }) => permissionSet)),
  };
}

/** Of an entry that has ended nobody is looked up; a permission set has to be declared all the same. */
function idleNames({ configuration, facts }: DecideInput): ReadonlySet<Key> {
  const idle = new Set<Key>();
  for (const { entry, targets } of reaches(configuration, createAccounts(configuration, facts), [])) {
    const { sets, principals, expires } = entry;
    const holds = holdsAt(facts.now, expires);
    if (holds && sets.length > 0 && targets.length > 0 && principals.length > 0) continue;
    for (const { name } of sets) idle.add(permissionSetKey(name));
    if (holds) for (const { type, name } of principals) idle.add(principalKey(type, name));
  }
  return idle;
}

function verdict(change: Change, rules: Rules, told: ReadonlyMap<Key, Verdict>): Verdict {
  const rename = [change.key, ...subjectOf(change).needs].flatMap((key) => rules.renamed.get(key) ?? [])[0];
  if (rename !== undefined && change.verb !== 'update') return stays(`permission set "${rename}" is being renamed`);
  switch (change.verb) {
    case 'create':
      return ofMissing(change, rules, told);
    case 'update':
    case 'replace':
      return ofDifferent(change, rules);
    case 'delete':
      return ofUndeclared(change, rules);
  }
}

function stays(why: string): Verdict {
  return { stays: why };
}

/** Declared, not live. */
function ofMissing(change: Change, rules: Rules, told: ReadonlyMap<Key, Verdict>): Verdict {
  // What names something that leaves the file leaves with it.
  if (subjectOf(change).needs.some((key) => told.get(key) === 'takes out')) return 'takes out';
  const { kind } = change;
  if (kind === 'service-linked-role' || kind === 'application') return stays('it comes with the profile');
  if (!rules.kinds.has(kind)) return stays(NOT_ASKED_FOR);
  if (!rules.acceptRemovals) {
    return stays('it is declared and not live, perhaps not applied yet; --accept-removals takes it out of the file');
  }
  if (rules.guarded.has(change.key)) return stays('a guard of the file names it');
  if (rules.idle.has(change.key)) {
    return stays(
      'an entry that gives nothing, or nothing any more, still names it, and only a person can take that out',
    );
  }
  return 'takes out';
}

/** Declared and live, but not alike. */
function ofDifferent(change: Update, { kinds }: Rules): Verdict {
  const { kind } = change;
  if (!kinds.has(kind === 'application' ? 'profile' : kind)) return stays(NOT_ASKED_FOR);
  const fields = change.fields.map(({ field }) => field);
  if (kind === 'group' && fields.includes('name')) return stays('it is being renamed');
  if (kind === 'permission-set' && fields.every((field) => field === 'provisioned')) {
    return stays('accounts carry an older version of it, which the file has no word for');
  }
  if (kind === 'profile' && (specBefore(change) as ProfileSpec).status !== undefined)
    return stays('it was never made whole');
  if (kind === 'authorization' && !(specBefore(change) as AuthorizationSpec).signIn) {
    return stays('it is a seat without sign-in, which the file has no word for');
  }
  return 'writes';
}

/** Live, not declared. */
function ofUndeclared(change: Delete, { kinds, removed, ending }: Rules): Verdict {
  const { kind } = change;
  if (change.origin === 'clock') return stays(`it ${change.reason}`);
  const gone = [change.key, ...subjectOf(change).needs].find((key) => removed.has(key));
  if (gone !== undefined) return stays(`\`removed\` names ${gone}`);
  if (kind === 'profile' || kind === 'application') return stays('the file says `codewhisperer.state: absent`');
  if (!kinds.has(kind)) return stays(NOT_ASKED_FOR);
  const { spec } = change.before;
  if ('principal' in spec && isGone((spec as AssignmentSpec).principal)) {
    return stays('that principal no longer exists');
  }
  if (kind === 'assignment' && ending.has((spec as AssignmentSpec).permissionSet)) {
    return stays('`guards.expiry` asks for `expires`, which only a person can give');
  }
  if (kind === 'authorization' && !(spec as AuthorizationSpec).signIn) {
    return stays('it is a seat without sign-in, which the file has no word for');
  }
  return 'adds';
}
