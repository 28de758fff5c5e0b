/** The errors of the schema check → one issue for each mistake, and what has to be left out for the rest to hold. */

import type { Issue } from '../core/issue.ts';
import { closest } from './names.ts';
import type { Mapping } from './node.ts';
import { nearest } from './node.ts';
import type { SchemaError } from './schema-message.ts';
import { knownFields, schemaMessage } from './schema-message.ts';

/** Errors that only repeat others: that a branch or a key did not fit. */
const ECHOES: ReadonlySet<string> = new Set(['if', 'propertyNames']);

function pathOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** One issue for each mistake, in the order found. */
export function schemaIssues(errors: readonly SchemaError[], root: Mapping): readonly Issue[] {
  const meant = new Set(errors.flatMap(fieldMeant));
  const seen = new Set<string>();
  return errors.flatMap((error) => {
    const { keyword, instancePath, params, propertyName } = error;
    const { additionalProperty, missingProperty } = params;
    if (ECHOES.has(keyword) || meant.has(`${instancePath}/${String(missingProperty)}`)) return [];
    // An empty text is too short and of the wrong form: the first says enough.
    const subject = JSON.stringify([instancePath, propertyName, additionalProperty, missingProperty]);
    if (seen.has(subject)) return [];
    seen.add(subject);
    return [schemaMessage(error, pathOf(instancePath), root)];
  });
}

/** The field that an unknown one was meant to be, as a pointer: it is then not missing as well. */
function fieldMeant(error: SchemaError): readonly string[] {
  if (error.keyword !== 'additionalProperties') return [];
  const near = closest(String(error.params['additionalProperty']), knownFields(error));
  return near === undefined ? [] : [`${error.instancePath}/${near}`];
}

/** What has to be left out for the rest to be well-formed, as pointers. */
export function wrongPaths(errors: readonly SchemaError[], root: Mapping): readonly string[] {
  return errors.flatMap((error) => {
    if (ECHOES.has(error.keyword)) return [];
    const pointer = error.instancePath;
    if (error.propertyName !== undefined) return [`${pointer}/${escaped(error.propertyName)}`];
    if (error.keyword !== 'additionalProperties') return [pointer];
    // An entry with a misspelt field does not say what it was to say.
    if (fieldMeant(error).length > 0 && isItem(pointer, root)) return [pointer];
    return [`${pointer}/${escaped(String(error.params['additionalProperty']))}`];
  });
}

function isItem(pointer: string, root: Mapping): boolean {
  return nearest(root, pathOf(pointer).slice(0, -1)).type === 'list';
}
