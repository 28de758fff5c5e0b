/** What a service does with its caller's permissions, beside the action that was called. */

import { mayDo } from './callers.ts';
import { Refusal } from './refusal.ts';
import type { Call } from './service.ts';

/** Refuses when the caller lacks one of the actions. */
export function requireActions(call: Call, actions: readonly string[]): void {
  const missing = actions.find((action) => !mayDo(call.caller, action));
  if (missing === undefined) return;
  throw new Refusal(
    'AccessDeniedException',
    `User: ${call.caller.arn} is not authorized to perform: ${missing} because no identity-based policy allows the ${missing} action`,
  );
}
