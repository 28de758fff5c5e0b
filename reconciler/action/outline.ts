/**
 * A plan so short that it hides in a comment: of each change its verb, its id, and a hash of what it does. With it, an
 * apply that is refused can say what moved since the plan was reviewed. It only explains; the digest decides.
 */

import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Change } from '../core/change.ts';
import { specAfter, specBefore } from '../core/change.ts';
import type { Json } from '../core/json.ts';
import { byCodePoint, canonicalJson } from '../core/json.ts';
import type { Key } from '../core/key.ts';
import { KIND_NAMES } from '../core/key.ts';

/** Id → verb and hash. */
export type Outline = ReadonlyMap<string, { readonly verb: string; readonly hash: string }>;

export interface Moved {
  readonly key: Key;
  readonly how: 'came' | 'went' | 'became another';
  /** The verb now; for what went, the one it had. */
  readonly verb: string;
}

/** A line of the comment is never longer than this (characters): a large plan goes without an outline. */
const MOST_CHARACTERS = 16_000;
/** Most that is read back (bytes): nothing in a comment can fill the memory. */
const MOST_BYTES = 4_000_000;

export function outlineOf(changes: readonly Change[]): Outline {
  return new Map(changes.map((change) => [change.key, { verb: change.verb, hash: hashOf(change) }]));
}

function hashOf(change: Change): string {
  const does: Json = [specBefore(change) ?? null, specAfter(change) ?? null];
  return createHash('sha256').update(canonicalJson(does)).digest('hex').slice(0, 10);
}

/** The outline as a line of a comment; empty when it is too long for one. */
export function outlineText(changes: readonly Change[]): string {
  const lines = [...outlineOf(changes)].map(([id, { verb, hash }]) => `${verb} ${hash} ${id}`);
  const packed = deflateRawSync(lines.join('\n')).toString('base64');
  return packed.length > MOST_CHARACTERS ? '' : `<!-- cw-gitops outline ${packed} -->`;
}

const OUTLINE = /^<!-- cw-gitops outline ([A-Za-z0-9+/=]*) -->\r?$/mu;
const LINE = new RegExp(`^(create|update|replace|delete) ([0-9a-f]{10}) ((?:${KIND_NAMES.join('|')})/\\S+)$`, 'u');

/** The outline that a comment carries, or `undefined` when it carries none that can be read. */
export function parseOutline(body: string): Outline | undefined {
  const packed = OUTLINE.exec(body)?.[1];
  if (packed === undefined) return undefined;
  try {
    const text = inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: MOST_BYTES }).toString();
    const lines = text === '' ? [] : text.split('\n').map((line) => LINE.exec(line));
    const entries = lines.map((match) => {
      const [, verb = '', hash = '', id = ''] = match ?? [];
      // An id that is none throws here, and not where it is shown.
      decodeURIComponent(id);
      return [id, { verb, hash }] as const;
    });
    return lines.includes(null) ? undefined : new Map(entries);
  } catch {
    return undefined;
  }
}

/** Each change that came, went, or became another since the outline was made, by id. */
export function movedSince(outline: Outline, changes: readonly Change[]): readonly Moved[] {
  const now = outlineOf(changes);
  const came = [...now].flatMap(([id, { verb, hash }]): readonly Moved[] => {
    const then = outline.get(id);
    if (then === undefined) return [{ key: id as Key, how: 'came', verb }];
    return then.verb === verb && then.hash === hash ? [] : [{ key: id as Key, how: 'became another', verb }];
  });
  const went = [...outline].flatMap(([id, { verb }]): readonly Moved[] =>
    now.has(id as Key) ? [] : [{ key: id as Key, how: 'went', verb }],
  );
  return [...came, ...went].sort((a, b) => byCodePoint(a.key, b.key));
}
