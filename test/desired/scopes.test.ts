/** Scopes against tables that say, glob by glob and selector by selector, what each allows. */

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { expand } from '../../reconciler/desired/expand.ts';
import { FACTS, validate } from './support.ts';

const FILES = ['teams/pay/a.yaml', 'teams/pay/deep/b.yaml', 'teams/ops/a.yaml'] as const;
type File = (typeof FILES)[number];

/** Globs of files, and the files that they match. */
const FILE_GLOBS: { readonly [glob: string]: readonly File[] } = {
  'teams/**': FILES,
  'teams/*': [],
  'teams/pay/*': ['teams/pay/a.yaml'],
  'teams/*/a.yaml': ['teams/pay/a.yaml', 'teams/ops/a.yaml'],
  '**/b.yaml': ['teams/pay/deep/b.yaml'],
  'teams/???/**': FILES,
};
/** Globs of names, and the names that they match; the same names for sets, groups and users. */
const NAMES = ['Pay', 'Pay-Read', 'pay'] as const;
const NAME_GLOBS: { readonly [glob: string]: readonly string[] } = {
  '*': NAMES,
  'Pay*': ['Pay', 'Pay-Read'],
  Pay: ['Pay'],
  '?ay': ['Pay', 'pay'],
  'pay-*': [],
};
/** Terms for accounts, and the digit of the accounts of `FACTS` that they mean; 5 is closed, 1 has to be named. */
const TERMS = [
  { term: '2'.repeat(12), means: '2' },
  { term: 'three', means: '3' },
  { term: 'Staging', means: '4' },
  { term: { all: true }, means: '2346' },
  { term: { ou: 'Workloads' }, means: '4' },
  { term: { ou: 'Workloads', recursive: true }, means: '346' },
  { term: { tag: { team: 'pay' } }, means: '34' },
  { term: { ou: 'Workloads/Prod', tag: { stage: 'prod' } }, means: '3' },
] as const;

const term = fc.constantFrom(...TERMS);
const globs = fc.subarray(Object.keys(NAME_GLOBS), { maxLength: 2 });
const scope = fc.record({
  files: fc.constantFrom(...Object.keys(FILE_GLOBS)),
  accounts: fc.array(term, { maxLength: 2 }),
  permissionSets: globs,
  groups: globs,
  users: globs,
});
const grant = fc.record({
  file: fc.constantFrom(...FILES),
  permissionSet: fc.constantFrom(...NAMES),
  group: fc.constantFrom(...NAMES),
  user: fc.constantFrom(...NAMES),
  accounts: fc.array(term, { minLength: 1, maxLength: 2 }),
});

type Scope = typeof scope extends fc.Arbitrary<infer T> ? T : never;
type Grant = typeof grant extends fc.Arbitrary<infer T> ? T : never;

/** Whether the contract refuses this grant, read aloud: several scopes add up, and a file without any may name all. */
function isRefused({ file, permissionSet, group, user, accounts }: Grant, scopes: readonly Scope[]): boolean {
  const matching = scopes.filter(({ files }) => FILE_GLOBS[files]?.includes(file) === true);
  const allows = (field: 'permissionSets' | 'groups' | 'users', name: string): boolean =>
    matching.some((one) => one[field].some((glob) => NAME_GLOBS[glob]?.includes(name) === true));
  const reached = [...new Set(accounts.flatMap(({ means }) => means.split('')))];
  const within = matching.flatMap((one) => one.accounts.map(({ means }) => means)).join('');
  return (
    matching.length > 0 &&
    !(
      allows('permissionSets', permissionSet) &&
      allows('groups', group) &&
      allows('users', user) &&
      reached.every((digit) => within.includes(digit))
    )
  );
}

function folderOf(all: Grant, scopes: readonly Scope[]): { readonly [file: string]: string } {
  const { file, permissionSet, group, user, accounts } = all;
  const root = {
    version: 1,
    accounts: { three: '3'.repeat(12) },
    identityCenter: { identitySource: 'identity-center' },
    permissionSets: [{ name: 'Pay' }, { name: 'Pay-Read' }],
    scopes: scopes.map((one) => ({ ...one, accounts: one.accounts.map((each) => each.term) })),
  };
  // "pay" differs from "Pay" by its case alone, so it can stand beside it only where neither is declared.
  const sets = permissionSet === 'pay' ? { ...root, permissionSets: [{ name: 'pay' }] } : root;
  const assignment = { permissionSet, groups: [group], users: [user], accounts: accounts.map((each) => each.term) };
  return { 'root.yaml': stringify(sets), [file]: stringify({ assignments: [assignment] }) };
}

test('a grant is refused just where no scope of its file allows what it names', async () => {
  const users = NAMES.map((name) => ({ name, external: false, enabled: true }));
  const groups = NAMES.map((name) => ({ name, external: false }));
  const seen = { refused: 0, allowed: 0 };
  await fc.assert(
    fc.asyncProperty(grant, fc.array(scope, { maxLength: 3 }), async (one, scopes) => {
      const validated = await validate(folderOf(one, scopes));
      const result = validated.ok ? expand(validated.value, { ...FACTS, users, groups }) : validated;
      const codes = result.ok
        ? []
        : result.issues.filter(({ severity }) => severity === 'error').map(({ code }) => code);
      expect([...new Set(codes)]).toEqual(isRefused(one, scopes) ? ['CONFIG_SCOPE'] : []);
      seen[codes.length > 0 ? 'refused' : 'allowed'] += 1;
    }),
    { numRuns: 300 },
  );
  expect(Math.min(seen.refused, seen.allowed)).toBeGreaterThan(30);
});
