/** The organisation's services, the profile, and who may use it, of a folder that is edited in place. */

import { specBefore } from '../../core/change.ts';
import type { Json } from '../../core/json.ts';
import { authorizationKey, delegatedAdministratorKey, serviceAccessKey } from '../../core/key.ts';
import type { ApplicationSpec, AuthorizationSpec, DelegatedAdministratorSpec } from '../../core/resource.ts';
import type { AuthorizedEntry } from '../configuration.ts';
import type { Codewhisperer } from '../document.types.ts';
import { holdsAt } from '../instant.ts';
import { fieldOf } from './names.ts';
import type { Field } from './part.ts';
import type { Pass } from './pass.ts';
import { differing, withVerdict } from './pass.ts';
import { writeTags } from './permission-sets.ts';
import { fieldsAt, itemAt } from './places.ts';

const DELEGATES = ['organization', 'delegatedAdministrators'];

/** What is live over what the file says of delegated administrators, the profile and its application. */
export function writeServices(pass: Pass): void {
  for (const change of differing(pass)) {
    if (change.kind === 'delegated-administrator') {
      const { principal, account } = specBefore(change) as DelegatedAdministratorSpec;
      put(pass, DELEGATES, principal, pass.accounts.nameOf(account));
    } else if (change.kind === 'application') {
      put(pass, ['codewhisperer'], 'enabled', (specBefore(change) as ApplicationSpec).enabled);
    } else if (change.kind === 'profile') {
      for (const { field, before, after } of change.fields) writeProfile(pass, field, before, after);
    }
  }
}

function writeProfile(pass: Pass, field: string, before: Json, after: Json): void {
  if (field === 'tags') writeTags(pass, ['codewhisperer'], before, after);
  else if (field === 'features') writeFeatures(pass, before, after);
  else put(pass, ['codewhisperer'], field, before ?? undefined);
}

type Members = { readonly [name: string]: Json };

function writeFeatures(pass: Pass, before: Json, after: Json): void {
  const [live, wanted] = [before as Members, after as Members];
  const names = Object.keys(wanted).filter((name) => JSON.stringify(live[name]) !== JSON.stringify(wanted[name]));
  for (const name of names) put(pass, ['codewhisperer', 'features'], name, live[name]);
}

/** A field of a mapping that may be written in several parts: where it stands, else in the first. */
function put(pass: Pass, path: readonly string[], key: string, value: Json | undefined): void {
  const { parts } = pass.edits;
  pass.edits.put(fieldsAt(parts, [...path, key])[0] ?? fieldOf(parts, path, key), value);
}

/** Takes out services, delegated administrators and a profile that are declared and not live. */
export function takeOutServices(pass: Pass): void {
  const { parts } = pass.edits;
  const { organization = {} } = pass.configuration.document;
  const takenOut = withVerdict(pass, 'takes out');
  const going = new Set(takenOut.map(({ key }) => key));
  for (const [index, principal] of (organization.serviceAccess ?? []).entries()) {
    if (going.has(serviceAccessKey(principal)))
      pass.edits.remove(itemAt(parts, ['organization', 'serviceAccess', index]));
  }
  for (const principal of Object.keys(organization.delegatedAdministrators ?? {})) {
    if (going.has(delegatedAdministratorKey(principal))) put(pass, DELEGATES, principal, undefined);
  }
  if (takenOut.some(({ kind }) => kind === 'profile')) takeOutProfile(pass);
}

/** The whole section; an administrator of the profile's account is then to be named with the account. */
function takeOutProfile(pass: Pass): void {
  const { admins, codewhisperer } = pass.configuration.document;
  for (const field of fieldsAt(pass.edits.parts, ['codewhisperer'])) pass.edits.put(field, undefined);
  if (admins?.codewhisperer === undefined) return;
  put(pass, ['admins', 'codewhisperer'], 'account', admins.codewhisperer.account ?? codewhisperer?.account);
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
      ({ type, name, expires }) => authorizationKey(type, name) === change.key && holdsAt(pass.facts.now, expires),
    );
    if (verdict !== 'adds') for (const entry of own) leaving.add(entry);
    const [first] = own;
    if (live !== undefined) coming.push({ spec: live, item: first === undefined ? live.principal : grantItem(first) });
  }
  for (const entry of leaving) takeOutAuthorized(pass, entry, leaving);
  for (const { spec, item } of coming) addAuthorized(pass, spec, item);
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
  pass.edits.remove(itemAt(parts, together.every((other) => leaving.has(other)) ? entryPath : entry.path));
}

function addAuthorized(pass: Pass, { principalType, subscription }: AuthorizationSpec, item: Json): void {
  const { authorized = [] } = pass.configuration.document.codewhisperer as Codewhisperer;
  const key = principalType === 'user' ? 'users' : 'groups';
  const index = authorized.findIndex(
    (entry) => (entry.subscription ?? null) === subscription && entry[key] !== undefined,
  );
  const own = index === -1 ? undefined : fieldOf(pass.edits.parts, ['codewhisperer', 'authorized', index], key);
  if (own !== undefined) {
    pass.edits.add(own, item);
    return;
  }
  const { parts } = pass.edits;
  const list = fieldsAt(parts, ['codewhisperer', 'authorized'])[0] ?? fieldOf(parts, ['codewhisperer'], 'authorized');
  pass.edits.add(list as Field, { ...(subscription === null ? {} : { subscription }), [key]: [item] });
}
