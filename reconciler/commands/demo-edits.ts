/** What people do meanwhile in the demo, in the console and in their IDE: edits of the simulator's state that any configuration can meet. */

import type { Draft, SimulatorState } from '../simulator/state.types.ts';

type Edit = (state: Draft<SimulatorState>) => string | undefined;

/** Each makes one edit and says what it was; nothing where the state has nothing to edit. */
export const CONSOLE_EDITS: readonly Edit[] = [longerSession, leaveGroup, grantByHand, firstUse];

function longerSession({ identityCenter }: Draft<SimulatorState>): string | undefined {
  const set = identityCenter?.permissionSets?.at(-1);
  if (set === undefined) return undefined;
  set.sessionDuration = 'PT12H';
  return `the sessions of ${set.name} may now last twelve hours`;
}

function leaveGroup({ identityCenter }: Draft<SimulatorState>): string | undefined {
  const group = identityCenter?.groups?.find(({ members }) => (members ?? []).length > 1);
  const user = group?.members?.pop();
  return group === undefined || user === undefined ? undefined : `${user} is taken out of the group ${group.name}`;
}

function grantByHand({ identityCenter, organization }: Draft<SimulatorState>): string | undefined {
  const [set] = identityCenter?.permissionSets ?? [];
  const user = identityCenter?.users?.at(-1);
  const account = organization.accounts.find(({ id }) => id !== organization.managementAccount);
  if (identityCenter === undefined || set === undefined || user === undefined || account === undefined)
    return undefined;
  identityCenter.assignments = [
    ...(identityCenter.assignments ?? []),
    { permissionSet: set.name, account: account.id, user: user.userName },
  ];
  return `${user.userName} is given ${set.name} on ${account.name}`;
}

/** From the first use on a seat is charged. */
function firstUse({ identityCenter, codewhisperer }: Draft<SimulatorState>): string | undefined {
  const groups = codewhisperer?.seats?.flatMap((seat) => ('group' in seat ? [seat.group] : [])) ?? [];
  const user = identityCenter?.groups?.find(({ name }) => groups.includes(name))?.members?.[0];
  if (codewhisperer === undefined || user === undefined) return undefined;
  codewhisperer.activeUsers = [user];
  return `${user} uses CodeWhisperer for the first time`;
}
