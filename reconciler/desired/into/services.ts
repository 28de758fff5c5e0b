/** The organisation's services, the profile, and who may use it, of a folder that is edited in place. */

import { specBefore } from '../../core/change.ts';
import type { Json } from '../../core/json.ts';
import { isArray } from '../../core/json.ts';
import { authorizationKey } from '../../core/key.ts';
import type {
  ApplicationSpec,
  AuthorizationSpec,
  DelegatedAdministratorSpec,
  ServiceAccessSpec,
} from '../../core/resource.ts';
import type { AuthorizedEntry } from '../configuration.ts';
import { endOf } from '../instant.ts';
import { fieldOf } from './names.ts';
import type { Pass } from './pass.ts';
import { withVerdict } from './pass.ts';
import { writeTags } from './permission-sets.ts';
import { fieldsAt, itemsAt, mapsAt } from './places.ts';

const DELEGATES = ['organization', 'delegatedAdministrators'];

/** What is live over what the file says of delegated administrators, the profile and its application. */
export function writeServices(pass: Pass): void {
  for (const change of withVerdict(pass, 'writes')) {
    if (change.kind === 'delegated-administrator') {
      const { principal, account } = specBefore(change) as DelegatedAdministratorSpec;
      put(pass, DELEGATES, principal, pass.accounts.nameOf(account));
    } else if (change.kind === 'application') {
      put(pass, ['codewhisperer'], 'enabled', (specBefore(change) as ApplicationSpec | undefined)?.enabled);
    } else if (change.kind === 'profile' && change.verb === 'update') {
      for (const { field, before, after } of change.fields) writeProfile(pass, field, before, after);
    }
  }
}

function writeProfile(pass: Pass, field: string, before: Json, after: Json): void {
  if (field === 'tags') writeTags(pass, ['codewhisperer'], before, after);
  else if (field === 'features') writeFeatures(pass, before, after);
  else put(pass, ['codewhisperer'], field, before ?? undefined);
}

function writeFeatures(pass: Pass, before: Json, after: Json): void {
  const [live, wanted] = [members(before), members(after)];
  for (const name of Object.keys(wanted)) {
    if (JSON.stringify(live[name]) !== JSON.stringify(wanted[name]))
      put(pass, ['codewhisperer', 'features'], name, live[name]);
  }
}

function members(value: Json): { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !isArray(value) ? value : {};
}

/** A field of a mapping that may be written in several parts: where it stands, else in the first. */
function put(pass: Pass, path: readonly string[], key: string, value: Json | undefined): void {
  const { parts } = pass.edits;
  const field = fieldsAt(parts, [...path, key])[0] ?? fieldOf(parts, path, key);
  if (field === undefined) return;
  if (value === undefined) pass.edits.unset(field);
  else pass.edits.set(field, value);
}

/** Takes out services, delegated administrators and a profile that are declared and not live. */
export function takeOutServices(pass: Pass): void {
  const { parts } = pass.edits;
  const { serviceAccess = [] } = pass.configuration.document.organization ?? {};
  const places = itemsAt(parts, ['organization', 'serviceAccess']);
  for (const change of withVerdict(pass, 'takes out')) {
    if (change.verb === 'delete') continue;
    const { spec } = change.after;
    if (change.kind === 'service-access') {
      for (const [index, place] of places.entries()) {
        if (serviceAccess[index] === (spec as ServiceAccessSpec).principal) pass.edits.remove(place);
      }
    } else if (change.kind === 'delegated-administrator') {
      put(pass, DELEGATES, (spec as DelegatedAdministratorSpec).principal, undefined);
    } else if (change.kind === 'profile') takeOutProfile(pass);
  }
}

/** The whole section; an administrator of the profile's account is then to be named with the account. */
function takeOutProfile(pass: Pass): void {
  const { admins, codewhisperer } = pass.configuration.document;
  for (const field of fieldsAt(pass.edits.parts, ['codewhisperer'])) pass.edits.unset(field);
  const [entry] = mapsAt(pass.edits.parts, ['admins', 'codewhisperer']);
  if (entry === undefined || admins?.codewhisperer?.account !== undefined || codewhisperer?.account === undefined)
    return;
  pass.edits.set({ part: entry[0], map: entry[1], key: 'account' }, codewhisperer.account);
}

/** Takes out who may use the profile and does not, adds who does, and moves who has another seat. */
export function editAuthorized(pass: Pass, mode: 'takes out' | 'adds'): void {
  const leaving = new Set<AuthorizedEntry>();
  const coming: { readonly spec: AuthorizationSpec; readonly item: Json }[] = [];
  for (const change of pass.changes) {
    const verdict = pass.verdicts.get(change.key);
    if (change.kind !== 'authorization' || (verdict !== mode && !(verdict === 'writes' && mode === 'takes out')))
      continue;
    const live = specBefore(change) as AuthorizationSpec | undefined;
    const own = pass.configuration.authorized.filter(
      ({ type, name, expires }) => authorizationKey(type, name) === change.key && holds(expires, pass.facts.now),
    );
    if (verdict !== 'adds') for (const entry of own) leaving.add(entry);
    const [first] = own;
    if (live !== undefined) coming.push({ spec: live, item: first === undefined ? live.principal : grantItem(first) });
  }
  for (const entry of leaving) takeOutAuthorized(pass, entry, leaving);
  for (const { spec, item } of coming) addAuthorized(pass, spec, item);
}

function holds(expires: string | undefined, now: number): boolean {
  return now < (endOf(expires) ?? Number.POSITIVE_INFINITY);
}

/** With its end and its reason, which only a person can give. */
function grantItem({ type, name, expires, reason }: AuthorizedEntry): Json {
  if (expires === undefined && reason === undefined) return name;
  const ending = { ...(expires === undefined ? {} : { expires }), ...(reason === undefined ? {} : { reason }) };
  return type === 'user' ? { user: name, ...ending } : { group: name, ...ending };
}

function takeOutAuthorized(pass: Pass, entry: AuthorizedEntry, leaving: ReadonlySet<AuthorizedEntry>): void {
  const entryPath = entry.path.slice(0, 3);
  const index = Number(entryPath[2]);
  const together = pass.configuration.authorized.filter(({ path }) => path[2] === index);
  const parts = pass.edits.parts;
  const place = together.every((other) => leaving.has(other))
    ? itemsAt(parts, entryPath.slice(0, -1))[index]
    : itemsAt(parts, entry.path.slice(0, -1))[Number(entry.path.at(-1))];
  if (place !== undefined) pass.edits.remove(place);
}

function addAuthorized(pass: Pass, { principalType, subscription }: AuthorizationSpec, item: Json): void {
  const { authorized = [] } = pass.configuration.document.codewhisperer ?? {};
  const key = principalType === 'user' ? 'users' : 'groups';
  const index = authorized.findIndex(
    (entry) => (entry.subscription ?? null) === subscription && entry[key] !== undefined,
  );
  const own = index === -1 ? undefined : fieldOf(pass.edits.parts, ['codewhisperer', 'authorized', index], key);
  if (own !== undefined) {
    pass.edits.add(own, item);
    return;
  }
  const list =
    fieldsAt(pass.edits.parts, ['codewhisperer', 'authorized'])[0] ??
    fieldOf(pass.edits.parts, ['codewhisperer'], 'authorized');
  if (list !== undefined) pass.edits.add(list, { ...(subscription === null ? {} : { subscription }), [key]: [item] });
}
