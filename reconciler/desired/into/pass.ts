import type { Change, Update } from '../../core/change.ts';
import type { Desired } from '../../core/desired.ts';
import type { Facts } from '../../core/facts.ts';
import type { Key } from '../../core/key.ts';
import type { LiveResource } from '../../core/resource.ts';
import type { Configuration } from '../configuration.ts';
import type { AccountWriter } from '../write-accounts.ts';
import type { Verdict } from './decide.ts';
import type { Edits } from './edits.ts';

/** One pass over a folder: what is known of it, and what is done to it. */
export interface Pass {
  readonly configuration: Configuration;
  readonly desired: Desired;
  readonly facts: Facts;
  readonly live: readonly LiveResource[];
  readonly changes: readonly Change[];
  readonly verdicts: ReadonlyMap<Key, Verdict>;
  readonly accounts: AccountWriter;
  readonly edits: Edits;
  /** The one file of the configuration, when it is not a folder. */
  readonly only?: string;
  /** The text of a policy file of the folder; nothing when there is none. */
  policyText(path: string): string | undefined;
}

/** The changes with one verdict. */
export function withVerdict({ changes, verdicts }: Pass, verdict: Verdict): readonly Change[] {
  return changes.filter(({ key }) => verdicts.get(key) === verdict);
}

/** What is declared and live, but not alike, and is written over. */
export function differing(pass: Pass): readonly Update[] {
  return withVerdict(pass, 'writes') as readonly Update[];
}
