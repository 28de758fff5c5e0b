/** Whether a value read from a file has the shape that it should have, and where it has not. */

/** The mistakes of a value, each as `path what is wrong`; none when it is as it should be. */
export type Shape = (value: unknown, path: string) => readonly string[];

function test(what: string, holds: (value: unknown) => boolean): Shape {
  return (value, path) => (holds(value) ? [] : [`${path} is not ${what}`]);
}

export const text = test('a text', (value) => typeof value === 'string');
export const number = test('a number', (value) => Number.isFinite(value));
export const flag = test('true or false', (value) => typeof value === 'boolean');
export const anything: Shape = () => [];

export function atLeast(lowest: number): Shape {
  return test(`a whole number of ${lowest} or more`, (value) => Number.isSafeInteger(value) && Number(value) >= lowest);
}

export function matching(what: string, pattern: RegExp): Shape {
  return test(what, (value) => typeof value === 'string' && pattern.test(value));
}

export function oneOf(values: readonly (string | number)[]): Shape {
  return test(`one of ${values.join(', ')}`, (value) => values.some((allowed) => allowed === value));
}

export function orNull(shape: Shape): Shape {
  return (value, path) => (value === null ? [] : shape(value, path));
}

export function list(element: Shape): Shape {
  return (value, path) => {
    if (!Array.isArray(value)) return [`${path} is not a list`];
    return value.flatMap((item: unknown, index) => element(item, `${path}[${index}]`));
  };
}

/** An object with members of one shape under any names. */
export function members(shape: Shape): Shape {
  return (value, path) => {
    if (!isObject(value)) return [`${path} is not an object`];
    return Object.entries(value).flatMap(([name, member]) => shape(member, join(path, name)));
  };
}

/** An object with just these members; those of `optional` may be absent. */
export function object(required: Members, optional: Members = {}): Shape {
  const all: Members = { ...required, ...optional };
  return (value, path) => {
    if (!isObject(value)) return [`${path} is not an object`];
    const missing = Object.keys(required).filter((name) => !Object.hasOwn(value, name));
    return [
      ...missing.map((name) => `${join(path, name)} is missing`),
      ...Object.entries(value).flatMap(([name, member]) => {
        const shape = Object.hasOwn(all, name) ? all[name] : undefined;
        return shape === undefined ? [`${join(path, name)} is unknown`] : shape(member, join(path, name));
      }),
    ];
  };
}

export type Members = { readonly [name: string]: Shape };

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
