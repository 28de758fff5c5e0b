/**
 * The organisation that `--simulate` starts from when no state is given: just what the configuration refers to without
 * declaring it, so that any configuration can be tried without AWS (DESIGN section 3).
 */

import { isUnitId } from '../core/ids.ts';
import { byCodePoint } from '../core/json.ts';
import type { Configuration } from '../desired/configuration.ts';
import type { ReferencedSelection, References } from '../desired/references.ts';
import { references } from '../desired/references.ts';
import type { AccountState, KmsKeyState, SimulatorState, UnitState } from '../simulator/state.types.ts';

const DEFAULT_MANAGEMENT = '111111111111';
const DEFAULT_REGION = 'us-east-1';

/** Names and ids that the file does not give are made up, the same ones every time. */
export function seedState(configuration: Configuration): SimulatorState {
  const named = references(configuration);
  const managementAccount = named.managementAccount ?? DEFAULT_MANAGEMENT;
  const accounts = seedAccounts(named, managementAccount);
  return {
    version: 1,
    organization: {
      id: named.organizationId ?? 'o-exampleorg1',
      managementAccount,
      serviceAccess: ['sso.amazonaws.com'],
      organizationalUnits: unitTree(named.selections),
      accounts,
    },
    identityCenter: {
      region: named.region ?? DEFAULT_REGION,
      ...(named.instanceArn === undefined ? {} : { instanceArn: named.instanceArn }),
      users: named.users.map((userName) => ({
        userName,
        givenName: userName,
        familyName: 'Example',
        displayName: `${userName} Example`,
      })),
      groups: named.groups.map((name) => ({ name })),
    },
    ...aroundProfile(configuration, named, accounts),
  };
}

/** What the profile refers to in its account: keys and buckets. */
function aroundProfile(
  { document }: Configuration,
  named: References,
  accounts: readonly AccountState[],
): Pick<SimulatorState, 'kmsKeys' | 'buckets'> {
  const { account: name = '', region = DEFAULT_REGION } = document.codewhisperer ?? {};
  const account = document.accounts?.[name] ?? accounts.find((one) => [one.id, one.name].includes(name))?.id;
  if (account === undefined) return {};
  return {
    ...(named.kmsKeys.length === 0 ? {} : { kmsKeys: named.kmsKeys.map((key) => seedKey(key, { account, region })) }),
    ...(named.buckets.length === 0
      ? {}
      : { buckets: named.buckets.map((bucket) => ({ name: bucket, account, region })) }),
  };
}

/** A key by its ARN or alias; what an alias does not say is the profile's. */
function seedKey(written: string, profile: { readonly account: string; readonly region: string }): KmsKeyState {
  const [, , , region = profile.region, account = profile.account, name = written] = written.split(':');
  const place = written.startsWith('arn:') ? { account, region } : profile;
  return name.startsWith('key/') ? { ...place, id: name.slice('key/'.length) } : { ...place, aliases: [name] };
}

function seedAccounts(named: References, management: string): readonly AccountState[] {
  const policies =
    named.customerManagedPolicies.length > 0 ? { customerManagedPolicies: named.customerManagedPolicies } : {};
  const ids = idMaker([...named.accounts.flatMap(({ id }) => id ?? []), management]);
  const known = named.accounts.map(({ id = ids(), name = `account-${id}` }) => ({ id, name }));
  const withManagement = known.some(({ id }) => id === management)
    ? known
    : [{ id: management, name: 'management' }, ...known];
  // A selector must select something to be tried; `all` is content with any member account.
  const hasMembers = withManagement.length > 1;
  const missing = named.selections.filter(
    ({ unit, tags }) => !hasMembers || unit !== undefined || Object.keys(tags).length > 0,
  );
  const selected = missing.map((selection, index) => ({
    id: ids(),
    name: `selected-${index + 1}`,
    ...(selection.unit === undefined ? {} : { ou: selection.unit.join('/') }),
    ...(Object.keys(selection.tags).length === 0 ? {} : { tags: selection.tags }),
  }));
  return [...withManagement, ...selected].map((account) => ({ ...account, ...policies }));
}

/** Account ids that are not taken: 900000000001 and on. */
function idMaker(taken: readonly string[]): () => string {
  const used = new Set(taken);
  let last = 900_000_000_000;
  return () => {
    do last += 1;
    while (used.has(String(last)));
    return String(last);
  };
}

interface Branch {
  readonly below: Map<string, Branch>;
}

/** The units on the way to each selection; one that goes by its id keeps it. */
function unitTree(selections: readonly ReferencedSelection[]): readonly UnitState[] {
  const root: Branch = { below: new Map() };
  for (const { unit = [] } of selections) {
    let branch = root;
    for (const name of unit) {
      const next = branch.below.get(name) ?? { below: new Map() };
      branch.below.set(name, next);
      branch = next;
    }
  }
  return unitsBelow(root);
}

function unitsBelow({ below }: Branch): readonly UnitState[] {
  return [...below]
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([name, branch]) => ({
      name,
      ...(isUnitId(name) ? { id: name } : {}),
      ...(branch.below.size === 0 ? {} : { organizationalUnits: unitsBelow(branch) }),
    }));
}
