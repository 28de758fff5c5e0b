/** Ids by name, remembered for a run: they do not change, so what was read or made once need not be listed again. */

import { idOfGone } from '../core/gone.ts';
import { IssueError } from '../core/issue.ts';
import type { Fields } from '../core/json.ts';
import type { Key, KindName, PrincipalType } from '../core/key.ts';
import { groupKey, permissionSetKey, principalKey } from '../core/key.ts';
import type { RefOf } from '../core/kind.ts';

export interface Names {
  /** Notes the service's id of what the key names. */
  remember(key: Key, id: string): void;
  /** The id that was last noted for the key. */
  idOf(key: Key): string | undefined;
  /** How many things of a kind were noted. */
  count(kind: KindName): number;
}

/** Nothing remembered yet. */
export function createNames(): Names {
  const ids = new Map<Key, string>();
  return {
    remember: (key, id) => {
      ids.set(key, id);
    },
    idOf: (key) => ids.get(key),
    count: (kind) => [...ids.keys()].filter((key) => key.startsWith(`${kind}/`)).length,
  };
}

/** The id of a user or group: of the plan's resource, else of the one that was read under that name. */
export function principalId(names: Names, refOf: RefOf, type: PrincipalType, name: string): string {
  return idOfGone(name) ?? idBehind(names, refOf, principalKey(type, name), type === 'user' ? 'userId' : 'groupId');
}

/** The id of a group. */
export function groupId(names: Names, refOf: RefOf, name: string): string {
  return idBehind(names, refOf, groupKey(name), 'groupId');
}

/** The ARN of a permission set. */
export function permissionSetArn(names: Names, refOf: RefOf, name: string): string {
  return idBehind(names, refOf, permissionSetKey(name), 'permissionSetArn');
}

// The plan's own resources come first: a name may have moved from one group to another within the run.
function idBehind(names: Names, refOf: RefOf, key: Key, member: string): string {
  try {
    const id = refOf(key)[member];
    if (typeof id === 'string') return id;
  } catch (error) {
    if (!(error instanceof IssueError)) throw error;
  }
  const id = names.idOf(key);
  if (id !== undefined) return id;
  throw new IssueError({ code: 'AWS_NOT_FOUND', severity: 'error', message: `${key} does not exist` });
}

/** A text member of a ref; every ref that a driver made has those that it reads. */
export function refMember(ref: Fields, member: string): string {
  const value = ref[member];
  if (typeof value === 'string') return value;
  throw new IssueError({ code: 'AWS_NOT_FOUND', severity: 'error', message: `nothing is known under ${member}` });
}

/** What a service must answer with: an id or an ARN of what it made. */
export function answered(value: string | undefined, what: string): string {
  if (value !== undefined && value !== '') return value;
  throw new IssueError({
    code: 'AWS_ANSWER',
    severity: 'error',
    message: `${what} was made, but the answer has no id`,
  });
}
