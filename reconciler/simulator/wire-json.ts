/** awsJson 1.0 and 1.1: the operation in `X-Amz-Target`, JSON in and out, instants as seconds since 1970. */

import { shapeOf } from './model.ts';
import { isObject, own } from './json.ts';
import type { Json } from './json.ts';
import type { ServiceModel } from './model.ts';
import { WrongType } from './validate.ts';

/** Throws WrongType when the text is no JSON object, or one that is nested too deep. */
export function parseJsonRequest(text: string): Json {
  const value = jsonIn(text === '' ? '{}' : text);
  if (!isObject(value)) throw new WrongType('The request body is not a JSON object');
  if (isTooDeep(value)) throw new WrongType('The request body is nested too deep');
  return value;
}

function jsonIn(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Levels that an input may have: no operation's has a tenth of it, and the stack ends somewhere. */
const MOST_LEVELS = 100;

function isTooDeep(value: Json): boolean {
  let level: readonly Json[] = [value];
  for (let depth = 0; depth <= MOST_LEVELS; depth += 1) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    if (level.length === 0) return false;
  }
  return true;
}

export interface Encoding {
  /** Lists that the model does not require are left out when empty. */
  readonly absentEmptyLists: boolean;
}

/** The answer's text. Throws when the output has a member that the model lacks, or lacks one that it requires. */
export function encodeJsonAnswer(model: ServiceModel, operation: string, output: object, encoding: Encoding): string {
  const name = model.operations[operation]?.output ?? 'Nothing';
  const shape = shapeOf(model, name);
  const kept = Object.entries(output).filter(([member, value]) => {
    const optional = !(shape.required ?? []).includes(member);
    return !(encoding.absentEmptyLists && optional && Array.isArray(value) && value.length === 0);
  });
  return JSON.stringify(encoded(model, name, Object.fromEntries(kept)));
}

function encoded(model: ServiceModel, name: string, value: unknown): unknown {
  const shape = shapeOf(model, name);
  if (shape.document === true) return value;
  if (shape.type === 'timestamp') return Number(value) / 1000;
  if (shape.type === 'list')
    return (value as readonly unknown[]).map((item) => encoded(model, shape.member ?? '', item));
  if (shape.type === 'map') {
    const entries = Object.entries(value as object);
    return Object.fromEntries(entries.map(([key, item]) => [key, encoded(model, shape.value ?? '', item)]));
  }
  if (shape.type !== 'structure') return value;
  return encodedStructure(model, name, value as object);
}

function encodedStructure(model: ServiceModel, name: string, value: object): object {
  const { members = {}, required = [] } = shapeOf(model, name);
  const given = Object.entries(value).filter(([, item]) => item !== undefined);
  const missing = required.find((member) => !given.some(([other]) => other === member));
  if (missing !== undefined) throw new Error(`the simulator's ${name} lacks ${missing}`);
  return Object.fromEntries(
    given.map(([member, item]) => {
      const its = own(members, member);
      if (its === undefined) throw new Error(`the simulator's ${name} has a member ${member} that the model lacks`);
      return [member, encoded(model, its, item)];
    }),
  );
}
