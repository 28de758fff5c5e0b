/**
 * Why a difference is there when the file itself is the base, so that nobody's pull request caused it: the clock, the
 * organisation (an account came, moved or was tagged), or drift (DESIGN section 4, "Origin").
 */

import type { Change, Origin } from './change.ts';
import type { Desired } from './desired.ts';
import { sameJson } from './json.ts';
import type { Position } from './issue.ts';
import type { AssignmentSpec, Resource } from './resource.ts';

/** The changes with the origins that they have when the file is its own base. `resources` are the desired ones. */
export function originsWithoutFile(changes: readonly Change[], resources: readonly Resource[]): readonly Change[] {
  const created = new Set(changes.filter(({ verb }) => verb === 'create').map(({ key }) => key));
  const live = new Set<string>();
  for (const resource of resources) {
    if (created.has(resource.key)) continue;
    for (const { onAccount, ofGrant } of selections(resource)) {
      live.add(onAccount);
      live.add(ofGrant);
    }
  }
  return changes.map((change) => ({ ...change, origin: originOf(change, live) }));
}

function originOf(change: Change, live: ReadonlySet<string>): Origin {
  if (change.origin === 'clock') return 'clock';
  // What is written out too is given by more than a selector.
  const selected = change.verb === 'create' && change.after.via !== undefined ? selections(change.after) : [];
  // Something of such a selector is live on the account: somebody cut the rest, which is drift and no new account.
  if (selected.some(({ onAccount }) => live.has(onAccount))) return 'drift';
  return selected.some(({ ofGrant }) => live.has(ofGrant)) ? 'organization' : 'drift';
}

/** What tells a selector from all others: where its entry stands, and what it says. */
export function selectorAt({ file, line }: Position, selector: string): string {
  return `${file}:${line}:${selector}`;
}

interface Selection {
  readonly onAccount: string;
  readonly ofGrant: string;
}

/** Of each selector that gives it, also where it is written out too. */
function selections({ kind, via, at, alsoBy = [], spec }: Resource): readonly Selection[] {
  if (kind !== 'assignment' || at === undefined) return [];
  const { permissionSet, account, principalType, principal } = spec as AssignmentSpec;
  const selectors = via === undefined ? alsoBy : [selectorAt(at, via), ...alsoBy];
  return selectors.map((selector) => ({
    onAccount: JSON.stringify([selector, account]),
    ofGrant: JSON.stringify([selector, permissionSet, principalType, principal]),
  }));
}

/**
 * The changes with the origins that they have against a base: `file` where the base's file says otherwise of the same
 * thing, and what nobody's pull request caused where it says the same.
 */
export function originsAgainst(
  changes: readonly Change[],
  desired: Pick<Desired, 'resources' | 'standing'>,
  base: Pick<Desired, 'resources' | 'standing'>,
): readonly Change[] {
  const specs = new Map(desired.resources.map(({ key, spec }) => [key, spec]));
  const baseSpecs = new Map(base.resources.map(({ key, spec }) => [key, spec]));
  const sameStanding = (change: Change): boolean =>
    change.verb !== 'delete' || base.standing(change.before) === desired.standing(change.before);
  const caused = changes.filter(
    (change) => !sameJson(specs.get(change.key) ?? null, baseSpecs.get(change.key) ?? null) || !sameStanding(change),
  );
  const files = new Set(caused.map(({ key }) => key));
  return originsWithoutFile(changes, desired.resources).map((change) =>
    change.origin !== 'clock' && files.has(change.key) ? { ...change, origin: 'file' } : change,
  );
}
