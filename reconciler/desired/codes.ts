/** The codes of all that can be wrong with a configuration, with what each means, and how such an issue is made. */

import type { Issue, Position } from '../core/issue.ts';
import { byCodePoint } from '../core/json.ts';

export const CONFIG_CODES = {
  CONFIG_FILE: 'a file cannot be read or written, is no regular UTF-8 file, too large, a link, or outside the folder',
  CONFIG_EMPTY: 'the configuration holds nothing',
  CONFIG_YAML: 'a part is no YAML, or uses something of YAML that is not taken here',
  CONFIG_TWICE: 'something that can be given once is given in two places',
  CONFIG_VERSION: 'no part says `version: 1`',
  CONFIG_UNKNOWN_FIELD: 'a field that the format does not have',
  CONFIG_MISSING: 'a field that must be there is not',
  CONFIG_VALUE: 'a value of the wrong type or form',
  CONFIG_ACCOUNT_ID: 'an account id without quotes',
  CONFIG_LIMIT: 'more than the service takes',
  CONFIG_RESERVED: 'a name that AWS keeps for itself',
  CONFIG_DURATION: 'a duration that is none, or outside what the service takes',
  CONFIG_DATE: 'a day or timestamp that does not exist or has no zone',
  CONFIG_DUPLICATE: 'two things under one name; warning: a name that is live in another case or form',
  CONFIG_OVERLAP: 'two entries that write out the same grant',
  CONFIG_REFERENCE: 'a name that nothing has',
  CONFIG_CONTRADICTION: 'two parts of the configuration that cannot both hold',
  CONFIG_RENAME: 'a `previously` that cannot be; warning: what comes of one that can',
  CONFIG_SELECTOR: 'a selector of accounts that says too little or too much',
  CONFIG_POLICY: 'a policy that IAM would not take',
  CONFIG_REGION: 'a Region where the service is not offered',
  CONFIG_KEY: 'a KMS key that the profile cannot use',
  CONFIG_EXPIRY: 'an end that is missing where a guard asks for one, or given where it may not be',
  CONFIG_IDENTITY_SOURCE: 'something declared that comes from the identity provider',
  CONFIG_OVERRIDE: 'an override without what its guard needs, or with what it does not have',
  CONFIG_SCOPE: 'something that the scope of the file does not allow',
  CONFIG_NEAR_MISS: 'warning: a name that is not declared but nearly is',
  CONFIG_NOTHING: 'warning: an entry that grants nothing',
  CONFIG_EXPIRED: 'warning: an entry whose time has passed',
  CONFIG_GONE: 'warning: something under `removed` or `previously` that is no longer there',
  CONFIG_ACCOUNT: 'warning: an account that is not in the organisation or not active',
  CONFIG_PROFILE_PERMISSIONS: 'warning: the application of the profile lacks newer permissions',
  CONFIG_SHARED_PROFILE: 'warning: another account shares its profile with the account of this one',
  CONFIG_EXPORT: 'warning: something live that the format cannot say, left out of an export',
  CONFIG_PRICE: 'warning: a type of seat without a price',
  CONFIG_SUBSCRIPTION: 'warning: a type of seat that is not known',
} as const;
export type ConfigCode = keyof typeof CONFIG_CODES;

/** A mistake, by its place; `hint` says what to do about it. */
export function mistake(code: ConfigCode, at: Position | undefined, message: string, hint?: string): Issue {
  return issue(code, 'error', at, message, hint);
}

/** Something that a person should know of though it stops nothing. */
export function caution(code: ConfigCode, at: Position | undefined, message: string, hint?: string): Issue {
  return issue(code, 'warning', at, message, hint);
}

function issue(
  code: ConfigCode,
  severity: Issue['severity'],
  at: Position | undefined,
  message: string,
  hint: string | undefined,
): Issue {
  return { code, severity, message, ...(hint === undefined ? {} : { hint }), ...(at === undefined ? {} : { at }) };
}

/** `config/people.yaml:14`: another place, as part of a message. */
export function placeText(at: Position): string {
  return `${at.file}:${at.line}`;
}

/** By file (code point) and place; those without a place come last, in the order in which they were found. */
export function inOrder(issues: readonly Issue[]): readonly Issue[] {
  return issues.toSorted((a, b) => {
    if (a.at === undefined || b.at === undefined) return Number(a.at === undefined) - Number(b.at === undefined);
    return byCodePoint(a.at.file, b.at.file) || a.at.line - b.at.line || a.at.column - b.at.column;
  });
}
