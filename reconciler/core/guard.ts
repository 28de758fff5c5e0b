/**
 * The guards of DESIGN section 2, all asked before the first write: what one plan must not do, however right the file
 * looks. Learnt from files that were empty or skewed while the tools that obeyed them were not (kubernetes/org#4365,
 * awslabs/ssosync#159).
 */

import { administratorBreaches, administratorWarnings } from './guard-administrators.ts';
import { asIssue } from './guard-breach.ts';
import { codewhispererBreaches, codewhispererWarnings } from './guard-codewhisperer.ts';
import { delegatedAdministratorBreaches } from './guard-delegated-administrator.ts';
import { expiryBreaches } from './guard-expiry.ts';
import { viewOf } from './guard-live.ts';
import { lifted, overrideWarnings } from './guard-overrides.ts';
import { ownAccessBreaches } from './guard-own-access.ts';
import { leftBehindBreaches, protectedBreaches } from './guard-protected.ts';
import { emptiedBreaches, emptyFileBreaches, removalBreaches } from './guard-removals.ts';
import type { GuardInput, Guarded } from './guard.types.ts';

/** Every guard that the changes breach and no override lifts: all at once, in the order in which DESIGN has them. */
export function guard(input: GuardInput): Guarded {
  const view = viewOf(input);
  const found = [
    ...removalBreaches(view),
    ...emptiedBreaches(view),
    ...administratorBreaches(view),
    ...ownAccessBreaches(view),
    ...protectedBreaches(view),
    ...leftBehindBreaches(view),
    ...emptyFileBreaches(view),
    ...delegatedAdministratorBreaches(view),
    ...codewhispererBreaches(view),
    ...expiryBreaches(view),
  ];
  const { overrides } = input.desired;
  const breaches = found.filter((breach) => !lifted(breach, overrides, input.now));
  return {
    breaches: breaches.map((breach) => asIssue(breach, input.now, input.desired.removed)),
    warnings: [
      ...administratorWarnings(view),
      ...codewhispererWarnings(view),
      ...overrideWarnings(found, overrides, input.now),
    ],
    forbidden: new Set(breaches.flatMap(({ removals }) => removals.map(({ key }) => key))),
  };
}
