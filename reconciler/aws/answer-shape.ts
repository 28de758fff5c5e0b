/**
 * Whether an answer has the shape that the service's model gives it. The SDK passes on whatever comes: a text where a list
 * belongs, a row that is none, a list of something in the place of the answer, which is then an answer without a list.
 */

import { NormalizedSchema } from '@smithy/core/schema';
import type { Schema } from './middleware.ts';

/** What is wrong with a value, for people, such as `Users[].Emails is no list`; nothing where it can be used. */
type Check = (value: unknown) => string | undefined;

/** The error for an answer that cannot be used; it repeats nothing of the answer. */
export function misshapen(what: string): Error {
  return Object.assign(new Error(what), { name: MISSHAPEN });
}

export const MISSHAPEN = 'MisshapenAnswer';

/** A check for the JSON of answers of this schema. Numbers, truth values and times are not looked at. */
export function shapeOf(schema: Schema): Check {
  return checkOf(NormalizedSchema.of(schema), '', []) ?? (() => undefined);
}

/** Without these members a row says of nothing that it exists, and would be passed over. */
const NEEDED: { readonly [shape: string]: readonly string[] } = {
  Account: ['Id'],
  AccountAssignment: ['AccountId', 'PermissionSetArn', 'PrincipalId', 'PrincipalType'],
  AccountAssignmentForPrincipal: ['AccountId', 'PermissionSetArn', 'PrincipalId', 'PrincipalType'],
  AccountAssignmentOperationStatusMetadata: ['RequestId', 'Status'],
  Application: ['ApplicationArn'],
  ApplicationAssignment: ['PrincipalId', 'PrincipalType'],
  AttachedManagedPolicy: ['Arn'],
  CustomerManagedPolicyReference: ['Name'],
  DelegatedAdministrator: ['Id'],
  DescribeGroupResponse: ['GroupId'],
  DescribeUserResponse: ['UserId'],
  EnabledServicePrincipal: ['ServicePrincipal'],
  Group: ['GroupId'],
  GroupMembership: ['GroupId', 'MemberId', 'MembershipId'],
  InstanceMetadata: ['InstanceArn'],
  OrganizationalUnit: ['Id', 'Name'],
  Parent: ['Id'],
  PermissionSetProvisioningStatusMetadata: ['RequestId', 'Status'],
  Root: ['Id'],
  Tag: ['Key'],
  User: ['UserId'],
};

/** `path` is where the value stands, `around` what it stands in; nothing where any value will do. */
function checkOf(schema: NormalizedSchema, path: string, around: readonly unknown[]): Check | undefined {
  const raw = schema.getSchema();
  // One that holds itself has no end.
  if (typeof raw === 'object' && around.includes(raw)) return undefined;
  const inside = [...around, raw];
  if (schema.isStringSchema()) return (value) => (typeof value === 'string' ? undefined : `${path} is no text`);
  if (schema.isListSchema()) return listCheck(path, checkOf(schema.getValueSchema(), `${path}[]`, inside));
  if (!schema.isStructSchema()) return undefined;
  const members = [...schema.structIterator()];
  // What is answered to a write says nothing, in whatever form.
  if (members.length === 0) return undefined;
  const prefix = path === '' ? '' : `${path}.`;
  const checks = members.flatMap(([name, member]) => {
    const check = checkOf(member, `${prefix}${name}`, inside);
    return check === undefined ? [] : [[name, check] as const];
  });
  return recordCheck(path === '' ? 'the answer' : path, new Map(checks), NEEDED[schema.getName() ?? ''] ?? []);
}

function listCheck(path: string, row: Check | undefined): Check {
  return (value) => {
    if (!Array.isArray(value)) return `${path} is no list`;
    if (row === undefined) return undefined;
    for (const item of value) {
      const wrong = row(item);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
}

/** A member that is null is one that is not there, as to the SDK. */
function recordCheck(path: string, members: ReadonlyMap<string, Check>, needed: readonly string[]): Check {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${path} is no object`;
    const record = value as { readonly [name: string]: unknown };
    for (const name of needed) if ((record[name] ?? '') === '') return `${path} has no ${name}`;
    for (const name in record) {
      const member = record[name];
      const wrong = member === null ? undefined : members.get(name)?.(member);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
}
