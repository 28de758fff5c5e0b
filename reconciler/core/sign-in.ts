/** What a plan means for those who sign in to CodeWhisperer: who gains it, who loses it, who keeps it by another way. */

import { byCodePoint, canonicalJson } from './json.ts';
import type { Path, PeopleEffect } from './plan.types.ts';
import type { ProfileUses } from './profile-use.ts';

/** People with the same ways before and the same ways after. */
export interface SignInEffect {
  readonly effect: PeopleEffect['effect'];
  /** Sorted; never empty. */
  readonly users: readonly string[];
  readonly before: readonly Path[];
  readonly after: readonly Path[];
}

/** Who can sign in at one end only, and who keeps it although a way of theirs goes; sorted by the first user. */
export function signInEffects({ before, after }: ProfileUses): readonly SignInEffect[] {
  const shapes = new Map<string, SignInEffect & { readonly users: string[] }>();
  const users = [...new Set([...before.signIns.keys(), ...after.signIns.keys()])].sort(byCodePoint);
  for (const user of users) {
    const sides = { before: before.signIns.get(user) ?? [], after: after.signIns.get(user) ?? [] };
    const effect = effectOf(sides.before, sides.after);
    if (effect === undefined) continue;
    const shape = canonicalJson([sides.before, sides.after].map((paths) => paths.map((path) => ({ ...path }))));
    const others = shapes.get(shape);
    if (others === undefined) shapes.set(shape, { effect, users: [user], ...sides });
    else others.users.push(user);
  }
  return [...shapes.values()];
}

function effectOf(before: readonly Path[], after: readonly Path[]): SignInEffect['effect'] | undefined {
  if (before.length === 0) return 'gains';
  if (after.length === 0) return 'loses';
  return losesPath(before, after) ? 'keeps' : undefined;
}

/** Whether a way of before is none after. */
export function losesPath(before: readonly Path[], after: readonly Path[]): boolean {
  return before.some(({ group }) => !after.some((path) => path.group === group));
}
