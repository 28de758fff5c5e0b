/**
 * A key names one resource for people and machines: the plan's id, such as `permission-set/Auditor` or
 * `assignment/Auditor/333333333333/group/auditors`. Never an ARN (DESIGN section 4, the table of ids).
 */

declare const brand: unique symbol;
export type Key = string & { readonly [brand]: 'Key' };

/** Every kind of resource, in the order in which changes that are free to start are started (DESIGN section 4, "Order"). */
export const KIND_NAMES = [
  'service-access',
  'delegated-administrator',
  'user',
  'group',
  'membership',
  'permission-set',
  'assignment',
  'service-linked-role',
  'profile',
  'application',
  'authorization',
] as const;
export type KindName = (typeof KIND_NAMES)[number];

/** Kinds that only name others: nothing falls with them, and nothing waits for them to be there. Nearly all things are of these. */
export const NEEDED_BY_NOBODY: ReadonlySet<KindName> = new Set(['membership', 'assignment', 'authorization']);

export type PrincipalType = 'user' | 'group';

// `/` separates the parts, `%` begins an escape, and control characters must never reach a terminal.
// oxlint-disable-next-line no-control-regex
const RESERVED = /[/%\u0000-\u001f\u007f-\u009f]/gu;

function encodePart(part: string): string {
  // Nearly every part is plain, and there are hundreds of thousands.
  if (part.search(RESERVED) === -1) return part;
  return part.replaceAll(RESERVED, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}

/** Put together in one piece: a text that grows part by part keeps all its parts, and there are hundreds of thousands. */
function join(kind: KindName, ...parts: readonly string[]): Key {
  return [kind, ...parts.map(encodePart)].join('/') as Key;
}

export function userKey(userName: string): Key {
  return join('user', userName);
}

export function groupKey(name: string): Key {
  return join('group', name);
}

export function principalKey(type: PrincipalType, name: string): Key {
  return type === 'user' ? userKey(name) : groupKey(name);
}

export function membershipKey(group: string, user: string): Key {
  return join('membership', group, user);
}

export function permissionSetKey(name: string): Key {
  return join('permission-set', name);
}

/** `account` is the 12 digits of an account id. */
export function assignmentKey(permissionSet: string, account: string, type: PrincipalType, principal: string): Key {
  return join('assignment', permissionSet, account, type, principal);
}

/** The permission set that the key of an assignment names. */
export function setOfAssignment(key: Key): Key {
  const start = 'assignment/'.length;
  return `permission-set/${key.slice(start, key.indexOf('/', start))}` as Key;
}

/** `principal` is the service's, such as `sso.amazonaws.com`. */
export function serviceAccessKey(principal: string): Key {
  return join('service-access', principal);
}

/** `principal` is the service's, such as `sso.amazonaws.com`. */
export function delegatedAdministratorKey(principal: string): Key {
  return join('delegated-administrator', principal);
}

/** `principal` is the service's, such as `q.amazonaws.com`. */
export function serviceLinkedRoleKey(principal: string): Key {
  return join('service-linked-role', principal);
}

/** `account` is the 12 digits of an account id. */
export function profileKey(account: string, region: string): Key {
  return join('profile', account, region);
}

/** The managed application of the profile of that account and Region. */
export function applicationKey(account: string, region: string): Key {
  return join('application', account, region);
}

export function authorizationKey(type: PrincipalType, principal: string): Key {
  return join('authorization', type, principal);
}

/** The parts of a key, its kind first, decoded: `['permission-set', 'Auditor']` for `permission-set/Auditor`. */
export function decodedParts(key: Key): readonly string[] {
  const parts = key.split('/');
  // Nearly every key is plain, and there are hundreds of thousands.
  return key.includes('%') ? parts.map(decodeURIComponent) : parts;
}

/** The parts after the kind: `['Auditor']` for `permission-set/Auditor`. */
export function partsOf(key: Key): readonly string[] {
  return decodedParts(key).slice(1);
}

/** The keys of one kind. */
export function keysOf(keys: Iterable<Key>, kind: KindName): readonly Key[] {
  const start = `${kind}/`;
  return [...keys].filter((key) => key.startsWith(start));
}

/** The names that keys of one kind (with one part) stand for. */
export function namesIn(keys: Iterable<Key>, kind: KindName): readonly string[] {
  return keysOf(keys, kind).flatMap((key) => partsOf(key));
}
