/** Which roles a run assumes. */

import type { RoleArns } from '../core/call-group.ts';
import type { Configuration } from './configuration.ts';

/** What a run is for: only `apply` writes, and only it uses the roles under `apply`. */
export type Purpose = 'plan' | 'apply';

/** The ARN of the role for each group of calls that has one. Without a profile there are no calls for `codewhisperer`. */
export function rolesFor({ document }: Configuration, purpose: Purpose): RoleArns {
  const { codewhisperer, ...others } = document.roles ?? {};
  const written = {
    ...others,
    ...(codewhisperer === undefined || document.codewhisperer === undefined ? {} : { codewhisperer }),
  };
  return Object.fromEntries(
    Object.entries(written).flatMap(([group, role]) => {
      const arn = typeof role === 'string' ? role : role[purpose];
      return arn === undefined ? [] : [[group, arn]];
    }),
  );
}
