/** What the files of a team declare and name, against the scopes that hold for them, as far as that is known offline. */

import { isAccountId } from '../core/ids.ts';
import type { Issue, Position } from '../core/issue.ts';
import { principalMentions } from './check-references.ts';
import { mistake } from './codes.ts';
import type { Configuration, Mention } from './configuration.ts';
import { at } from './configuration.ts';
import type { Matcher } from './glob.ts';
import { firstMatch } from './glob.ts';
import type { Part } from './load.ts';
import { entriesOf, position } from './node.ts';
import type { MatchedScope } from './scope-limits.ts';
import { scopePlaces, scopesByFile } from './scope-limits.ts';

const ALLOWED_FIELDS: ReadonlySet<string> = new Set(['version', 'users', 'groups', 'permissionSets', 'assignments']);
const NOUNS = { users: 'user', groups: 'group', permissionSets: 'permission set' } as const;
type Field = keyof typeof NOUNS;

/** Fields of the document that a file with a scope may not hold. */
export function fieldsOutOfScope(configuration: Configuration, parts: readonly Part[]): readonly Issue[] {
  const scopes = scopesByFile(configuration);
  return parts.flatMap(({ file, node }) => {
    const matched = scopes.get(file);
    if (matched === undefined || node?.type !== 'mapping') return [];
    const says = scopePlaces(configuration, matched);
    return [...entriesOf(node)]
      .filter(([field]) => !ALLOWED_FIELDS.has(field))
      .map(([field, { keyAt }]) =>
        mistake(
          'CONFIG_SCOPE',
          position(keyAt),
          `a file with a scope may not hold "${field}"`,
          `${says} ${allows(matched)} ${[...ALLOWED_FIELDS].join(', ')}`,
        ),
      );
  });
}

/** Names that the scopes of their file do not allow. */
export function namesOutOfScope(configuration: Configuration): readonly Issue[] {
  const allowances = namesInScope(configuration);
  if (allowances.size === 0) return [];
  return names(configuration).flatMap(({ field, name, path }) => {
    const place = at(configuration, path);
    const allowed = allowances.get(place.file)?.[field];
    if (allowed === undefined || allowed.matches(name)) return [];
    const what = allowed.globs.length === 0 ? `no ${NOUNS[field]}s` : allowed.globs.join(', ');
    return [outOfScope(place, `${NOUNS[field]} "${name}"`, `${allowed.says} ${what}`)];
  });
}

/** The names that the scopes of a file allow, by file; a file without scopes is not there. */
export function namesInScope(configuration: Configuration): ReadonlyMap<string, Allowances> {
  return new Map(
    [...scopesByFile(configuration)].map(([file, scopes]) => {
      const says = `${scopePlaces(configuration, scopes)} ${allows(scopes)}`;
      return [file, allowance(scopes, says)] as const;
    }),
  );
}

type Allowances = { readonly [field in Field]: Allowed };

interface Allowed {
  readonly globs: readonly string[];
  readonly matches: Matcher;
  /** Where that stands: `the scope at config/scopes.yaml:4 allows`. */
  readonly says: string;
}

function allows(scopes: readonly MatchedScope[]): string {
  return scopes.length === 1 ? 'allows' : 'allow';
}

function allowance(scopes: readonly MatchedScope[], says: string): Allowances {
  const allowed = (field: Field): Allowed => {
    const globs = scopes.flatMap(({ scope }) => scope[field] ?? []);
    const first = firstMatch(globs);
    return { globs, says, matches: (name) => first(name) !== undefined };
  };
  return { users: allowed('users'), groups: allowed('groups'), permissionSets: allowed('permissionSets') };
}

function outOfScope(place: Position, what: string, hint: string): Issue {
  return mistake('CONFIG_SCOPE', place, `the scope of this file does not allow ${what}`, hint);
}

interface ScopedName extends Mention {
  readonly field: Field;
}

function names(configuration: Configuration): readonly ScopedName[] {
  const { document, grants } = configuration;
  const { users = [], groups = [], permissionSets = [] } = document;
  const named = (field: Field, name: string | undefined, path: Mention['path']): readonly ScopedName[] =>
    name === undefined ? [] : [{ field, name, path }];
  return [
    ...users.flatMap(({ userName }, index) => named('users', userName, ['users', index, 'userName'])),
    ...groups.flatMap(({ name, previously }, index) => [
      ...named('groups', name, ['groups', index, 'name']),
      ...named('groups', previously, ['groups', index, 'previously']),
    ]),
    ...permissionSets.flatMap(({ name, previously }, index) => [
      ...named('permissionSets', name, ['permissionSets', index, 'name']),
      ...named('permissionSets', previously, ['permissionSets', index, 'previously']),
    ]),
    ...grants.flatMap(({ sets }) => sets.flatMap(({ name, path }) => named('permissionSets', name, path))),
    ...principalMentions(configuration).flatMap(({ type, name, path }) =>
      named(type === 'user' ? 'users' : 'groups', name, path),
    ),
  ];
}

/** Accounts whose ids are known offline, named in a file whose scopes name only such accounts and not this one. */
export function accountsOutOfScope(configuration: Configuration): readonly Issue[] {
  const allowed = new Map(
    [...scopesByFile(configuration)].flatMap(([file, scopes]) => {
      const ids = scopes.flatMap(({ scope }) => scope.accounts ?? []).map((account) => knownId(configuration, account));
      const says = `${scopePlaces(configuration, scopes)} ${allows(scopes)}`;
      // With a selector, or a name that only Organizations knows, the plan has to decide.
      return ids.includes(undefined) ? [] : [[file, { ids: new Set(ids), says }] as const];
    }),
  );
  if (allowed.size === 0) return [];
  return configuration.grants.flatMap(({ accounts }) =>
    accounts.flatMap((term) => {
      if (term.type !== 'named') return [];
      const place = at(configuration, term.path);
      const id = knownId(configuration, term.name);
      const known = allowed.get(place.file);
      if (id === undefined || known === undefined || known.ids.has(id)) return [];
      const what = known.ids.size === 0 ? 'no accounts' : [...known.ids].join(', ');
      return [outOfScope(place, `account "${term.name}"`, `${known.says} ${what}`)];
    }),
  );
}

function knownId({ document }: Configuration, account: unknown): string | undefined {
  if (typeof account !== 'string') return undefined;
  return document.accounts?.[account] ?? (isAccountId(account) ? account : undefined);
}
