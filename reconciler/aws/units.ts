/** Organisational units: only those on the way to what selectors name are read (reference, pitfall 41). */

import type { OrganizationalUnit } from '../core/facts.ts';
import { isUnitId } from '../core/ids.ts';
import { IssueError } from '../core/issue.ts';
import { getOrInsert, once } from '../core/once.ts';
import type { Api } from './api.ts';
import type { OrganizationsSdk } from './clients.ts';
import { isFailure } from './errors.ts';
import type { ListedAccount } from './organization.ts';

/** Where an account is: its id → the ids of the OUs that hold it, from the root down. */
export type Placement = ReadonlyMap<string, readonly string[]>;

export interface Units {
  readonly units: readonly OrganizationalUnit[];
  readonly placement: Placement;
}

/** Paths of names or single ids, or every unit there is. */
export type UnitPaths = readonly (readonly string[])[] | 'every';

interface Tree {
  root(): Promise<string>;
  unit(id: string): Promise<OrganizationalUnit | undefined>;
  children(parent: string): Promise<readonly OrganizationalUnit[]>;
  accountsIn(parent: string): Promise<readonly string[]>;
}

/** The units that the paths name, those on the way to them, and where the accounts are. */
export async function readUnits(
  api: Api<OrganizationsSdk>,
  paths: UnitPaths,
  accounts: readonly ListedAccount[],
): Promise<Units> {
  const tree = createTree(api);
  const found = new Map<string, OrganizationalUnit>();
  const named: OrganizationalUnit[] = [];
  if (paths === 'every') {
    named.push(...(await tree.children(await tree.root())));
    for (const unit of await below(tree, named)) found.set(unit.id, unit);
  }
  for (const path of paths === 'every' ? [] : paths) {
    const steps = await walk(tree, path);
    for (const unit of steps.flat()) found.set(unit.id, unit);
    named.push(...(steps.at(-1) ?? []));
  }
  const placed = accounts.every(({ segments }) => segments !== undefined);
  const placement = placed ? placementOf(accounts) : await searchAccounts(tree, named, found);
  return { units: [...found.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)), placement };
}

/** The units and all that are below them. */
async function below(tree: Tree, units: readonly OrganizationalUnit[]): Promise<readonly OrganizationalUnit[]> {
  const deeper: OrganizationalUnit[] = [];
  for (const { id } of units) deeper.push(...(await below(tree, await tree.children(id))));
  return [...units, ...deeper];
}

/** For each step of the path, the units that it can mean. */
async function walk(tree: Tree, path: readonly string[]): Promise<readonly (readonly OrganizationalUnit[])[]> {
  const [only] = path;
  if (path.length === 1 && only !== undefined && isUnitId(only)) {
    const unit = await tree.unit(only);
    return [unit === undefined ? [] : [unit]];
  }
  const steps: (readonly OrganizationalUnit[])[] = [];
  let parents = [await tree.root()];
  for (const name of path) {
    const children = await Promise.all(parents.map((parent) => tree.children(parent)));
    const matching = children.flat().filter((unit) => unit.name === name);
    steps.push(matching);
    parents = matching.map(({ id }) => id);
  }
  return steps;
}

/** `o-…/r-…/ou-…/ou-…/`: what is neither organisation, root nor the account itself is a unit. */
function placementOf(accounts: readonly ListedAccount[]): Placement {
  return new Map(accounts.map(({ id, segments = [] }) => [id, segments.slice(2).filter((segment) => segment !== id)]));
}

/** Where the service gives no paths: every unit below those that are named is asked for its accounts. */
async function searchAccounts(
  tree: Tree,
  named: readonly OrganizationalUnit[],
  found: ReadonlyMap<string, OrganizationalUnit>,
): Promise<Placement> {
  const placement = new Map<string, readonly string[]>();
  async function descend(unit: OrganizationalUnit, above: readonly string[]): Promise<void> {
    const path = [...above, unit.id];
    for (const account of await tree.accountsIn(unit.id)) placement.set(account, path);
    for (const child of await tree.children(unit.id)) await descend(child, path);
  }
  for (const unit of named) await descend(unit, await chainAbove(tree, unit, found));
  return placement;
}

async function chainAbove(
  tree: Tree,
  unit: OrganizationalUnit,
  found: ReadonlyMap<string, OrganizationalUnit>,
): Promise<readonly string[]> {
  if (unit.parent === undefined) return [];
  const parent = found.get(unit.parent) ?? (await tree.unit(unit.parent));
  return parent === undefined ? [unit.parent] : [...(await chainAbove(tree, parent, found)), parent.id];
}

function createTree(api: Api<OrganizationsSdk>): Tree {
  const root = once(async () => {
    const roots = await api.list('ListRoots', {}, (page) => page.Roots);
    const id = roots[0]?.Id;
    if (id === undefined)
      throw new IssueError({
        code: 'AWS_ANSWER',
        severity: 'error',
        message: 'the organisation was listed without a root',
      });
    return id;
  });
  const childrenOf = new Map<string, Promise<readonly OrganizationalUnit[]>>();

  async function children(parent: string): Promise<readonly OrganizationalUnit[]> {
    const rootId = await root();
    const input = { ParentId: parent };
    const units = await api.list('ListOrganizationalUnitsForParent', input, (page) => page.OrganizationalUnits);
    return units.flatMap(({ Id: id, Name: name }) =>
      id === undefined ? [] : [{ id, name: name ?? id, ...(parent === rootId ? {} : { parent }) }],
    );
  }

  return {
    root,
    children: (parent) => getOrInsert(childrenOf, parent, () => children(parent)),
    unit: (id) => describeUnit(api, id),
    accountsIn: async (parent) => {
      const accounts = await api.list('ListAccountsForParent', { ParentId: parent }, (page) => page.Accounts);
      return accounts.flatMap(({ Id: id }) => id ?? []);
    },
  };
}

/** One unit by its id with its parent, or `undefined` when there is none. */
async function describeUnit(api: Api<OrganizationsSdk>, id: string): Promise<OrganizationalUnit | undefined> {
  try {
    const described = await api.call('DescribeOrganizationalUnit', { OrganizationalUnitId: id }, { about: `OU ${id}` });
    const name = described.OrganizationalUnit?.Name ?? id;
    const [parent] = await api.list('ListParents', { ChildId: id }, (page) => page.Parents);
    return parent?.Type === 'ORGANIZATIONAL_UNIT' && parent.Id !== undefined
      ? { id, name, parent: parent.Id }
      : { id, name };
  } catch (error) {
    if (isFailure(error, 'notFound')) return undefined;
    throw error;
  }
}
