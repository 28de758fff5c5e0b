/** Answers in the odd forms that clients of the private APIs have met: the meaning stays, the JSON looks different. */

import type { Reply } from './answer.ts';
import type { Fault } from './faults.ts';
import { isList, isObject, textIn, without } from './json.ts';
import type { Json, JsonObject } from './json.ts';

/** The reply as the faults let it look. Only JSON is disguised. */
export function disguised(reply: Reply, faults: readonly Fault[]): Reply {
  if (!(reply.headers['content-type'] ?? '').includes('json')) return reply;
  return faults.reduce(disguisedBy, reply);
}

function disguisedBy(reply: Reply, fault: Fault): Reply {
  const body = JSON.parse(reply.body === '' ? '{}' : reply.body) as JsonObject;
  const isError = reply.status !== 200;
  const name = (textIn(body, '__type') ?? '').replace(/^.*#/u, '');
  if (isError && fault.kind === 'error-in-header') {
    const headers = { ...reply.headers, 'x-amzn-errortype': name };
    return { ...reply, headers, body: JSON.stringify(without(body, '__type')) };
  }
  if (isError && fault.kind === 'error-namespace') {
    return { ...reply, body: JSON.stringify({ ...body, __type: `${fault.namespace}#${name}` }) };
  }
  if (isError) return reply;
  if (fault.kind === 'empty-body') return reply.body === '{}' ? { ...reply, body: '' } : reply;
  const extra = EXTRA[fault.kind];
  return extra === undefined ? reply : { ...reply, body: JSON.stringify(withExtra(body, extra)) };
}

const EXTRA: { readonly [kind: string]: JsonObject | undefined } = {
  'typed-objects': { __type: 'com.amazon.aws.codewhisperer#Something' },
  'unknown-members': { somethingNew: { kind: 'NEVER_HEARD_OF', values: [1, null, true] } },
};

/** Every object of the value with those members too. */
function withExtra(value: Json, extra: JsonObject): Json {
  if (isList(value)) return value.map((item) => withExtra(item, extra));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, item]) => [name, withExtra(item, extra)] as const);
  return { ...Object.fromEntries(members), ...extra };
}
