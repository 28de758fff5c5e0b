/** The profile and who may use it, in the words of the file. */

import { isGone } from '../core/gone.ts';
import type { Issue } from '../core/issue.ts';
import { byCodePoint } from '../core/json.ts';
import type { ApplicationSpec, AuthorizationSpec, LiveResource, ProfileSpec } from '../core/resource.ts';
import { ownTags } from '../core/tags.ts';
import { caution } from './codes.ts';
import type { Authorization, Codewhisperer } from './document.types.ts';
import { grouped } from '../core/grouped.ts';
import type { AccountWriter } from './write-accounts.ts';
import { principalFields } from './write-principals.ts';

interface Writing {
  readonly live: readonly LiveResource[];
  readonly accounts: AccountWriter;
  readonly notices: Issue[];
  readonly kinds: ReadonlySet<string>;
}

/** The section, or nothing without a profile that was made whole. */
export function writeCodewhisperer(writing: Writing): Codewhisperer | undefined {
  const profile = writing.live.find(({ kind }) => kind === 'profile')?.spec as ProfileSpec | undefined;
  if (profile === undefined || !writing.kinds.has('profile')) return undefined;
  const { account, region, status, profileName, description, codeReferences, kmsKey, features, tags } = profile;
  if (status !== undefined) {
    tell(writing, `profile "${profileName}" is ${status} and not written: it was never made whole`);
    return undefined;
  }
  const application = writing.live.find(({ kind }) => kind === 'application')?.spec as ApplicationSpec | undefined;
  const own = ownTags(tags);
  const authorized = writing.kinds.has('authorization') ? authorizations(writing) : [];
  return {
    account: writing.accounts.nameOf(account),
    region,
    profileName,
    ...(description === undefined ? {} : { description }),
    ...(application?.enabled === false ? { enabled: false } : {}),
    ...(codeReferences === undefined ? {} : { codeReferences }),
    ...(kmsKey === undefined ? {} : { kmsKey }),
    ...(Object.keys(features).length === 0 ? {} : { features }),
    ...(Object.keys(own).length === 0 ? {} : { tags: own }),
    ...(authorized.length === 0 ? {} : { authorized }),
  };
}

function tell({ notices }: Pick<Writing, 'notices'>, message: string): void {
  notices.push(caution('CONFIG_EXPORT', undefined, message));
}

function authorizations(writing: Writing): readonly Authorization[] {
  const all = writing.live
    .filter(({ kind }) => kind === 'authorization')
    .map(({ spec }) => spec as AuthorizationSpec)
    // A seat that only comes through a group is the group's.
    .filter(({ signIn, subscription }) => signIn || subscription !== null);
  const sayable = all.filter((spec) => canSay(spec, writing));
  const bySeat = grouped(sayable, ({ subscription }) => subscription ?? '');
  return [...bySeat]
    .toSorted(([a], [b]) => byCodePoint(b, a))
    .map(([subscription, held]): Authorization => ({
      ...(subscription === '' ? {} : { subscription }),
      ...principalFields(held),
    }));
}

function canSay({ principalType, principal, signIn }: AuthorizationSpec, writing: Writing): boolean {
  const what = `authorisation of ${principalType} "${principal}" is left as it is`;
  if (isGone(principal)) tell(writing, `${what}: that ${principalType} no longer exists`);
  else if (!signIn) tell(writing, `${what}: it is a seat without sign-in`);
  else return true;
  return false;
}
