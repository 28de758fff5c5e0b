/** The run does not saw off the branch that it sits on. */

import { accountName } from './account-names.ts';
import type { Caller } from './caller.ts';
import type { Breach } from './guard-breach.ts';
import type { GuardView } from './guard-live.ts';
import { removalsBehind } from './guard-live.ts';
import { permissionSetKey } from './key.ts';
import type { AssignmentSpec, LiveResource, Resource } from './resource.ts';

/**
 * What the plan does to the access it runs with, when that is a permission set: the set is deleted, it loses its last
 * assignee on that account (the role goes with it), or the person who runs it loses it there. Nothing overrides it.
 */
export function ownAccessBreaches(view: GuardView): readonly Breach[] {
  const { caller } = view;
  if (caller === undefined) return [];
  const name = `${caller.permissionSet} on ${accountName(caller.account, view)}`;
  return [...setGoes(caller, view), ...lastAssigneeGoes(caller, name, view), ...personLoses(caller, name, view)];
}

function breach(message: string, removals: readonly LiveResource[]): Breach {
  return {
    code: 'GUARD_OWN_ACCESS',
    message,
    removals,
    advice: 'run it as somebody who keeps their access, or with a role that is not of Identity Center',
  };
}

function setGoes({ permissionSet }: Caller, view: GuardView): readonly Breach[] {
  const key = permissionSetKey(permissionSet);
  const removed = view.removed.filter((resource) => resource.key === key);
  if (removed.length === 0) return [];
  return [breach(`this run uses permission set ${permissionSet}, which the plan deletes`, removed)];
}

function lastAssigneeGoes(caller: Caller, name: string, view: GuardView): readonly Breach[] {
  const isThere = ({ kind, spec }: Pick<Resource, 'kind' | 'spec'>): boolean =>
    kind === 'assignment' &&
    (spec as AssignmentSpec).permissionSet === caller.permissionSet &&
    (spec as AssignmentSpec).account === caller.account;
  const live = view.live.filter(isThere);
  const given = view.changes.some((change) => change.verb === 'create' && isThere(change.after));
  if (live.length === 0 || given || !live.every(({ key }) => view.gone.has(key))) return [];
  const message = `this run uses ${name}, which loses its last assignee there, and with it the role`;
  return [breach(message, live)];
}

function personLoses({ permissionSet, account, user }: Caller, name: string, view: GuardView): readonly Breach[] {
  if (user === undefined) return [];
  const lost = view.people.some(
    ({ effect, users, accounts, ...lose }) =>
      effect === 'loses' && lose.permissionSet === permissionSet && users.includes(user) && accounts.includes(account),
  );
  if (!lost) return [];
  return [breach(`this run is ${user}'s, who loses ${name}`, removalsBehind(permissionSet, account, view))];
}
