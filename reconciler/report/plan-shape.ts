/** The shape of a plan file: the same as `schemas/plan.schema.json`, checked without a schema library. */

import { KIND_NAMES } from '../core/key.ts';
import type { Shape } from './shape.ts';
import { anything, atLeast, flag, list, matching, members, number, object, oneOf, orNull, text } from './shape.ts';

const position = object({ file: text, line: atLeast(1), column: atLeast(1) });
const kind = oneOf(KIND_NAMES);
const spec = members(anything);
const path = object({}, { group: text });

const issue = object(
  { code: text, severity: oneOf(['error', 'warning']), message: text },
  { hint: text, at: position },
);

const changeMembers = object(
  {
    id: text,
    kind,
    verb: oneOf(['create', 'update', 'replace', 'delete']),
    before: orNull(spec),
    after: orNull(spec),
    fields: list(object({ field: text, before: anything, after: anything })),
    needs: list(text),
    reason: text,
    origin: oneOf(['file', 'drift', 'organization', 'clock']),
    widensAccess: flag,
  },
  { via: text, at: position },
);

/** A create has nothing before, a delete nothing after, and all else has both. */
const change: Shape = (value, at) => {
  const mistakes = changeMembers(value, at);
  if (mistakes.length > 0) return mistakes;
  const { verb, before, after } = value as { readonly verb: string; readonly before: unknown; readonly after: unknown };
  const agrees = (before === null) === (verb === 'create') && (after === null) === (verb === 'delete');
  return agrees ? [] : [`${at} has not the sides of a ${verb}`];
};

const effect = object({
  permissionSet: text,
  effect: oneOf(['gains', 'loses', 'keeps']),
  before: list(path),
  after: list(path),
  users: list(text),
  accounts: list(text),
});

const signIn = object({
  effect: oneOf(['gains', 'loses', 'keeps']),
  users: list(text),
  before: list(path),
  after: list(path),
});

const term = object({}, { expires: text, reason: text });

const heldSeat = orNull(object({ type: text, state: oneOf(['active', 'pending']), through: list(path) }));

const seats = object(
  {
    before: atLeast(0),
    after: atLeast(0),
    active: object({ before: atLeast(0), after: atLeast(0) }),
    people: list(object({ users: list(text), before: heldSeat, after: heldSeat })),
    cancelled: list(text),
    orphaned: list(object({ id: text, goes: flag }, { type: text })),
    undeclared: list(text),
  },
  { monthly: object({ currency: text, before: number, after: number, charged: number }) },
);

/** What a plan was made for. */
export const targetShape: Shape = object(
  {
    organization: object({ id: text, managementAccount: text }),
    identityCenter: object({ instanceArn: text, region: text }),
  },
  { profile: object({ account: text, region: text }) },
);

/** All of a plan document. */
export const planShape: Shape = object(
  {
    formatVersion: oneOf([1]),
    target: targetShape,
    summary: object({ create: atLeast(0), update: atLeast(0), replace: atLeast(0), delete: atLeast(0) }),
    breaches: list(issue),
    warnings: list(issue),
    people: list(effect),
    administrators: list(object({ permissionSet: text, account: text, before: atLeast(0), after: atLeast(0) })),
    changes: list(change),
    unmanaged: list(object({ id: text, kind }, { tags: list(text) })),
    lastAssignees: list(object({ permissionSet: text, account: text })),
    provisionings: members(atLeast(0)),
    accounts: members(text),
    forecast: object({ writes: atLeast(0), calls: atLeast(0), seconds: atLeast(0) }),
  },
  {
    signIns: list(signIn),
    seats,
    terms: list(object({ ids: list(text), before: term, after: term }, { at: position })),
    ending: list(object({ ids: list(text), expires: text }, { reason: text, at: position })),
    digest: matching('sha256: and 64 hex digits', /^sha256:[0-9a-f]{64}$/u),
  },
);
