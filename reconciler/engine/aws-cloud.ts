/** The services as the story sees them, over a session of real SDK clients. */

import { delegatedAdministrators } from '../aws/delegation.ts';
import type { AwsSession, SessionOptions } from '../aws/session.ts';
import { openSession } from '../aws/session.ts';
import { seatStatuses } from '../kinds/authorization/statuses.ts';
import { createDrivers } from '../kinds/drivers.ts';
import type { Cloud } from './cloud.ts';

export interface OpenCloud extends Cloud {
  close(): void;
}

/** Nothing is called before the first read. */
export async function openCloud(options: SessionOptions): Promise<OpenCloud> {
  const session = await openSession(options);
  return { ...cloudOf(session), close: () => session.close() };
}

function cloudOf(session: AwsSession): Cloud {
  const { clock, survey } = session;
  return {
    organization: () => survey.organization(),
    instance: async (arn) => {
      const { instanceArn, region } = await survey.instance(arn);
      return { instanceArn, region };
    },
    facts: (wanted, now) => survey.facts(wanted, now),
    identities: () => survey.identities(),
    settleUnderWay: () => survey.settled(),
    callerArn: () => survey.callerArn(),
    hasRole: (group) => session.hasRole(group),
    accountOf: (group) => session.accountOf(group),
    accounts: () => survey.accounts(),
    delegatedAdministrators: (principal) => delegatedAdministrators(session.organizations, principal),
    provisionedAccounts: async (name) => {
      const set = (await survey.permissionSets()).get(name);
      return set === undefined ? [] : survey.provisionedAccounts(set.arn);
    },
    seatStatuses: (profile) => seatStatuses(session, profile),
    readingNotes: () => session.reading.notes(),
    admissions: () => session.reading.admissions(),
    drivers: createDrivers(session),
    fresh: () => cloudOf(session.fresh()),
    now: () => clock.now(),
    sleep: (milliseconds) => clock.sleep(milliseconds),
    calls: () => session.total(),
    callsByService: () => session.byService(),
    rateOf: (service) => session.rateOf(service),
  };
}
