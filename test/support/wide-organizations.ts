/** Random organisations of all kinds: units, tags, closed accounts, a profile, principals of a provider, and of nobody. */

import * as fc from 'fast-check';
import { canonicalJson } from '../../reconciler/core/json.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { organizations } from './configurations.ts';

/** Accounts in units, with tags, of which some are closed; and a profile, in some. */
export const wide: fc.Arbitrary<SimulatorState> = fc
  .tuple(
    organizations,
    fc.array(
      fc.record({
        ou: fc.constantFrom('Workloads', 'Workloads/Prod', 'Workloads/Dev', 'Sand/box'),
        stage: fc.constantFrom('prod', 'dev'),
        active: fc.boolean(),
        name: fc.constantFrom('plain', 'with space', '  odd', '999999999999', '*', 'twin', "it's: #1", 'ünï'),
      }),
      { maxLength: 9 },
    ),
    fc.array(fc.record({ set: fc.nat(2), from: fc.nat(9), to: fc.nat(12), who: fc.nat(6) }), { maxLength: 5 }),
    fc.option(
      fc.record({
        enabled: fc.boolean(),
        references: fc.constantFrom('ALLOW' as const, 'BLOCK' as const),
        seats: fc.subarray([0, 1, 2]),
        signIns: fc.subarray([0, 1, 2]),
      }),
    ),
    fc.boolean(),
  )
  .map(([state, more, spans, profile, provided]): SimulatorState => {
    const accounts = more.map(({ ou, stage, active, name }, index) => ({
      id: String(400_000_000_000 + index),
      name,
      ou: ou === 'Sand/box' ? 'ou-abcd-12345678' : ou,
      tags: { stage },
      ...(active ? {} : { state: 'SUSPENDED' as const }),
      customerManagedPolicies: [{ name: 'guard' }, { name: 'deny', path: '/rails/' }],
    }));
    const all = [...state.organization.accounts, ...accounts];
    const center = state.identityCenter ?? { region: 'us-east-1' };
    const { users = [], groups = [], permissionSets = [], assignments = [] } = center;
    const principals = [
      ...users.map(({ userName }) => ({ user: userName })),
      ...groups.map(({ name }) => ({ group: name })),
    ];
    const spanned = spans.flatMap(({ set, from, to, who }) => {
      const [permissionSet, principal] = [permissionSets[set]?.name, principals[who]];
      if (permissionSet === undefined || principal === undefined) return [];
      return all.slice(from, to).map(({ id }) => ({ permissionSet, account: id, ...principal }));
    });
    const orphan = { principalId: '11111111-1111-1111-1111-111111111111', principalType: 'USER' as const };
    const orphans = permissionSets
      .slice(0, 1)
      .map(({ name }) => ({ permissionSet: name, account: '111111111111', ...orphan }));
    const granted = [...assignments, ...spanned, ...(provided ? orphans : [])];
    const seat = { account: '111111111111', region: 'us-east-1' };
    return {
      ...state,
      organization: {
        ...state.organization,
        accounts: all,
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
      ...(profile === null
        ? {}
        : {
            codewhisperer: {
              profiles: [
                {
                  ...seat,
                  name: 'Acme',
                  codeReferences: profile.references,
                  features: { dashboardAnalytics: { toggle: 'ON' } },
                  tags: { costCenter: '4711' },
                  application: {
                    enabled: profile.enabled,
                    authorized: profile.signIns.flatMap((index) => principals[index] ?? []),
                  },
                },
              ],
              seats: profile.seats.flatMap((index) => {
                const principal = principals[index];
                return principal === undefined
                  ? []
                  : [{ ...seat, subscription: 'Q_DEVELOPER_STANDALONE_PRO', ...principal }];
              }),
            },
            serviceLinkedRoles: { '111111111111': ['q.amazonaws.com', 'user-subscriptions.amazonaws.com'] },
          }),
    };
  });
