/** What the story asks of the services, whoever answers: AWS, an emulator, the simulator, or a fake in a test. */

import type { Facts, FactsWanted } from '../core/facts.ts';
import type { KindName } from '../core/key.ts';
import type { Driver } from '../core/kind.ts';

export interface Cloud {
  /** The organisation and its management account; the first call of a run. */
  organization(): Promise<{ readonly id: string; readonly managementAccount: string }>;
  /** The Identity Center instance; `arn` is the one that the file names, if it does. */
  instance(arn: string | undefined): Promise<{ readonly instanceArn: string; readonly region: string }>;
  facts(wanted: FactsWanted, now: number): Promise<Facts>;
  /** Waits, within bounds, until no operation of somebody else is under way. */
  settleUnderWay(): Promise<void>;
  /** The role the run was started with, when it is one of Identity Center's own. */
  callerArn(): Promise<string | undefined>;
  readonly drivers: ReadonlyMap<KindName, Driver>;
  /** The same services with nothing remembered, for reading back. */
  fresh(): Cloud;
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Calls made so far. */
  calls(): number;
}
