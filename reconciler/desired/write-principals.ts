/** Users and groups in the words of an entry. */

import { byCodePoint } from '../core/json.ts';
import type { PrincipalType } from '../core/key.ts';

interface Held {
  readonly principalType: PrincipalType;
  readonly principal: string;
}

/** The fields `groups` and `users` of an entry for these, each in order, and absent where it would be empty. */
export function principalFields(held: readonly Held[]): {
  readonly groups?: readonly string[];
  readonly users?: readonly string[];
} {
  const names = (type: PrincipalType): readonly string[] =>
    held
      .filter(({ principalType }) => principalType === type)
      .map(({ principal }) => principal)
      .toSorted(byCodePoint);
  const [groups, users] = [names('group'), names('user')];
  return { ...(groups.length === 0 ? {} : { groups }), ...(users.length === 0 ? {} : { users }) };
}
