/**
 * What an undo may touch: it is no approval, so each of its changes must stay inside what the file declares or may
 * remove, and it grants nothing that the file would not let anybody grant (DESIGN section 3).
 */

import type { Desired } from '../core/desired.ts';
import type { Facts } from '../core/facts.ts';
import type { Fields } from '../core/json.ts';
import type { Key, KindName } from '../core/key.ts';
import { groupKey } from '../core/key.ts';
import type { AssignmentSpec, GroupSpec, MembershipSpec, ProfileSpec, Resource } from '../core/resource.ts';
import { needsOf } from '../core/undo-plan.ts';
import { inTheFilesNames } from '../core/undo-desired.ts';
import { keptReason } from '../core/undo.ts';
import type { UndoChange } from '../core/undo.types.ts';
import { createAccounts } from './accounts.ts';
import { namesInScope } from './check-scopes.ts';
import type { Configuration } from './configuration.ts';
import { firstMatch } from './glob.ts';
import { removedKeys } from './removed.ts';
import { accountsInScope } from './scope-accounts.ts';

/** A thing that an undo touches, under the names of the file. */
type Thing = Pick<Resource, 'kind' | 'key' | 'spec' | 'needs'>;

/** Why a thing may not be touched; absent when it may. */
type Rule = (thing: Thing) => string | undefined;

export interface UndoLimits {
  readonly configuration: Configuration;
  /** As the file alone wants it, at the moment of the undo. */
  readonly desired: Desired;
  readonly facts: Facts;
  /** Groups that the undo calls by another name than the file. */
  readonly renames: ReadonlyMap<string, string>;
}

/** Says of a change of an undo why the file forbids it, or nothing. */
export function undoLimits(limits: UndoLimits): (change: UndoChange) => string | undefined {
  const { desired, renames } = limits;
  const declared = new Map(desired.resources.map((resource) => [resource.key, resource]));
  const everything = [outsideFile(desired, declared), otherProfile(desired)];
  // The first that speaks is told, so that of what a provider keeps this is said, and not that the file leaves it alone.
  const restoring = [
    fromProvider(limits),
    ...everything,
    expired(desired),
    removed(limits),
    withoutExpiry(desired, declared),
    outOfScope(limits, declared),
  ];
  return (change) => {
    const { id, kind, verb, before, after } = change;
    if (verb === 'create' || verb === 'delete') {
      const kept = keptReason(kind);
      if (kept !== undefined) return kept;
    }
    const spec = after ?? before;
    const thing = inTheFilesNames({ kind, key: id, spec, needs: needsOf(kind, spec) }, renames);
    const rules = after === null ? everything : restoring;
    return rules.map((rule) => rule(thing)).find((why) => why !== undefined);
  };
}

type Declared = ReadonlyMap<Key, Resource>;

function outsideFile(desired: Desired, declared: Declared): Rule {
  return (thing) => {
    const is = declared.has(thing.key) ? 'declared' : desired.standing({ ...thing, ref: {} });
    return is === 'declared' || is === 'removable' ? undefined : 'the file neither declares it nor may remove it';
  };
}

function otherProfile({ profile }: Desired): Rule {
  return ({ kind, spec }) => {
    if (kind !== 'profile' && kind !== 'application' && kind !== 'authorization') return undefined;
    const { account, region } = spec as ProfileSpec;
    return profile?.account === account && profile.region === region
      ? undefined
      : 'it is of another profile than that of the file';
  };
}

function expired({ expired: grants }: Desired): Rule {
  const keys = new Set(grants.map(({ key }) => key));
  return ({ key }) => (keys.has(key) ? 'it has expired' : undefined);
}

function removed({ configuration }: UndoLimits): Rule {
  const keys = removedKeys(configuration);
  return ({ key, needs }) => {
    const found = [key, ...needs].find((name) => keys.has(name));
    return found === undefined ? undefined : `the file says under \`removed\` that ${found} must not exist`;
  };
}

/** What the identity provider keeps is never written. */
function fromProvider({ configuration, facts }: UndoLimits): Rule {
  const { identitySource, localGroups = [] } = configuration.document.identityCenter ?? {};
  const provided = identitySource === 'external';
  const isLocal = firstMatch(localGroups);
  const external = new Set(facts.groups.filter((group) => group.external).map(({ name }) => groupKey(name)));
  return ({ kind, key, spec, needs }) => {
    const theirs =
      (kind === 'user' && provided) ||
      (kind === 'group' && provided && isLocal((spec as GroupSpec).name) === undefined) ||
      (kind === 'membership' && [key, ...needs].some((name) => external.has(name)));
    return theirs ? 'it belongs to the identity provider' : undefined;
  };
}

/** What may only be granted for a time cannot come back without an end. */
function withoutExpiry({ guards }: Desired, declared: Declared): Rule {
  const guarded = new Set(guards.expiry.map(({ permissionSet }) => permissionSet));
  return ({ kind, key, spec }) => {
    if (kind !== 'assignment' || declared.has(key)) return undefined;
    const { permissionSet } = spec as AssignmentSpec;
    return guarded.has(permissionSet)
      ? `guards.expiry lets ${permissionSet} be granted only with \`expires\`, which an undo cannot give`
      : undefined;
  };
}

/** Which file gave a grant is no longer known: it must be inside the scopes of those that declare what it names. */
function outOfScope({ configuration, facts }: UndoLimits, declared: Declared): Rule {
  const accounts = accountsInScope(configuration, createAccounts(configuration, facts), []);
  const scopes = [...namesInScope(configuration)].map(([file, names]) => ({
    file,
    names,
    ids: accounts.get(file)?.ids,
  }));
  return ({ key, kind, spec, needs }) => {
    if (declared.has(key)) return undefined;
    const files = new Set(needs.map((need) => declared.get(need)?.at?.file));
    const { account, names } = mentions(kind, spec);
    const outside = scopes
      .filter(({ file }) => files.has(file))
      .find(
        (scope) =>
          (account !== undefined && scope.ids?.has(account) === false) ||
          names.some(({ field, name }) => !scope.names[field].matches(name)),
      );
    return outside === undefined ? undefined : `the scope of ${outside.file} does not allow it`;
  };
}

interface Mentions {
  readonly names: readonly { readonly field: 'users' | 'groups' | 'permissionSets'; readonly name: string }[];
  readonly account?: string;
}

/** What a grant that a team's file may give says. */
function mentions(kind: KindName, spec: Fields): Mentions {
  if (kind === 'membership') {
    const { group, user } = spec as MembershipSpec;
    return {
      names: [
        { field: 'groups', name: group },
        { field: 'users', name: user },
      ],
    };
  }
  if (kind !== 'assignment') return { names: [] };
  const { permissionSet, account, principalType, principal } = spec as AssignmentSpec;
  const field = principalType === 'user' ? 'users' : 'groups';
  return {
    account,
    names: [
      { field: 'permissionSets', name: permissionSet },
      { field, name: principal },
    ],
  };
}
