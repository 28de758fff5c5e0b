/** `guards` and `overrides` of the file, with their defaults, for the core's guards. */

import type { AdministratorsGuard, GuardedKind, Guards, Limit, Override } from '../core/desired.ts';
import { durationSeconds } from '../core/duration.ts';
import type { Issue } from '../core/issue.ts';
import { PRESETS } from '../core/presets.ts';
import type { Accounts } from './accounts.ts';
import type { Configuration } from './configuration.ts';
import { at } from './configuration.ts';
import type { Limit as WrittenLimit } from './document.types.ts';
import { endOf } from './instant.ts';

const DEFAULT_REMOVALS: { readonly [kind in GuardedKind]: Limit } = {
  permissionSets: { count: 1 },
  assignments: { share: 10 },
  users: { count: 1 },
  groups: { count: 1 },
  memberships: { share: 10 },
  authorizations: { share: 10 },
};

const DAY_SECONDS = 86_400;

function limit(written: WrittenLimit): Limit {
  return typeof written === 'number' ? { count: written } : { share: Number(written.replace('%', '')) };
}

/** The guards that hold for a plan. */
export function guardSettings(
  configuration: Configuration,
  accounts: Accounts,
  management: string,
  issues: Issue[],
): Guards {
  const { removals = {}, protected: spared = {}, expiry = [], seats } = configuration.document.guards ?? {};
  const written = Object.entries(removals).map(([kind, value]) => [kind, limit(value)] as const);
  return {
    removals: { ...DEFAULT_REMOVALS, ...Object.fromEntries(written) },
    administrators: administrators(configuration, accounts, management, issues),
    expiry: expiry.map(({ permissionSet, within }, index) => ({
      permissionSet,
      withinDays: withinDays(within),
      at: at(configuration, ['guards', 'expiry', index]),
    })),
    protected: {
      permissionSets: new Set(spared.permissionSets),
      users: new Set(spared.users),
      groups: new Set(spared.groups),
    },
    ...(seats === undefined ? {} : { seats }),
  };
}

/** What is no number of whole days has not passed the checks. */
function withinDays(within: string): number {
  return (durationSeconds(within) as number) / DAY_SECONDS;
}

/** Those of the file, and that of `admins.organization` beside them unless one names the same set there, or the file wants none. */
function administrators(
  configuration: Configuration,
  accounts: Accounts,
  management: string,
  issues: Issue[],
): readonly AdministratorsGuard[] {
  const { administrators: given } = configuration.document.guards ?? {};
  if (given?.length === 0) return [];
  const named = (given ?? []).flatMap(({ permissionSet, account: name, atLeast = 1 }, index) => {
    const path = ['guards', 'administrators', index];
    const account = accounts.idOf({ name, path: [...path, 'account'] }, issues);
    return account === undefined ? [] : [{ permissionSet, account, atLeast, at: at(configuration, path) }];
  });
  const others = organizationAdministrators(configuration, accounts, management).filter(
    (usual) => !named.some((one) => one.permissionSet === usual.permissionSet && one.account === usual.account),
  );
  return [...named, ...others];
}

/** What holds without a word in the file: one person for the set and account of `admins.organization`. */
function organizationAdministrators(
  { document }: Configuration,
  accounts: Accounts,
  management: string,
): readonly AdministratorsGuard[] {
  const entry = document.admins?.organization;
  if (entry === undefined) return [];
  const permissionSet = entry.permissionSet ?? PRESETS['organization-administrator'].name;
  // A name that nothing has is reported where the grant itself is resolved.
  const mention = { name: entry.account ?? management, path: ['admins', 'organization', 'account'] };
  const account = accounts.idOf(mention, []);
  return account === undefined ? [] : [{ permissionSet, account, atLeast: 1 }];
}

/** The overrides, each with the instant at which it ends. */
export function overrideSettings(configuration: Configuration): readonly Override[] {
  return (configuration.document.overrides ?? []).map(({ guard, upTo, id, reason, until }, index) => ({
    guard,
    reason,
    // What is no instant has not passed the checks.
    until: endOf(until) as number,
    at: at(configuration, ['overrides', index]),
    ...(upTo === undefined ? {} : { upTo }),
    ...(id === undefined ? {} : { id }),
  }));
}
