/**
 * IAM's grammar for the policies of identities, which inline policies of permission sets are (AWS: "Grammar of the IAM
 * JSON policy language"): what AWS would refuse, told before it is asked.
 */

import { closestMatch } from 'leven';
import type { Json } from './json.ts';
import { isArray } from './json.ts';
import { conditionMistakes } from './policy-condition.ts';
import { isObject } from './policy.ts';

export interface PolicyMistake {
  /** Where, from the document's root: names of members and indexes of lists. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type Path = PolicyMistake['path'];
type Mistakes = readonly PolicyMistake[];
type Members = { readonly [name: string]: Json };

const VERSIONS = ['2012-10-17', '2008-10-17'];
const POLICY_ELEMENTS = ['Version', 'Statement'];
const STATEMENT_ELEMENTS = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/** Elements that IAM knows, but not in the policy of an identity. */
const RESOURCE_POLICY_ELEMENTS = ['Id', 'Principal', 'NotPrincipal'];

/** A service's prefix and an action, or all of them. IAM takes no wildcard in a part of the prefix. */
const ACTION = /^(?:\*|(?:\*|[a-zA-Z0-9-]+):[\w*?.-]+)$/u;
/**
 * An ARN: a partition, or signs for one; a service, for which no sign may stand; Region, account and resource, where what is left
 * out at the end stands for all, and variables stand in the resource alone (AWS: "IAM JSON policy elements: Resource", "Identify
 * AWS resources with Amazon Resource Names"). What may stand in each part is the service's affair.
 */
const PARTITION = '(?:aws(?:-[a-z]+)*|[a-z-]*[*?][a-z*?-]*)';
const PLACE = '[a-zA-Z0-9*?-]';
const RESOURCE = new RegExp(
  `^(?:\\*|arn:${PARTITION}:[a-zA-Z0-9-]+(?:(?::${PLACE}+){0,2}|(?::${PLACE}*){2}:.+))$`,
  'su',
);

/** Everything in a policy that AWS would refuse, in the order of the document; none for one that it would take. */
export function policyMistakes(document: Json): Mistakes {
  if (!isObject(document)) return [{ path: [], message: 'a policy is an object with Version and Statement' }];
  return [
    ...unknownElements(document, POLICY_ELEMENTS, []),
    ...versionMistakes(document['Version']),
    ...statementListMistakes(document['Statement']),
    ...characterMistakes(document, []),
  ];
}

function unknownElements(members: Members, known: readonly string[], path: Path): Mistakes {
  return Object.keys(members)
    .filter((name) => !known.includes(name))
    .map((name) => ({ path: [...path, name], message: unknownElement(name, known) }));
}

function unknownElement(name: string, known: readonly string[]): string {
  if (RESOURCE_POLICY_ELEMENTS.includes(name)) {
    return `${name} belongs to the policies of resources; a permission set's policy cannot have it`;
  }
  const meant = closestMatch(name, known, { maxDistance: 3 });
  return meant === undefined ? `unknown element "${name}"` : `unknown element "${name}"; did you mean "${meant}"?`;
}

// Without Version, IAM takes 2008-10-17.
function versionMistakes(version: Json | undefined): Mistakes {
  if (version === undefined || (typeof version === 'string' && VERSIONS.includes(version))) return [];
  return [{ path: ['Version'], message: 'Version is "2012-10-17", or "2008-10-17" for an old policy' }];
}

function statementListMistakes(statement: Json | undefined): Mistakes {
  if (statement === undefined) return [{ path: [], message: 'Statement is missing' }];
  if (!isArray(statement)) return statementMistakes(statement, ['Statement']);
  if (statement.length === 0) return [{ path: ['Statement'], message: 'Statement is empty' }];
  return [
    ...statement.flatMap((one, index) => statementMistakes(one, ['Statement', index])),
    ...repeatedSids(statement),
  ];
}

function repeatedSids(statements: readonly Json[]): Mistakes {
  const seen = new Map<string, number>();
  return statements.flatMap((statement, index) => {
    const sid = isObject(statement) ? statement['Sid'] : undefined;
    if (typeof sid !== 'string' || sid === '') return [];
    const first = seen.get(sid);
    if (first === undefined) {
      seen.set(sid, index);
      return [];
    }
    return [{ path: ['Statement', index, 'Sid'], message: `Sid "${sid}" is already that of statement ${first + 1}` }];
  });
}

function statementMistakes(statement: Json, path: Path): Mistakes {
  if (!isObject(statement)) return [{ path, message: 'a statement is an object with Effect, Action and Resource' }];
  return [
    ...unknownElements(statement, STATEMENT_ELEMENTS, path),
    ...sidMistakes(statement['Sid'], path),
    ...effectMistakes(statement['Effect'], path),
    ...exactlyOne(statement, 'Action', path, (action) =>
      ACTION.test(action) ? undefined : `"${action}" is no action: write service:Action, such as s3:GetObject, or *`,
    ),
    ...exactlyOne(statement, 'Resource', path, (resource) =>
      RESOURCE.test(resource)
        ? undefined
        : `"${resource}" is no resource: write an ARN, such as arn:aws:s3:::logs/*, or *`,
    ),
    ...conditionMistakes(statement['Condition'], [...path, 'Condition']),
  ];
}

function sidMistakes(sid: Json | undefined, path: Path): Mistakes {
  if (sid === undefined || (typeof sid === 'string' && /^[A-Za-z0-9]*$/u.test(sid))) return [];
  return [{ path: [...path, 'Sid'], message: 'Sid is text of letters and digits (A-Z, a-z, 0-9)' }];
}

function effectMistakes(effect: Json | undefined, path: Path): Mistakes {
  if (effect === 'Allow' || effect === 'Deny') return [];
  if (effect === undefined) return [{ path, message: 'Effect is missing: "Allow" or "Deny"' }];
  return [{ path: [...path, 'Effect'], message: 'Effect is "Allow" or "Deny", written so' }];
}

/** `name` or `Not` and `name`, each with one string or a list of them; `mistake` judges one string. */
function exactlyOne(
  statement: Members,
  name: 'Action' | 'Resource',
  path: Path,
  mistake: (value: string) => string | undefined,
): Mistakes {
  const [first, second] = Object.entries(statement).filter(([element]) => [name, `Not${name}`].includes(element));
  if (first === undefined) return [{ path, message: `${name} or Not${name} is missing` }];
  if (second !== undefined) return [{ path, message: `a statement has ${name} or Not${name}, not both` }];
  const [element, value] = first;
  return stringListMistakes(value, element, [...path, element], mistake);
}

function stringListMistakes(
  value: Json,
  element: string,
  path: Path,
  mistake: (value: string) => string | undefined,
): Mistakes {
  if (isArray(value) && value.length === 0) return [{ path, message: `${element} is empty` }];
  const entries: readonly (readonly [Path, Json])[] = isArray(value)
    ? value.map((entry, index) => [[...path, index], entry])
    : [[path, value]];
  return entries.flatMap(([at, entry]) => {
    const message = typeof entry === 'string' ? mistake(entry) : `${element} takes text or a list of texts`;
    return message === undefined ? [] : [{ path: at, message }];
  });
}

/** The service takes TAB, LF, CR and U+0020 to U+00FF (model of sso-admin, PermissionSetPolicyDocument). */
const NOT_TAKEN = /[^\t\n\r\u0020-\u00ff]/u;

function characterMistakes(value: Json, path: Path): Mistakes {
  if (isArray(value)) return value.flatMap((entry, index) => characterMistakes(entry, [...path, index]));
  if (isObject(value)) {
    return Object.entries(value).flatMap(([name, member]) => [
      ...characterMistakes(name, [...path, name]),
      ...characterMistakes(member, [...path, name]),
    ]);
  }
  const found = typeof value === 'string' ? NOT_TAKEN.exec(value)?.[0] : undefined;
  if (found === undefined) return [];
  return [{ path, message: `a policy cannot hold the character "${found}": only TAB, LF, CR and U+0020 to U+00FF` }];
}
