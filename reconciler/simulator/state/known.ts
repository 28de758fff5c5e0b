/** The names of a state, and the commonest mistakes with names. */

import type { IdentityCenterState, OrganizationState } from '../state.types.ts';

/** Every name that the rest of a state may refer to. */
export interface Known {
  readonly accounts: ReadonlySet<string>;
  readonly users: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly sets: ReadonlySet<string>;
}

export function knownIn(organization: OrganizationState, center: IdentityCenterState | undefined): Known {
  const { users = [], groups = [], permissionSets = [] } = center ?? {};
  return {
    accounts: new Set(organization.accounts.map((account) => account.id)),
    users: new Set(users.map((user) => user.userName)),
    groups: new Set(groups.map((group) => group.name)),
    sets: new Set(permissionSets.map((set) => set.name)),
  };
}

/** The values that are there more than once. */
export function twice(what: string, values: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const again = values.filter((value) => seen.has(value) || (seen.add(value) && false));
  return [...new Set(again)].map((value) => `${what} ${JSON.stringify(value)} is there twice`);
}

export function unknown(what: string, values: readonly string[], known: ReadonlySet<string>): readonly string[] {
  const missing = values.filter((value) => !known.has(value));
  return [...new Set(missing)].map((value) => `${what} ${JSON.stringify(value)} does not exist`);
}

/** Instants that are in no calendar: the schema looks at their digits alone. */
export function noInstants(texts: readonly (string | undefined)[]): readonly string[] {
  return defined(texts)
    .filter((text) => Number.isNaN(Date.parse(text)))
    .map((text) => `${text} is no instant`);
}

export function defined<Value>(values: readonly (Value | undefined)[]): readonly Value[] {
  return values.filter((value) => value !== undefined);
}

/** Who holds something, as loosely as the schema lets it be. */
export interface Holder {
  readonly user?: string;
  readonly group?: string;
  readonly principalId?: string;
}

export function holderMistakes({ user, group, principalId }: Holder, known: Known): readonly string[] {
  const holders = defined([user, group, principalId]);
  return [
    ...(holders.length === 1 ? [] : ['exactly one of user, group and principalId must be there']),
    ...unknown('user', defined([user]), known.users),
    ...unknown('group', defined([group]), known.groups),
  ];
}
