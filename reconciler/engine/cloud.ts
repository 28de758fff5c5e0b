/** What the story asks of the services, whoever answers: AWS, an emulator, the simulator, or a fake in a test. */

import type { CallGroup } from '../core/call-group.ts';
import type { Account, Facts, FactsWanted } from '../core/facts.ts';
import type { Calls, Rate } from '../core/forecast.ts';
import type { Issue } from '../core/issue.ts';
import type { KindName } from '../core/key.ts';
import type { Driver } from '../core/kind.ts';
import type { SeatStatuses } from '../core/seats.ts';

export interface Cloud {
  /** The organisation and its management account; the first call of a run. */
  organization(): Promise<{ readonly id: string; readonly managementAccount: string }>;
  /** The Identity Center instance; `arn` is the one that the file names, if it does. */
  instance(arn: string | undefined): Promise<{ readonly instanceArn: string; readonly region: string }>;
  facts(wanted: FactsWanted, now: number): Promise<Facts>;
  /** The users and groups that this run knows by now: every one, or whom its reads met where only named ones were wanted. */
  identities(): Promise<Pick<Facts, 'users' | 'groups'>>;
  /** Waits, within bounds, until no operation of somebody else is under way. */
  settleUnderWay(): Promise<void>;
  /** The role the run was started with, when it is one of Identity Center's own. */
  callerArn(): Promise<string | undefined>;
  /** Whether a role is assumed for a group of calls. */
  hasRole(group: CallGroup): boolean;
  /** The account, 12 digits, that the credentials of a group of calls belong to, as far as the service says. */
  accountOf(group: CallGroup): Promise<string | undefined>;
  /** Every account of the organisation, without paths and tags. */
  accounts(): Promise<readonly Account[]>;
  /** The accounts that are registered as delegated administrators of a service, such as `sso.amazonaws.com`. */
  delegatedAdministrators(servicePrincipal: string): Promise<readonly string[]>;
  /** The accounts where a permission set is provisioned; none for one that is not live. */
  provisionedAccounts(permissionSet: string): Promise<readonly string[]>;
  /** What is listed of everybody's seat in the Region of a profile; nothing where there is no such profile. */
  seatStatuses(profile: { readonly account: string; readonly region: string }): Promise<SeatStatuses>;
  /** What was decided about reading since this was last asked, for people. */
  readingNotes(): readonly string[];
  /** What the reads so far may not have seen, as warnings. */
  admissions(): readonly Issue[];
  readonly drivers: ReadonlyMap<KindName, Driver>;
  /** The same services with nothing remembered, for reading back. */
  fresh(): Cloud;
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Calls made so far. */
  calls(): number;
  /** The same by service. */
  callsByService(): Calls;
  /** How fast this run calls a service while nobody throttles it. */
  rateOf(service: string): Rate;
}
