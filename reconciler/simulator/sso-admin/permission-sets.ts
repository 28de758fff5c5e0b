/** Permission sets: their names are unique and fixed, and an update is no patch. */

import { permissionSetArnOf, unusedId } from '../ids.ts';
import type { SsoAdminOperations } from '../models/sso-admin.types.ts';
import { Refusal } from '../refusal.ts';
import type { Handlers } from '../service.ts';
import { durationMistake } from '../session-duration.ts';
import { nextSequence } from '../world.ts';
import type { IdentityCenterWorld, PermissionSet } from '../world.types.ts';
import { isBeingProvisioned } from '../operations.ts';
import { centerOf, pageInOrder, setOf, setToChange } from './access.ts';
import { tagsWith } from './tags.ts';

type Operations = Pick<
  SsoAdminOperations,
  'ListPermissionSets' | 'DescribePermissionSet' | 'CreatePermissionSet' | 'UpdatePermissionSet' | 'DeletePermissionSet'
>;

const DEFAULT_DURATION = 'PT1H';

function checkedDuration(duration: string): string {
  const mistake = durationMistake(duration);
  if (mistake !== undefined) throw new Refusal('ValidationException', mistake);
  return duration;
}

function shown(set: PermissionSet) {
  return {
    Name: set.name,
    PermissionSetArn: set.arn,
    Description: set.description,
    CreatedDate: set.created,
    SessionDuration: set.sessionDuration,
    RelayState: set.relayState,
  };
}

/** Lets `change` alter the set; where that changes what accounts get, those that have it are out of date. */
export function changeContent(center: IdentityCenterWorld, set: PermissionSet, change: () => boolean): void {
  if (isBeingProvisioned(center, set.arn)) {
    throw new Refusal('ConflictException', `PermissionSet ${set.arn} is being provisioned`);
  }
  if (change()) set.version += 1;
}

/** Whoever is assigned a set, it is provisioned there. */
function assertUnused(center: IdentityCenterWorld, set: PermissionSet): void {
  const underWay = [...center.underWay].some((operation) => operation.permissionSetArn === set.arn);
  if (set.provisioned.size > 0 || underWay) {
    throw new Refusal(
      'ConflictException',
      `PermissionSet ${set.arn} is still assigned or provisioned to accounts: remove its account assignments first`,
    );
  }
}

export const permissionSetHandlers: Handlers<Operations> = {
  ListPermissionSets(input, call) {
    const center = centerOf(call, input);
    const page = pageInOrder(call, input, center.permissionSets.values());
    return { PermissionSets: page.items.map((set) => set.arn), NextToken: page.NextToken };
  },

  DescribePermissionSet(input, call) {
    return { PermissionSet: shown(setOf(call, input).set) };
  },

  CreatePermissionSet(input, call) {
    const center = centerOf(call, input);
    const sets = [...center.permissionSets.values()];
    if (sets.some((set) => set.name === input.Name)) {
      throw new Refusal('ConflictException', `PermissionSet with name ${input.Name} already exists.`);
    }
    if (sets.length >= call.limits.permissionSets) {
      throw new Refusal('ServiceQuotaExceededException', 'You have reached the number of permission sets');
    }
    const make = (generation: number) => permissionSetArnOf(center.instanceArn, input.Name, generation);
    const set: PermissionSet = {
      arn: unusedId(make, (id) => center.usedIds.has(id)),
      sequence: nextSequence(call.world),
      name: input.Name,
      created: call.now,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      sessionDuration: checkedDuration(input.SessionDuration ?? DEFAULT_DURATION),
      ...(input.RelayState === undefined ? {} : { relayState: input.RelayState }),
      managedPolicies: new Set(),
      customerManagedPolicies: new Map(),
      inlinePolicy: '',
      tags: tagsWith(call, new Map(), input.Tags ?? []),
      version: 1,
      provisioned: new Map(),
    };
    center.permissionSets.set(set.arn, set);
    center.usedIds.add(set.arn);
    return { PermissionSet: shown(set) };
  },

  UpdatePermissionSet(input, call) {
    const { center, set } = setToChange(call, input);
    const duration = checkedDuration(input.SessionDuration ?? DEFAULT_DURATION);
    changeContent(center, set, () => {
      const before = JSON.stringify(shown(set));
      set.sessionDuration = duration;
      if (input.RelayState === undefined) delete set.relayState;
      else set.relayState = input.RelayState;
      if (input.Description !== undefined) set.description = input.Description;
      return JSON.stringify(shown(set)) !== before;
    });
    return {};
  },

  DeletePermissionSet(input, call) {
    const { center, set } = setToChange(call, input);
    assertUnused(center, set);
    center.permissionSets.delete(set.arn);
    return {};
  },
};
