/** Permission sets of a folder that is edited in place, with their policies as files where they are files. */

import path from 'node:path';
import { isMap } from 'yaml';
import type { FieldChange } from '../../core/change.ts';
import { specBefore } from '../../core/change.ts';
import type { Json } from '../../core/json.ts';
import { sameJson } from '../../core/json.ts';
import { permissionSetKey } from '../../core/key.ts';
import type { PermissionSetSpec } from '../../core/resource.ts';
import type { PermissionSet } from '../document.types.ts';
import { expressible } from '../expressible.ts';
import { managedPolicyArn } from '../permission-sets.ts';
import { writePermissionSet } from '../write-permission-set.ts';
import { homeOf } from './homes.ts';
import { asJson, fieldOf } from './names.ts';
import type { Field } from './part.ts';
import { pairOf } from './part.ts';
import type { Pass } from './pass.ts';
import { differing, withVerdict } from './pass.ts';
import { fieldsAt, itemAt } from './places.ts';
import { editStatements, policyFileText } from './policy.ts';

/** What is live over what the file says of permission sets; one that only `admins` names becomes an entry of its own. */
export function writeSets(pass: Pass): void {
  const { permissionSets = [] } = pass.configuration.document;
  for (const change of differing(pass)) {
    if (change.kind !== 'permission-set') continue;
    const live = specBefore(change) as PermissionSetSpec;
    const index = permissionSets.findIndex(({ name }) => name === live.name);
    // None, where the format has no words for what is live.
    for (const entry of expressible('permissionSets', [writePermissionSet(live, pass.facts.partition)], [])) {
      if (index === -1) addEntry(pass, entry);
      else writeSet(pass, index, asJson(entry), change.fields);
    }
  }
}

function writeSet(
  pass: Pass,
  index: number,
  live: { readonly [field: string]: Json },
  fields: readonly FieldChange[],
): void {
  const names = new Set(fields.map(({ field }) => field));
  const isPreset = setAt(pass, index).preset !== undefined;
  // A preset's policy can be replaced, not left out: then the entry says by itself what else the preset gave.
  const leaves = isPreset && names.has('inlinePolicy') && live['inlinePolicy'] === undefined;
  if (leaves) leavePreset(pass, index, live, names);
  for (const { field, before, after } of fields) {
    const value = live[field] ?? (isPreset && !leaves ? DEFAULTS[field] : undefined);
    if (field === 'managedPolicies') writeManaged(pass, index, value as readonly string[] | undefined);
    else if (field === 'customerManagedPolicies') writeCustomer(pass, index, value as readonly Json[] | undefined);
    else if (field === 'tags') writeTags(pass, ['permissionSets', index], before, after);
    else if (field === 'inlinePolicy') writePolicy(pass, index, value);
    else if (field !== 'provisioned') put(pass, index, field, value);
  }
}

function setAt({ configuration }: Pass, index: number): PermissionSet {
  return (configuration.document.permissionSets as readonly PermissionSet[])[index] as PermissionSet;
}

/** Takes the preset out, and says what it gave and does not differ: the fields that do are written after. */
function leavePreset(
  pass: Pass,
  index: number,
  live: { readonly [field: string]: Json },
  changed: ReadonlySet<string>,
): void {
  for (const name of ['sessionDuration', 'managedPolicies']) {
    const isSaid = name in setAt(pass, index) || changed.has(name);
    if (!isSaid && live[name] !== undefined) put(pass, index, name, live[name]);
  }
  put(pass, index, 'preset', undefined);
}

/** What replaces a field of a preset where AWS's default is live. */
const DEFAULTS: { readonly [field: string]: Json } = { sessionDuration: 'PT1H', managedPolicies: [] };

function put(pass: Pass, index: number, key: string, value: Json | undefined): void {
  pass.edits.put(fieldOf(pass.edits.parts, ['permissionSets', index], key), value);
}

function writeManaged(pass: Pass, index: number, live: readonly string[] | undefined): void {
  const arn = (policy: unknown): Json => managedPolicyArn(String(policy), pass.facts.partition);
  writeList(pass, index, 'managedPolicies', live, arn);
}

function writeCustomer(pass: Pass, index: number, live: readonly Json[] | undefined): void {
  writeList(pass, index, 'customerManagedPolicies', live, (policy) => {
    const { name, path: folder = '/' } = policy as { readonly name: string; readonly path?: string };
    return { name, path: folder };
  });
}

/** A list item by item, so that those that stay keep their order and comments. */
function writeList(
  pass: Pass,
  index: number,
  key: 'managedPolicies' | 'customerManagedPolicies',
  live: readonly Json[] | undefined,
  meaning: (item: unknown) => Json,
): void {
  const written = setAt(pass, index)[key];
  if (written === undefined || live === undefined) {
    put(pass, index, key, live);
    return;
  }
  const has = (list: readonly unknown[], item: unknown) =>
    list.some((other) => sameJson(meaning(other), meaning(item)));
  for (const [place, item] of written.entries()) {
    if (!has(live, item)) pass.edits.remove(itemAt(pass.edits.parts, ['permissionSets', index, key, place]));
  }
  const field = fieldOf(pass.edits.parts, ['permissionSets', index], key) as Field;
  for (const item of live) if (!has(written, item)) pass.edits.add(field, item);
}

/** Tags one by one: before and after are those of a difference, `before` being live. */
export function writeTags(pass: Pass, owner: readonly (string | number)[], before: Json, after: Json): void {
  const [live, wanted] = [tagsOf(before), tagsOf(after)];
  const { parts } = pass.edits;
  const own = (fieldsAt(parts, [...owner, 'tags'])[0] ?? fieldOf(parts, owner, 'tags')) as Field;
  const keys = [...new Set([...live.keys(), ...wanted.keys()])].filter((key) => live.get(key) !== wanted.get(key));
  const written = pairOf(own)?.value;
  if (isMap(written) && written.flow !== true) {
    for (const key of keys) pass.edits.put(fieldOf(parts, [...owner, 'tags'], key), live.get(key));
    return;
  }
  const old = isMap(written) ? Object.keys(asJson(written.toJSON() as object)) : [];
  const left = [...new Set([...old, ...keys])].flatMap((key) => {
    const value = live.get(key);
    return value === undefined ? [] : [[key, value] as const];
  });
  pass.edits.put(own, Object.fromEntries(left));
}

/** By key, which may be that of a member of every object. */
function tagsOf(value: Json): ReadonlyMap<string, string> {
  return new Map(Object.entries(value as { readonly [key: string]: string }));
}

function writePolicy(pass: Pass, index: number, live: Json | undefined): void {
  const { policies } = pass.configuration;
  const { name, inlinePolicy: written } = setAt(pass, index);
  const field = fieldOf(pass.edits.parts, ['permissionSets', index], 'inlinePolicy') as Field;
  if (live === undefined) {
    pass.edits.put(field, undefined);
    return;
  }
  const { document: old = null, node } = policies.get(index) ?? {};
  if (typeof written === 'object') {
    if (!editStatements(pass.edits, ['permissionSets', index, 'inlinePolicy'], old, live)) pass.edits.put(field, live);
    return;
  }
  // A file that several sets name, by whatever path, was read once.
  const isShared = [...policies.values()].filter((policy) => policy.node === node).length > 1;
  if (written === undefined || isShared) {
    pass.edits.put(field, newPolicyFile(pass, field.part.path, name, live));
    return;
  }
  const file = path.posix.join(path.posix.dirname(field.part.path), written);
  pass.edits.write(file, policyFileText(String(pass.policyText(file)), old, live));
}

/** Writes a policy beside the part that names it; returns what the part has to say. */
function newPolicyFile(pass: Pass, part: string, set: string, policy: Json): string {
  const folder = path.posix.dirname(part);
  const isTaken = (name: string) => pass.policyText(path.posix.join(folder, name)) !== undefined;
  let name = `policies/${set}.json`;
  for (let number = 2; isTaken(name); number += 1) name = `policies/${set}-${number}.json`;
  pass.edits.write(path.posix.join(folder, name), policyFileText('', null, policy));
  return name;
}

/** Takes out permission sets that are declared and not live; those that only `admins` names go with its entry. */
export function takeOutSets(pass: Pass): void {
  const { permissionSets = [] } = pass.configuration.document;
  const going = new Set(withVerdict(pass, 'takes out').map(({ key }) => key));
  for (const [index, { name }] of permissionSets.entries()) {
    if (going.has(permissionSetKey(name))) pass.edits.remove(itemAt(pass.edits.parts, ['permissionSets', index]));
  }
}

/** Adds permission sets that are live, where the file would have them removed. */
export function addSets(pass: Pass): void {
  const { permissionSets = [] } = pass.configuration.document;
  const live = withVerdict(pass, 'adds')
    .filter(({ kind }) => kind === 'permission-set')
    .map((change) => writePermissionSet(specBefore(change) as PermissionSetSpec, pass.facts.partition));
  const sayable = expressible('permissionSets', [...permissionSets, ...live], []);
  for (const entry of sayable.filter((set) => live.includes(set))) addEntry(pass, entry);
}

function addEntry(pass: Pass, entry: PermissionSet): void {
  const home = homeOf('permissionSets', pass.configuration, pass.edits, pass.only);
  const { inlinePolicy, ...rest } = entry;
  const policy =
    inlinePolicy === undefined
      ? {}
      : { inlinePolicy: newPolicyFile(pass, home.path, entry.name, inlinePolicy as Json) };
  pass.edits.addTo(home, 'permissionSets', asJson({ ...rest, ...policy }));
}
