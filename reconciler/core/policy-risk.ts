/**
 * What a permission set's policies let its holder become: administrator, or somebody who can give themselves more. As far
 * as the documents of the set tell: AWS managed policies are known by name only, customer managed ones not at all.
 */

import type { Change } from './change.ts';
import { specBefore } from './change.ts';
import type { Issue } from './issue.ts';
import { byCodePoint, type Fields, type Json } from './json.ts';
import { entriesOf, statementsOf } from './policy-statement.ts';
import { isObject } from './policy.ts';
import type { PermissionSetSpec } from './resource.ts';
import { matchesWildcards } from './wildcards.ts';

/** Actions by which somebody can widen what they, or a role or function they can use, may do. */
const ESCALATING = [
  'iam:AddUserToGroup',
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreatePolicyVersion',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteUserPermissionsBoundary',
  'iam:PassRole',
  'iam:PutGroupPolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:PutUserPermissionsBoundary',
  'iam:PutUserPolicy',
  'iam:SetDefaultPolicyVersion',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateLoginProfile',
  'identitystore:CreateGroupMembership',
  'lambda:UpdateFunctionCode',
  'sso:AttachCustomerManagedPolicyReferenceToPermissionSet',
  'sso:AttachManagedPolicyToPermissionSet',
  'sso:CreateAccountAssignment',
  'sso:DeletePermissionsBoundaryFromPermissionSet',
  'sso:PutInlinePolicyToPermissionSet',
  'sso:PutPermissionsBoundaryToPermissionSet',
  'sso-directory:AddMemberToGroup',
  'sts:AssumeRole',
] as const;

/** AWS managed policies that allow everything, and that allow all of IAM or of Identity Center; by what follows `policy/`. */
const ADMINISTRATOR_POLICIES: ReadonlySet<string> = new Set(['AdministratorAccess']);
const ESCALATING_POLICIES: ReadonlySet<string> = new Set([
  'AWSSSODirectoryAdministrator',
  'AWSSSOMasterAccountAdministrator',
  'AWSSSOMemberAccountAdministrator',
  'IAMFullAccess',
]);

type Statement = { readonly [element: string]: Json };

interface Risks {
  /** Through what the holder may do everything, in words. */
  readonly administrator: readonly string[];
  /** Through what the holder can come to do more, in words. */
  readonly escalation: readonly string[];
  /** A boundary may take some of it back. */
  readonly bounded: boolean;
}

/** Most reasons that one warning names. */
const NAMED = 5;

/**
 * One warning for each permission set that is made, or changed to one, with which its holder is or can become
 * administrator. What the set could do before is not told again; order and form of the documents make no difference.
 */
export function policyRisks(changes: readonly Change[]): readonly Issue[] {
  return changes.flatMap((change) => {
    if (change.kind !== 'permission-set' || change.verb === 'delete') return [];
    const before = risksOf(specBefore(change));
    const after = risksOf(change.after.spec);
    const { name } = change.after.spec as PermissionSetSpec;
    return newRisks(before, after).map(({ code, says, through, hint }): Issue => ({
      code,
      severity: 'warning',
      message: `permission set ${name} ${says}: ${few(through)}${after.bounded ? ', within its permissions boundary' : ''}`,
      hint,
      ...(change.after.at === undefined ? {} : { at: change.after.at }),
    }));
  });
}

interface Told {
  readonly code: Issue['code'];
  readonly says: string;
  readonly through: readonly string[];
  readonly hint: string;
}

function newRisks(before: Risks, after: Risks): readonly Told[] {
  // What a boundary held back counts as new once the boundary is gone.
  const known = before.bounded && !after.bounded ? NONE : before;
  if (known.administrator.length > 0) return [];
  const [first] = after.administrator;
  if (first !== undefined) {
    const hint = 'they may do everything in the accounts where they hold it';
    return [
      { code: 'POLICY_ADMINISTRATOR', says: 'makes its holders administrators', through: after.administrator, hint },
    ];
  }
  const through = after.escalation.filter((one) => !known.escalation.includes(one));
  if (through.length === 0) return [];
  const hint = 'narrow the actions or the resources, or set a permissionsBoundary';
  return [{ code: 'POLICY_ESCALATION', says: 'lets its holders give themselves more', through, hint }];
}

const NONE: Risks = { administrator: [], escalation: [], bounded: false };

function few(through: readonly string[]): string {
  const more = through.length - NAMED;
  return `${through.slice(0, NAMED).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function risksOf(fields: Fields | undefined): Risks {
  if (fields === undefined) return NONE;
  const { managedPolicies, permissionsBoundary, inlinePolicy } = fields as PermissionSetSpec;
  // What is no statement of IAM's form is not looked into.
  const statements = statementsOf(inlinePolicy).filter(isObject);
  const isDenied = denials(statements);
  const managed = managedPolicies.map((arn) => arn.replace(/^.*:policy\//u, ''));
  const allowed = statements.flatMap((statement) => allowedBy(statement, isDenied));
  return {
    administrator: [
      ...managed.filter((name) => ADMINISTRATOR_POLICIES.has(name)),
      ...allowed.filter(({ isAll }) => isAll).map(({ text }) => text),
    ],
    escalation: [
      ...managed.filter((name) => ESCALATING_POLICIES.has(name)),
      ...allowed.filter(({ isAll }) => !isAll).map(({ text }) => text),
    ].toSorted(byCodePoint),
    bounded: permissionsBoundary !== null,
  };
}

/** Whether one of the statements denies the action everywhere and always: on all users it may still allow it on roles. */
function denials(statements: readonly Statement[]): (action: string) => boolean {
  const denying = statements.filter((statement) => statement['Effect'] === 'Deny');
  const sure = denying.filter((statement) => isEverywhere(statement) && !hasCondition(statement));
  return (action) => sure.some((statement) => patternsFor(statement).some(({ matches }) => matches(action)));
}

interface Allowed {
  readonly text: string;
  readonly isAll: boolean;
}

function allowedBy(statement: Statement, isDenied: (action: string) => boolean): readonly Allowed[] {
  if (statement['Effect'] !== 'Allow' || !isWide(statement)) return [];
  const where = `on ${widest(statement)}${hasCondition(statement) ? ' under a condition' : ''}`;
  const passes = JSON.stringify(statement['Condition'] ?? {})
    .toLowerCase()
    .includes('"iam:passedtoservice"');
  const open = ESCALATING.filter((action) => !isDenied(action) && !(passes && action === 'iam:PassRole'));
  return patternsFor(statement)
    .filter(({ matches }) => open.some(matches))
    .map(({ text, matches }) => ({
      text: `${text} ${where}`,
      isAll: open.length === ESCALATING.length && ESCALATING.every(matches),
    }));
}

interface Pattern {
  readonly text: string;
  readonly matches: (action: string) => boolean;
}

/** What a statement says of actions: each entry of `Action`, or all that `NotAction` leaves. */
function patternsFor(statement: Statement): readonly Pattern[] {
  const { Action: actions, NotAction: others } = statement;
  const excepted = entriesOf(others);
  const listed = entriesOf(actions) ?? [];
  return [
    ...listed.map((pattern) => ({ text: pattern, matches: (action: string) => matchesAction(pattern, action) })),
    ...(excepted === undefined
      ? []
      : [
          {
            text: `all but ${excepted.join(', ')}`,
            matches: (action: string) => !excepted.some((pattern) => matchesAction(pattern, action)),
          },
        ]),
  ];
}

/** IAM does not look at the case of actions. */
function matchesAction(pattern: string, action: string): boolean {
  return matchesWildcards(pattern.toLowerCase(), action.toLowerCase());
}

function hasCondition(statement: Statement): boolean {
  return Object.keys(statement['Condition'] ?? {}).length > 0;
}

function isEverywhere({ Resource: resources }: Statement): boolean {
  return (entriesOf(resources) ?? []).includes('*');
}

/** `*`, an ARN whose resource is everything, or everything of one type, or one that ends before its resource. */
const WIDE = /^(?:\*+|arn:(?:[^:]*:){4}(?:[a-z-]+\/)?\*+|arn(?::[^:]*){2,4})$/u;

function isWide(statement: Statement): boolean {
  return widest(statement) !== undefined;
}

function widest(statement: Statement): string | undefined {
  const { Resource: resources, NotResource: others } = statement;
  const excepted = entriesOf(others);
  if (excepted !== undefined) return `all but ${excepted.join(', ')}`;
  return (entriesOf(resources) ?? []).find((resource) => WIDE.test(resource));
}
