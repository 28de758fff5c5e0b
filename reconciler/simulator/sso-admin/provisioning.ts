/** Which version of a permission set the accounts have, and bringing them up to date. */

import type { SsoAdminOperations } from '../models/sso-admin.types.ts';
import { startOperation } from '../operations.ts';
import { Refusal } from '../refusal.ts';
import type { Handlers } from '../service.ts';
import type { PermissionSet } from '../world.types.ts';
import { accountToChange, centerOf, knownAccount, pageInOrder, pageOfTexts, setOf, setToChange } from './access.ts';
import { provisioningStatus } from './status.ts';

type Operations = Pick<
  SsoAdminOperations,
  'ListAccountsForProvisionedPermissionSet' | 'ListPermissionSetsProvisionedToAccount' | 'ProvisionPermissionSet'
>;

type Wanted = SsoAdminOperations['ListAccountsForProvisionedPermissionSet']['input']['ProvisioningStatus'];

function isProvisioned(set: PermissionSet, account: string, wanted: Wanted): boolean {
  const version = set.provisioned.get(account);
  if (version === undefined || wanted === undefined) return version !== undefined;
  return (version === set.version) === (wanted === 'LATEST_PERMISSION_SET_PROVISIONED');
}

export const provisioningHandlers: Handlers<Operations> = {
  ListAccountsForProvisionedPermissionSet(input, call) {
    const { set } = setOf(call, input);
    const accounts = [...set.provisioned.keys()].filter((id) => isProvisioned(set, id, input.ProvisioningStatus));
    const page = pageOfTexts(call, input, accounts);
    return { AccountIds: page.items, NextToken: page.NextToken };
  },

  ListPermissionSetsProvisionedToAccount(input, call) {
    const account = knownAccount(call, input.AccountId);
    const sets = [...centerOf(call, input).permissionSets.values()];
    const there = sets.filter((set) => isProvisioned(set, account, input.ProvisioningStatus));
    const page = pageInOrder(call, input, there);
    return { PermissionSets: page.items.map((set) => set.arn), NextToken: page.NextToken };
  },

  ProvisionPermissionSet(input, call) {
    const { center, set } = setToChange(call, input);
    const toAll = input.TargetType === 'ALL_PROVISIONED_ACCOUNTS';
    if (toAll !== (input.TargetId === undefined)) {
      throw new Refusal('ValidationException', 'TargetId is required with AWS_ACCOUNT, and with that alone');
    }
    if (toAll && set.provisioned.size > call.limits.allProvisionedAccounts) {
      const most = call.limits.allProvisionedAccounts;
      throw new Refusal('ValidationException', `ALL_PROVISIONED_ACCOUNTS reaches at most ${most} accounts`);
    }
    const operation = startOperation(call, center, {
      kind: 'ProvisionPermissionSet',
      permissionSetArn: set.arn,
      ...(input.TargetId === undefined ? {} : { account: accountToChange(call, input.TargetId) }),
    });
    return { PermissionSetProvisioningStatus: provisioningStatus(operation) };
  },
};
