/** Organisational units as a configuration names them: by a path of names below the root, or by id. */

import type { Organization, OrganizationalUnit } from '../core/facts.ts';
import { isUnitId } from '../core/ids.ts';
import { candidatesHint, didYouMean } from './names.ts';

export type ResolvedUnit =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly mistake: string; readonly hint?: string };

/** The names of an OU path from below the root; an id is one step, though a name may stand where one has a `/`. */
export function unitPath(text: string): readonly string[] {
  return isUnitId(text) ? [text] : text.split('/');
}

/** The unit that a path or an id names. Two units of one name on the way make it ambiguous. */
export function resolveUnit(text: string, { units }: Organization): ResolvedUnit {
  const byId = units.find(({ id }) => id === text);
  if (byId !== undefined) return { ok: true, id: byId.id };
  let found: readonly OrganizationalUnit[] = [];
  for (const [depth, name] of unitPath(text).entries()) {
    const parents = new Set(found.map(({ id }) => id));
    const here = units.filter(({ parent }) => (parent === undefined ? depth === 0 : parents.has(parent)));
    found = here.filter((unit) => unit.name === name);
    if (found.length === 0) return unknownUnit(text, name, here, units);
  }
  const [unit, ...others] = found;
  if (unit !== undefined && others.length === 0) return { ok: true, id: unit.id };
  const ids = found.map(({ id }) => id).join(', ');
  return {
    ok: false,
    mistake: `${found.length} organisational units are called "${text}"`,
    hint: `name one by its id: ${ids}`,
  };
}

function unknownUnit(
  text: string,
  name: string,
  here: readonly OrganizationalUnit[],
  units: readonly OrganizationalUnit[],
): ResolvedUnit {
  const names = here.map((unit) => unit.name);
  const siblings = candidatesHint(name, names);
  if (text !== name) {
    const mistake = `no organisational unit "${text}": there is no "${name}"`;
    return siblings === undefined ? { ok: false, mistake } : { ok: false, mistake, hint: siblings };
  }
  const mistake = `no organisational unit "${text}"`;
  const near = belowHint(name, units) ?? didYouMean(name, names);
  if (near !== undefined) return { ok: false, mistake, hint: near };
  if (siblings === undefined || isUnitId(name)) return { ok: false, mistake };
  return { ok: false, mistake, hint: `${siblings}; one below another goes by its path, as in "PARENT/${name}"` };
}

/** Where a unit of that name lies below another. Only units on the way to what selectors name are known. */
function belowHint(name: string, units: readonly OrganizationalUnit[]): string | undefined {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const paths = units.filter((unit) => unit.name === name).map((unit) => pathOfUnit(unit, byId));
  if (paths.length === 0) return undefined;
  return `did you mean ${[...new Set(paths)].map((path) => `"${path}"`).join(' or ')}?`;
}

/** The names from below the root to a unit. */
export function pathOfUnit(unit: OrganizationalUnit, byId: ReadonlyMap<string, OrganizationalUnit>): string {
  const names: string[] = [];
  for (let here: OrganizationalUnit | undefined = unit; here !== undefined; here = byId.get(here.parent ?? '')) {
    names.unshift(here.name);
  }
  return names.join('/');
}
