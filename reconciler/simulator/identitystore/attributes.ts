/**
 * Attributes of a user as the service keeps them, and the updates that change them. Requests to create name them in upper
 * camel case, requests to update in lower camel case, also inside lists; lists are replaced whole.
 */

import { breachesOf, breachText, WrongType } from '../validate.ts';
import type { Json, ServiceModel } from '../model.ts';
import { invalid } from './access.ts';

type Attributes = { readonly [name: string]: Json };

interface AttributeOperation {
  readonly AttributePath: string;
  readonly AttributeValue?: Json | undefined;
}

const TEXTS = [
  'DisplayName',
  'NickName',
  'ProfileUrl',
  'UserType',
  'Title',
  'PreferredLanguage',
  'Locale',
  'Timezone',
  'Website',
  'Birthdate',
];
const LISTS: { readonly [name: string]: readonly string[] } = {
  Emails: ['Value', 'Type', 'Primary'],
  Addresses: ['StreetAddress', 'Locality', 'Region', 'PostalCode', 'Country', 'Formatted', 'Type', 'Primary'],
  PhoneNumbers: ['Value', 'Type', 'Primary'],
  Photos: ['Value', 'Type', 'Display', 'Primary'],
  Roles: ['Value', 'Type', 'Primary'],
};
const NAME_PARTS = ['Formatted', 'FamilyName', 'GivenName', 'MiddleName', 'HonorificPrefix', 'HonorificSuffix'];

/** Every attribute that a user can have, beside its name in the directory. */
export const ATTRIBUTES: readonly string[] = ['Name', ...TEXTS, ...Object.keys(LISTS), 'Extensions'];

function isObject(value: Json | undefined): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lower(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

/** The member among `known` that the request's lower camel case word means. */
function memberFor(word: string, known: readonly string[]): string {
  const member = known.find((name) => lower(name) === word);
  if (member === undefined) throw invalid(`The attribute ${word} is not valid`);
  return member;
}

function listItem(list: string, item: Json): Json {
  if (!isObject(item)) throw invalid(`The value of ${lower(list)} is not valid`);
  const known = LISTS[list] ?? [];
  return Object.fromEntries(Object.entries(item).map(([word, value]) => [memberFor(word, known), value]));
}

function memberValue(name: string, value: Json): Json {
  if (LISTS[name] === undefined) return value;
  if (!Array.isArray(value)) throw invalid(`The value of ${lower(name)} must be a list`);
  return (value as readonly Json[]).map((item) => listItem(name, item));
}

function without(attributes: Attributes, name: string): Attributes {
  const { [name]: _gone, ...rest } = attributes;
  return rest;
}

function withName(attributes: Attributes, part: string, value: Json): Attributes {
  const name = isObject(attributes['Name']) ? attributes['Name'] : {};
  const changed = value === null ? without(name, part) : { ...name, [part]: value };
  return { ...attributes, Name: changed };
}

function updated(attributes: Attributes, operation: AttributeOperation): Attributes {
  const [first = '', second, ...more] = operation.AttributePath.split('.');
  const value = operation.AttributeValue ?? null;
  if (first === 'name' && second !== undefined && more.length === 0) {
    return withName(attributes, memberFor(second, NAME_PARTS), value);
  }
  if (second !== undefined) throw invalid(`The attribute path ${operation.AttributePath} is not valid`);
  if (first === 'userName') throw invalid('userName cannot be updated');
  const member = memberFor(first, [...TEXTS, ...Object.keys(LISTS)]);
  if (value === null) return without(attributes, member);
  return { ...attributes, [member]: memberValue(member, value) };
}

/** The attributes after all operations, still to be checked. */
export function updatedAttributes(attributes: Attributes, operations: readonly AttributeOperation[]): Attributes {
  const paths = operations.map((operation) => operation.AttributePath);
  if (new Set(paths).size < paths.length) throw invalid('An attribute path is given twice');
  return operations.reduce(updated, attributes);
}

/** Refuses attributes that the model forbids, or without those that Identity Center needs. */
export function assertAttributes(model: ServiceModel, attributes: Attributes, userName: string): void {
  const name = isObject(attributes['Name']) ? attributes['Name'] : {};
  if (typeof name['GivenName'] !== 'string') throw invalid('The givenName of the user is required');
  if (typeof name['FamilyName'] !== 'string') throw invalid('The familyName of the user is required');
  if (typeof attributes['DisplayName'] !== 'string') throw invalid('The displayName of the user is required');
  assertShape(model, { ...attributes, UserName: userName });
}

// What an update leaves must be what CreateUser would take: the model's own rules for it apply.
function assertShape(model: ServiceModel, attributes: Attributes): void {
  try {
    const breaches = breachesOf(model, 'CreateUser', { IdentityStoreId: 'd-0000000000', ...attributes });
    if (breaches.length > 0) throw invalid(breachText(breaches));
  } catch (error) {
    if (error instanceof WrongType) throw invalid(error.message);
    throw error;
  }
}

/** The address under which the user counts as holding that email: its only one. */
export function emailOf(attributes: Attributes): string | undefined {
  const emails = attributes['Emails'];
  const first: Json = Array.isArray(emails) ? ((emails as readonly Json[])[0] ?? null) : null;
  const value = isObject(first) ? first['Value'] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** Those members of a request that are attributes. */
export function attributesIn(input: object): Attributes {
  const given = Object.entries(input).filter(([name, value]) => ATTRIBUTES.includes(name) && value !== null);
  return Object.fromEntries(given) as Attributes;
}
