/** Another delegated administrator: the account that has the service now loses it. */

import { accountName } from './account-names.ts';
import type { Breach } from './guard-breach.ts';
import type { GuardView } from './guard-live.ts';
import type { DelegatedAdministratorSpec } from './resource.ts';

/** Every change of a delegated administrator's account. */
export function delegatedAdministratorBreaches(view: GuardView): readonly Breach[] {
  return view.changes.flatMap((change) => {
    if (change.kind !== 'delegated-administrator' || change.verb !== 'replace') return [];
    const { principal, account, others = [] } = change.before.spec as DelegatedAdministratorSpec;
    const { account: wanted } = change.after.spec as DelegatedAdministratorSpec;
    const place = change.after.at === undefined ? {} : { at: change.after.at };
    const [now, next] = [[account, ...others].map((id) => accountName(id, view)), accountName(wanted, view)];
    const breach = { code: 'GUARD_DELEGATED_ADMINISTRATOR', removals: [change.before], ...place } as const;
    // Which of several has to go is not in the file.
    if (now.length > 1)
      return {
        ...breach,
        message: `${now.length} accounts are delegated administrators of ${principal} (${now.join(', ')}), and ${next} is not among them`,
        advice: 'deregister those that are wrong by hand, or name one of them',
      };
    return {
      ...breach,
      message: `the plan takes the administration of ${principal} from account ${now.join('')} and gives it to ${next}`,
      advice: `to leave it where it is, name ${now.join('')} in organization.delegatedAdministrators`,
      lift: { guard: 'delegatedAdministrator' },
    };
  });
}
