/**
 * YAML text → values with places. YAML 1.2, core schema, one document to a file; no merge keys and no custom tags, since
 * what a reviewer reads must be what is applied. A null is as if it were not written (DESIGN section 2, "The file").
 */

import type { Issue } from '../core/issue.ts';
import type { Node, Source } from './node.ts';
import { lineStarts } from './node.ts';
import type { YamlEvents } from './yaml-events.ts';
import { quickEventsOf } from './yaml-events.ts';
import { composeYaml } from './yaml-nodes.ts';
import type { Shared } from './yaml-values.ts';
import { newReading, newShared, read, yamlIssue } from './yaml-values.ts';

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
  const events = quickEventsOf(text);
  const quick = events && readEvents(source, events, shared);
  if (quick?.broken === false) return quick;
  // Where something is wrong, `yaml` knows better where it stands.
  const composed = composeYaml(text);
  if (composed.ok) return readEvents(source, composed.events, shared);
  return { issues: firstOfEachLine(composed.mistakes.map((one) => yamlIssue(source, one))), broken: true };
}

function readEvents(source: Source, events: YamlEvents, shared: Shared): Parsed {
  const reading = newReading(source, events, shared);
  // A text with only comments has no events.
  const node = events.length === 0 ? undefined : read(reading, 0);
  const { broken, issues } = reading;
  if (broken) return { issues: firstOfEachLine(issues), broken };
  return { ...(node === undefined ? {} : { node }), issues, broken };
}

/** One mistake of syntax often gives several errors on its line, and only the first helps. */
function firstOfEachLine(issues: readonly Issue[]): readonly Issue[] {
  return [...new Map(issues.toReversed().map((issue) => [issue.at?.line, issue])).values()].toReversed();
}
