/** The JSON values that plans, specs and policies are made of, and their one canonical text. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A canonical spec: defaults filled in, sets sorted, no `undefined`. */
export type Fields = { readonly [name: string]: Json };

/** Orders two strings by code point, the one order used wherever something is shown or hashed. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return fixedUp(left) - fixedUp(right);
  }
  return a.length - b.length;
}

/** UTF-16 puts surrogates (code points past U+FFFF) before U+E000..U+FFFF; code point order puts them after. */
function fixedUp(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
}

/** A surrogate, or what UTF-16 wrongly puts before one: without any, the order of code units is that of code points. */
const OUT_OF_ORDER = /[\u{d800}-\u{10ffff}]/u;

/** Things in code point order of a text of theirs; the runtime's own comparison, which is faster, wherever that is the same. */
export function inCodePointOrder<T>(things: readonly T[], textOf: (thing: T) => string): T[] {
  const compare = things.some((thing) => OUT_OF_ORDER.test(textOf(thing))) ? byCodePoint : byCodeUnit;
  return things.toSorted((a, b) => compare(textOf(a), textOf(b)));
}

function byCodeUnit(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

/** The text of a value with the keys of every object sorted and no white space: equal values give equal text. */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  let text = '';
  if (isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}${canonicalJson(item)}`;
    return `[${text}]`;
  }
  for (const name of Object.keys(value).sort(byCodePoint)) {
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(value[name] ?? null)}`;
  }
  return `{${text}}`;
}

/** Whether two values mean the same JSON, whatever the order of their keys. */
export function sameJson(a: Json, b: Json): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}

/** `Array.isArray` that keeps the element type of a readonly array. */
export function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
