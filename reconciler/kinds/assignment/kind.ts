import { permissionSetKey } from '../../core/key.ts';
import type { Kind } from '../../core/kind.ts';
import type { AssignmentSpec } from '../../core/resource.ts';

/** An account assignment: a principal holds a permission set on an account, or does not. */
export const assignmentKind: Kind = {
  name: 'assignment',
  fixed: [],
  // One role at a time is updated in an account (reference, section 3), so one account is one lane.
  lane: (spec) => (spec as AssignmentSpec).account,
  // An assignment waits for its set to be provisioned (aws/turns.ts), which can take most of an hour.
  behind: (spec) => permissionSetKey((spec as AssignmentSpec).permissionSet),
  settle: (desired) => desired,
  widens: (_before, after) => after !== undefined,
  writes: () => 1,
};
