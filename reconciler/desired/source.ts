/**
 * YAML text → values with places. YAML 1.2, core schema, one document to a file; no merge keys and no custom tags, since
 * what a reviewer reads must be what is applied. A null is as if it were not written (DESIGN section 2, "The file").
 */

import type { Issue } from '../core/issue.ts';
import { getOrInsert } from '../core/once.ts';
import { composeInPieces, composeYaml } from './compose.ts';
import type { Node, Source } from './node.ts';
import { lineStarts } from './node.ts';
import type { Reading, Shared } from './yaml-values.ts';
import { fail, newReading, newShared, read, readInto } from './yaml-values.ts';

export interface Parsed {
  /** Absent for a file with only comments, and for one that is broken. */
  readonly node?: Node;
  readonly issues: readonly Issue[];
  /** Whether the text could not be understood as a whole, so that nothing can be said of what it declares. */
  readonly broken: boolean;
}

/** Reads one part. `file` is how people know it. */
export function parseYaml(file: string, written: string, shared = newShared()): Parsed {
  // A carriage return of its own ends a line in YAML, but not in the parser, where a comment would swallow the rest.
  const text = written.replaceAll(/\r(?!\n)/gu, '\n');
  const source = { file, lines: lineStarts(text) };
  return readInPieces(source, text, shared) ?? readWhole(source, text, shared);
}

/** The lists of the outermost mapping are one deep, and their items two. */
const DEPTH_OF_ITEMS = 2;

/** For a text without a mistake, in which nothing refers to anything else. */
function readInPieces(source: Source, text: string, shared: Shared): Parsed | undefined {
  const reading = newReading(source, shared);
  const composed = composeInPieces(text, (list, items) => {
    const taken = getOrInsert(reading.taken, list, (): Node[] => []);
    readInto(taken, reading, items, DEPTH_OF_ITEMS);
  });
  if (composed === undefined) return undefined;
  const parsed = finished(reading, read(reading, composed.contents, 0));
  return reading.refers || parsed.issues.length > 0 ? undefined : parsed;
}

function readWhole(source: Source, text: string, shared: Shared): Parsed {
  const reading = newReading(source, shared);
  const composed = composeYaml(text);
  if (!composed.ok) {
    for (const { offset, message, hint } of composed.mistakes) fail(reading, offset, message, hint);
  }
  return finished(reading, composed.ok ? read(reading, composed.contents, 0) : undefined);
}

function finished({ broken, issues }: Reading, node: Node | undefined): Parsed {
  if (broken) return { issues: firstOfEachLine(issues), broken };
  return { ...(node === undefined ? {} : { node }), issues, broken };
}

/** One mistake of syntax often gives several errors on its line, and only the first helps. */
function firstOfEachLine(issues: readonly Issue[]): readonly Issue[] {
  return [...new Map(issues.toReversed().map((issue) => [issue.at?.line, issue])).values()].toReversed();
}
