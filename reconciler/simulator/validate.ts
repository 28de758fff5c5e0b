/** Checks a request against the service's model, as the services' front ends do before they look at anything else. */

import { shapeOf } from './model.ts';
import { isList, isObject, own } from './json.ts';
import type { Json } from './json.ts';
import type { ServiceModel, Shape, ShapeType } from './model.ts';

type Constraint = 'required' | 'min-length' | 'max-length' | 'pattern' | 'enum' | 'min-value' | 'max-value' | 'union';

export interface Breach {
  /** As AWS writes it: lower camel case, list places counted from 1. */
  readonly path: string;
  readonly constraint: Constraint;
  readonly text: string;
}

/** A value of another type than the model's: the services answer SerializationException before any other check. */
export class WrongType extends Error {}

const JSON_TYPE: { readonly [type in Exclude<ShapeType, 'structure' | 'list' | 'map'>]: string } = {
  string: 'string',
  blob: 'string',
  integer: 'number',
  long: 'number',
  double: 'number',
  timestamp: 'number',
  boolean: 'boolean',
};

const patterns = new Map<string, RegExp>();

/** Patterns of the models hold for the whole value. */
export function matchesPattern(pattern: string, value: string): boolean {
  const known = patterns.get(pattern) ?? new RegExp(`^(?:${pattern})$`, 'u');
  patterns.set(pattern, known);
  return known.test(value);
}

/** Every constraint of the operation's input that the request breaks. Throws WrongType. */
export function breachesOf(model: ServiceModel, operation: string, input: Json): readonly Breach[] {
  const root = model.operations[operation]?.input ?? 'Nothing';
  return check(model, root, input, '');
}

/** `1 validation error detected: Value at 'name' failed to satisfy constraint: Member must …` */
export function breachText(breaches: readonly Breach[]): string {
  const count = `${breaches.length} validation error${breaches.length === 1 ? '' : 's'} detected`;
  return `${count}: ${breaches.map((breach) => `Value at '${breach.path}' failed to satisfy constraint: ${breach.text}`).join('; ')}`;
}

/**
 * What the services see of an input: members that are null, and those that the model does not know, are as if they had not been
 * sent. Free documents are seen as they are, and so is what an open structure has beyond the model.
 */
export function seenInput(model: ServiceModel, operation: string, input: Json): Json {
  return seen(model, model.operations[operation]?.input ?? 'Nothing', input);
}

function seen(model: ServiceModel, name: string, value: Json, within = false): Json {
  const { type, document = false, open = within, members = {}, member = '' } = shapeOf(model, name);
  if (document) return value;
  if (type === 'list' && isList(value)) return value.map((item) => seen(model, member, item, open));
  if (type !== 'structure' || !isObject(value)) return value;
  const given = Object.entries(value).flatMap(([its, item]): [string, Json][] => {
    const shape = own(members, its);
    if (item === null || (shape === undefined && !open)) return [];
    return [[its, shape === undefined ? item : seen(model, shape, item, open)]];
  });
  return Object.fromEntries(given);
}

/** Where a value has members that the shape of that name lacks; none in free documents. */
export function unknownMembers(model: ServiceModel, name: string, value: Json, path = ''): readonly string[] {
  const { document = false, members = {}, member = '', type } = shapeOf(model, name);
  if (document) return [];
  if (type === 'list' && isList(value)) {
    return value.flatMap((item, index) => unknownMembers(model, member, item, `${path}[${index}]`));
  }
  if (type !== 'structure' || !isObject(value)) return [];
  return Object.entries(value).flatMap(([its, item]) => {
    const shape = own(members, its);
    const place = path === '' ? its : `${path}.${its}`;
    return shape === undefined ? [place] : unknownMembers(model, shape, item, place);
  });
}

function check(model: ServiceModel, name: string, value: Json, path: string): readonly Breach[] {
  const shape = shapeOf(model, name);
  if (shape.document === true) return [];
  if (shape.type === 'structure') return checkStructure(model, shape, value, path);
  if (shape.type === 'list') return checkList(model, shape, value, path);
  if (shape.type === 'map') return checkMap(model, shape, value, path);
  return checkScalar(shape, value, path, JSON_TYPE[shape.type]);
}

function wrongType(path: string, expected: string): never {
  throw new WrongType(path === '' ? `Expected ${expected}` : `Expected ${expected} at '${path}'`);
}

function memberPath(path: string, member: string): string {
  const lower = `${member.charAt(0).toLowerCase()}${member.slice(1)}`;
  return path === '' ? lower : `${path}.${lower}`;
}

function checkStructure(model: ServiceModel, shape: Shape, value: Json, path: string): readonly Breach[] {
  if (!isObject(value)) wrongType(path, 'a structure');
  const members = shape.members ?? {};
  const given = Object.keys(members).filter((member) => value[member] !== undefined && value[member] !== null);
  const missing = (shape.required ?? []).filter((member) => !given.includes(member));
  const required: Breach[] = missing.map((member) => ({
    path: memberPath(path, member),
    constraint: 'required',
    text: 'Member must not be null',
  }));
  const union: Breach[] =
    shape.union === true && given.length !== 1
      ? [{ path, constraint: 'union', text: 'Exactly one member must be set' }]
      : [];
  const inner = given.flatMap((member) =>
    check(model, members[member] ?? '', value[member] ?? null, memberPath(path, member)),
  );
  return [...required, ...union, ...inner];
}

function checkList(model: ServiceModel, shape: Shape, value: Json, path: string): readonly Breach[] {
  if (!isList(value)) wrongType(path, 'a list');
  const inner = value.flatMap((item, index) => check(model, shape.member ?? '', item, `${path}.${index + 1}.member`));
  return [...lengthBreaches(shape, value.length, path), ...inner];
}

function checkMap(model: ServiceModel, shape: Shape, value: Json, path: string): readonly Breach[] {
  if (!isObject(value)) wrongType(path, 'a map');
  const entries = Object.entries(value);
  const inner = entries.flatMap(([key, item]) => [
    ...check(model, shape.key ?? '', key, `${path}.${key}.key`),
    ...check(model, shape.value ?? '', item, `${path}.${key}.value`),
  ]);
  return [...lengthBreaches(shape, entries.length, path), ...inner];
}

function checkScalar(shape: Shape, value: Json, path: string, type: string): readonly Breach[] {
  if (typeof value !== type) wrongType(path, type);
  if (typeof value === 'number') return rangeBreaches(shape, value, path);
  return typeof value === 'string' ? stringBreaches(shape, value, path) : [];
}

function stringBreaches(shape: Shape, value: string, path: string): readonly Breach[] {
  if (shape.enum !== undefined && !shape.enum.includes(value)) {
    return [{ path, constraint: 'enum', text: `Member must satisfy enum value set: [${shape.enum.join(', ')}]` }];
  }
  const length = lengthBreaches(shape, Array.from(value).length, path);
  if (shape.pattern === undefined || matchesPattern(shape.pattern, value)) return length;
  const text = `Member must satisfy regular expression pattern: ${shape.pattern}`;
  return [...length, { path, constraint: 'pattern', text }];
}

function lengthBreaches(shape: Shape, length: number, path: string): readonly Breach[] {
  if (shape.min !== undefined && length < shape.min) {
    const text = `Member must have length greater than or equal to ${shape.min}`;
    return [{ path, constraint: 'min-length', text }];
  }
  if (shape.max !== undefined && length > shape.max) {
    return [{ path, constraint: 'max-length', text: `Member must have length less than or equal to ${shape.max}` }];
  }
  return [];
}

function rangeBreaches(shape: Shape, value: number, path: string): readonly Breach[] {
  const isWhole = shape.type === 'integer' || shape.type === 'long';
  if (!(isWhole ? Number.isInteger(value) : Number.isFinite(value))) wrongType(path, shape.type);
  if (shape.min !== undefined && value < shape.min) {
    const text = `Member must have value greater than or equal to ${shape.min}`;
    return [{ path, constraint: 'min-value', text }];
  }
  if (shape.max !== undefined && value > shape.max) {
    return [{ path, constraint: 'max-value', text: `Member must have value less than or equal to ${shape.max}` }];
  }
  return [];
}
