/** Random grants with all that makes them hard to read: strangers, principals that are gone, accounts that are left alone. */

import * as fc from 'fast-check';
import type { AssignmentState, SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { ACCOUNTS } from './configurations.ts';

/** Left alone: `ignore.accounts` has the one, the other is suspended. */
export const SANDBOX = { id: '666666666666', name: 'sandbox-1' } as const;
export const CLOSED = { id: '555555555555', name: 'closed', state: 'SUSPENDED' } as const;
const EVERY_ACCOUNT = [...ACCOUNTS, SANDBOX, CLOSED];

/** Of nobody: it was deleted, and its grants stayed. */
export const GHOST = '0a0a0a0a0a-11111111-2222-3333-4444-555555555555';
/** In the directory, and in no configuration. */
const STRANGER = { userName: 'eve', givenName: 'Eve', familyName: 'Ives', displayName: 'Eve Ives' } as const;
const STRANGERS = { name: 'strangers', members: ['eve'] } as const;

type Principal =
  | { readonly user: string }
  | { readonly group: string }
  | { readonly principalId: string; readonly principalType: 'USER' | 'GROUP' };

/** The state with strangers in it, and with random grants in the place of its own; also pairs that nobody holds. */
export function withGrants(state: SimulatorState): fc.Arbitrary<SimulatorState> {
  const center = state.identityCenter ?? { region: 'us-east-1' };
  const users = [...(center.users ?? []), STRANGER];
  const groups = [...(center.groups ?? []), STRANGERS];
  const principals: readonly Principal[] = [
    ...users.map(({ userName }) => ({ user: userName })),
    ...groups.map(({ name }) => ({ group: name })),
    { principalId: GHOST, principalType: 'USER' },
  ];
  const sets = center.permissionSets ?? [];
  const grants = sets.flatMap(({ name }) =>
    EVERY_ACCOUNT.flatMap(({ id }) =>
      principals.map((one): AssignmentState => ({ permissionSet: name, account: id, ...one })),
    ),
  );
  const pairs = sets.flatMap(({ name }) => EVERY_ACCOUNT.map(({ id }) => [name, id] as const));
  return fc.record({ drawn: few(grants, 14), empty: few(pairs, 3) }).map(({ drawn, empty }) => {
    const held = new Set(drawn.map(({ permissionSet, account }) => `${permissionSet} ${account}`));
    const without = empty.filter(([set, account]) => !held.has(`${set} ${account}`));
    const permissionSets = sets.map((set) => ({
      ...set,
      provisionedWithoutAssignee: without.filter(([name]) => name === set.name).map(([, account]) => account),
    }));
    const { organization } = state;
    return {
      ...state,
      organization: {
        ...organization,
        accounts: [...organization.accounts, { ...SANDBOX }, { ...CLOSED }],
      },
      identityCenter: { ...center, users, groups, permissionSets, assignments: drawn },
    };
  });
}

function few<T>(things: readonly T[], most: number): fc.Arbitrary<readonly T[]> {
  return fc.subarray([...things], { maxLength: Math.min(most, things.length) });
}
