/**
 * The attributes of a user, and the updates that change them. Requests to create name them in upper camel case, requests
 * to update in lower camel case, also inside lists; lists are replaced whole. Which there are, the model says.
 */

import { isList, isObject, own, textIn, without } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import derived from '../models/identitystore.json' with { type: 'json' };
import { serviceModel, shapeOf } from '../model.ts';
import { Refusal } from '../refusal.ts';
import { breachesOf, breachText, unknownMembers, WrongType } from '../validate.ts';
import { invalid } from './access.ts';

interface AttributeOperation {
  readonly AttributePath: string;
  readonly AttributeValue?: Json | undefined;
}

const MODEL = serviceModel(derived);
const NOT_ATTRIBUTES = ['IdentityStoreId', 'UserName'];
/** Each attribute, and the name of its shape. */
const SHAPES: { readonly [attribute: string]: string } = Object.fromEntries(
  Object.entries(shapeOf(MODEL, 'CreateUserRequest').members ?? {}).filter(([name]) => !NOT_ATTRIBUTES.includes(name)),
);

function lowerCamel(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

/** The member among `known` that a word in lower camel case means. */
function memberFor(word: string, known: readonly string[]): string {
  const member = known.find((name) => lowerCamel(name) === word);
  if (member === undefined) throw invalid(`The attribute ${word} is not valid`);
  return member;
}

function membersOfShape(name: string): readonly string[] {
  return Object.keys(shapeOf(MODEL, name).members ?? {});
}

/** The value of an update, with its members named as requests to create name them. */
function memberValue(attribute: string, value: Json): Json {
  const { type, member = '' } = shapeOf(MODEL, SHAPES[attribute] ?? '');
  if (type === 'string') return value;
  if (type !== 'list' || !isList(value)) throw invalid(`The value of ${lowerCamel(attribute)} is not valid`);
  const known = membersOfShape(member);
  return value.map((item) => {
    if (!isObject(item)) throw invalid(`The value of ${lowerCamel(attribute)} is not valid`);
    return Object.fromEntries(Object.entries(item).map(([word, its]) => [memberFor(word, known), its]));
  });
}

function withNamePart(attributes: JsonObject, word: string, value: Json): JsonObject {
  const part = memberFor(word, membersOfShape('Name'));
  const { Name: name = {} } = attributes;
  const parts = isObject(name) ? name : {};
  return { ...attributes, Name: value === null ? without(parts, part) : { ...parts, [part]: value } };
}

function updated(attributes: JsonObject, operation: AttributeOperation): JsonObject {
  const { AttributePath: path, AttributeValue: value = null } = operation;
  if (path === 'userName') throw invalid('userName cannot be updated');
  const [first = '', second, third] = path.split('.');
  if (first === 'name' && second !== undefined && third === undefined) return withNamePart(attributes, second, value);
  if (second !== undefined) throw invalid(`The attribute path ${path} is not valid`);
  const member = memberFor(first, Object.keys(SHAPES));
  return value === null ? without(attributes, member) : { ...attributes, [member]: memberValue(member, value) };
}

/** The attributes after all operations, still to be checked. */
export function updatedAttributes(attributes: JsonObject, operations: readonly AttributeOperation[]): JsonObject {
  const paths = operations.map((operation) => operation.AttributePath);
  if (new Set(paths).size < paths.length) throw invalid('An attribute path is given twice');
  return operations.reduce(updated, attributes);
}

/** Refuses attributes that the model forbids, or that lack what Identity Center needs of every user. */
export function assertAttributes(attributes: JsonObject, userName: string): void {
  const { Name: name, DisplayName: displayName } = attributes;
  for (const part of ['GivenName', 'FamilyName']) {
    if (!isObject(name) || name[part] === undefined) throw invalid(`The ${lowerCamel(part)} of the user is required`);
  }
  if (displayName === undefined) throw invalid('The displayName of the user is required');
  assertTaken('CreateUser', { ...attributes, UserName: userName });
}

/** Refuses what an update would leave where creating it so is refused: the values of updates are free in the model. */
export function assertTaken(creation: 'CreateUser' | 'CreateGroup', attributes: JsonObject): void {
  try {
    const breaches = breachesOf(MODEL, creation, { IdentityStoreId: 'd-0000000000', ...attributes });
    if (breaches.length > 0) throw invalid(breachText(breaches));
  } catch (error) {
    throw error instanceof WrongType ? invalid(error.message) : error;
  }
}

/** The text of the user's one email address. */
export function emailOf(attributes: JsonObject): string | undefined {
  const { Emails: emails } = attributes;
  return isList(emails) ? textIn(emails[0], 'Value') : undefined;
}

/** What is wrong with the attributes of a user that no request has brought. */
export function attributeMistakes(attributes: JsonObject, userName: string): readonly string[] {
  const unknown = unknownMembers(MODEL, 'CreateUserRequest', attributes);
  if (unknown.length > 0) return unknown.map((place) => `unknown attribute ${place}`);
  try {
    assertAttributes(attributes, userName);
    return [];
  } catch (error) {
    if (error instanceof Refusal) return [error.message];
    throw error;
  }
}

/** Those members of a request to create that are attributes. */
export function attributesIn(input: object): JsonObject {
  const given = Object.entries(input).filter(([name, value]) => own(SHAPES, name) !== undefined && value !== null);
  return Object.fromEntries<Json>(given);
}
