/** Changes that are due and not in a plan: of causes that nobody chose, or removals that a guard forbids of the chosen ones. */

import type { Plan } from './plan.types.ts';

/** The code of warnings for chosen changes that are not in the plan. */
export const LEFT_OUT = 'GUARD_LEFT_OUT';

/** The code of the warning that changes of other origins are due. */
export const NOT_CHOSEN = 'PLAN_NOT_CHOSEN';

/** Whether more differs than the plan would change, which its warnings tell. */
export function leavesSomeOut({ warnings }: Pick<Plan, 'warnings'>): boolean {
  return warnings.some(({ code }) => code === LEFT_OUT || code === NOT_CHOSEN);
}
