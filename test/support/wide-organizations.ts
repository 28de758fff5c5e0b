/** Random organisations of all kinds: units, tags, closed accounts, a profile, principals of a provider, and of nobody. */

import * as fc from 'fast-check';
import { canonicalJson } from '../../reconciler/core/json.ts';
import type {
  AccountState,
  AssignmentState,
  IdentityCenterState,
  SimulatorState,
} from '../../reconciler/simulator/state.types.ts';
import { organizations } from './configurations.ts';

const vended = fc.array(
  fc.record({
    ou: fc.constantFrom('Workloads', 'Workloads/Prod', 'Workloads/Dev', 'Sand/box'),
    stage: fc.constantFrom('prod', 'dev'),
    active: fc.boolean(),
    name: fc.constantFrom('plain', 'with space', '  odd', '999999999999', '*', 'twin', "it's: #1", 'ünï'),
  }),
  { maxLength: 9 },
);
/** One set for one principal, on a run of accounts: by their places in the lists. */
const spans = fc.array(fc.record({ set: fc.nat(2), from: fc.nat(9), to: fc.nat(12), who: fc.nat(6) }), {
  maxLength: 5,
});
const profiles = fc.option(
  fc.record({
    enabled: fc.boolean(),
    references: fc.constantFrom('ALLOW' as const, 'BLOCK' as const),
    seats: fc.subarray([0, 1, 2]),
    signIns: fc.subarray([0, 1, 2]),
  }),
);
type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never;
type Principal = { readonly user: string } | { readonly group: string };

/** Accounts in units, with tags, of which some are closed; and a profile, in some. */
export const wide: fc.Arbitrary<SimulatorState> = fc
  .tuple(organizations, vended, spans, profiles, fc.boolean())
  .map(([state, more, spanned, profile, provided]): SimulatorState => {
    const accounts = [...state.organization.accounts, ...more.map(accountOf)];
    const center = state.identityCenter ?? { region: 'us-east-1' };
    const { users = [], groups = [], assignments = [] } = center;
    const principals = [
      ...users.map(({ userName }) => ({ user: userName })),
      ...groups.map(({ name }) => ({ group: name })),
    ];
    const granted = [
      ...assignments,
      ...spanned.flatMap((span) => grantsOf(span, center, principals, accounts)),
      ...(provided ? orphanOf(center) : []),
    ];
    return {
      ...state,
      organization: {
        ...state.organization,
        accounts,
        organizationalUnits: [
          { name: 'Workloads', organizationalUnits: [{ name: 'Prod' }, { name: 'Dev' }] },
          { name: 'Sand/box', id: 'ou-abcd-12345678' },
        ],
        serviceAccess: ['sso.amazonaws.com', 'config.amazonaws.com'],
        delegatedAdministrators: { 'sso.amazonaws.com': '222222222222' },
      },
      identityCenter: {
        ...center,
        users: users.map((user, index) => ({
          ...user,
          ...(provided && index === 0 ? { externalId: 'provider-1' } : {}),
          ...(index === 1 ? { displayName: 'Somebody else', email: 'b@example.com', status: 'DISABLED' } : {}),
        })),
        assignments: [...new Map(granted.map((grant) => [canonicalJson(grant), grant])).values()],
      },
      ...(profile === null ? {} : codewhispererOf(profile, principals)),
    };
  });

function accountOf({ ou, stage, active, name }: Drawn<typeof vended>[number], index: number): AccountState {
  return {
    id: String(400_000_000_000 + index),
    name,
    ou: ou === 'Sand/box' ? 'ou-abcd-12345678' : ou,
    tags: { stage },
    ...(active ? {} : { state: 'SUSPENDED' as const }),
    customerManagedPolicies: [{ name: 'guard' }, { name: 'deny', path: '/rails/' }],
  };
}

function grantsOf(
  { set, from, to, who }: Drawn<typeof spans>[number],
  { permissionSets = [] }: IdentityCenterState,
  principals: readonly Principal[],
  accounts: readonly AccountState[],
): readonly AssignmentState[] {
  const [permissionSet, principal] = [permissionSets[set]?.name, principals[who]];
  if (permissionSet === undefined || principal === undefined) return [];
  return accounts.slice(from, to).map(({ id }) => ({ permissionSet, account: id, ...principal }));
}

/** A grant of nobody: its user is no longer there. */
function orphanOf({ permissionSets = [] }: IdentityCenterState): readonly AssignmentState[] {
  const nobody = { principalId: '11111111-1111-1111-1111-111111111111', principalType: 'USER' as const };
  return permissionSets.slice(0, 1).map(({ name }) => ({ permissionSet: name, account: '111111111111', ...nobody }));
}

function codewhispererOf(
  { enabled, references, seats, signIns }: NonNullable<Drawn<typeof profiles>>,
  principals: readonly Principal[],
): Pick<SimulatorState, 'codewhisperer' | 'serviceLinkedRoles'> {
  const place = { account: '111111111111', region: 'us-east-1' };
  const application = { enabled, authorized: signIns.flatMap((index) => principals[index] ?? []) };
  const profile = {
    ...place,
    name: 'Acme',
    codeReferences: references,
    features: { dashboardAnalytics: { toggle: 'ON' } },
    tags: { costCenter: '4711' },
    application,
  };
  return {
    codewhisperer: {
      profiles: [profile],
      seats: seats
        .flatMap((index) => principals[index] ?? [])
        .map((principal) => ({ ...place, subscription: 'Q_DEVELOPER_STANDALONE_PRO', ...principal })),
    },
    serviceLinkedRoles: { [place.account]: ['q.amazonaws.com', 'user-subscriptions.amazonaws.com'] },
  };
}
