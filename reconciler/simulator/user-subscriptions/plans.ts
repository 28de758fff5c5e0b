/** Plans: under which name each is listed, and which of two is the higher. */

import type { Seat } from '../codewhisperer.types.ts';
import type { World } from '../world.types.ts';

/** From the lowest; the names' beginnings differ between what is sent and what is listed. */
const RANKS = ['FREE', 'STUDENT', 'PRO', 'PRO_PLUS', 'PRO_MAX', 'POWER'];

function rankOf(plan: string): number {
  return RANKS.indexOf(plan.replace(/^(?:Q_DEVELOPER_STANDALONE|KIRO_ENTERPRISE)_/u, ''));
}

/** Whether `a` is the plan that counts beside `b`: a user who is reached twice pays once, for the highest. */
export function higherPlan(a: string, b: string): boolean {
  return rankOf(a) >= rankOf(b);
}

/** Plans of a Kiro profile are sent under names of Q Developer, and listed under names of Kiro. */
export function shownPlan(world: World, seat: Seat): string {
  const profile = [...world.codewhisperer.profiles.values()].find(
    (one) => one.account === seat.account && one.region === seat.region,
  );
  if (profile !== undefined && profile.settings.profileType !== 'KIRO') return seat.subscription;
  return seat.subscription.replace(/^Q_DEVELOPER_STANDALONE_/u, 'KIRO_ENTERPRISE_');
}
