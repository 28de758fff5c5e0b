/** An inline policy of a folder, with what is live put into it: statements that still hold stay as they are written. */

import type { Json } from '../../core/json.ts';
import { canonicalJson, sameJson } from '../../core/json.ts';
import { canonicalPolicy, isObject } from '../../core/policy.ts';
import { Edits } from './edits.ts';
import type { EditedPart } from './part.ts';
import { openPart } from './part.ts';
import { fieldsAt, itemsAt } from './places.ts';
import { mannerOf } from './text.ts';

/**
 * Edits the list `Statement` of a written policy, which the path leads to, so that it means what is live (in canonical
 * form). False where that takes more than other statements: nothing is edited then.
 */
export function editStatements(edits: Edits, path: readonly (string | number)[], written: Json, live: Json): boolean {
  const [list] = fieldsAt(edits.parts, [...path, 'Statement']);
  const places = itemsAt(edits.parts, [...path, 'Statement']);
  const old = statements(written);
  if (list === undefined || old === undefined || places.length !== old.length) return false;
  const wanted = new Map((statements(live) as readonly Json[]).map((statement) => [meaning(statement), statement]));
  if (!sameJson(others(written), others(live))) return false;
  for (const [index, place] of places.entries()) {
    if (!wanted.delete(meaning(old[index] as Json))) edits.remove(place);
  }
  for (const statement of wanted.values()) edits.add(list, statement);
  return true;
}

function statements(policy: Json): readonly Json[] | undefined {
  const list = isObject(policy) ? policy['Statement'] : undefined;
  return Array.isArray(list) ? list : undefined;
}

function others(policy: Json): Json {
  return { ...(canonicalPolicy(policy) as { readonly [name: string]: Json }), Statement: null };
}

function meaning(statement: Json): string {
  return canonicalJson(canonicalPolicy({ Statement: [statement] }));
}

/** The text of a policy's file, with as much of the old one as still holds; `old` is empty for a new file. */
export function policyFileText(old: string, written: Json, live: Json): string {
  const edited = editedFile(old, written, live);
  if (edited !== undefined) return edited;
  const indent = /^[ \t]+(?=")/mu.exec(old)?.[0] ?? '  ';
  return `${JSON.stringify(live, null, indent)}\n`.replaceAll('\n', mannerOf(old).newline);
}

function editedFile(old: string, written: Json, live: Json): string | undefined {
  const opened = openPart('policy', old);
  const part: EditedPart = { ...opened, manner: { ...opened.manner, json: true } };
  const edits = new Edits([part]);
  if (!editStatements(edits, [], written, live)) return undefined;
  return edits.texts().get('policy');
}
