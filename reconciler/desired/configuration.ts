/** A validated configuration: the written document in the form that rules and expansion read, each entry with its place. */

import type { Position } from '../core/issue.ts';
import type { Json } from '../core/json.ts';
import type { PrincipalType } from '../core/key.ts';
import { PRESETS } from '../core/presets.ts';
import type { WrittenDocument } from './document.ts';
import { valueAt } from './document.ts';
import type { AccountSelector, AdminGrant, Assignment, DesiredState } from './document.types.ts';
import { ListedAccount, ListedMember } from './listed.ts';
import type { Node, Step } from './node.ts';

export interface Configuration {
  readonly document: DesiredState;
  readonly written: WrittenDocument;
  readonly parts: readonly PartFile[];
  /** Inline policies by index in `permissionSets`. */
  readonly policies: ReadonlyMap<number, InlinePolicy>;
  /** `assignments` in the order of the document, then `admins`. */
  readonly grants: readonly GrantEntry[];
  readonly members: readonly MemberEntry[];
  readonly authorized: readonly AuthorizedEntry[];
}

/** A file of the configuration. */
export interface PartFile {
  /** As shown to people. */
  readonly file: string;
  /** Relative to the folder, with `/`: what `scopes.files` matches and policies are found from. */
  readonly path: string;
}

export interface InlinePolicy {
  readonly document: Json;
  /** With the places of its parts, in its own file where it has one. */
  readonly node: Node;
}

/** Something that is named at a place of the file. */
export interface Mention {
  readonly name: string;
  readonly path: readonly Step[];
}

export type Selector = Exclude<AccountSelector, string>;

/** How an entry says which accounts it means. */
export type AccountTerm =
  | (Mention & { readonly type: 'named' })
  | { readonly type: 'management'; readonly path: readonly Step[] }
  | { readonly type: 'selected'; readonly selector: Selector; readonly path: readonly Step[] };

export interface PrincipalMention extends Mention {
  readonly type: PrincipalType;
}

/** One entry of `assignments` or of `admins`: all its sets on all its accounts for all its principals. */
export interface GrantEntry {
  readonly path: readonly Step[];
  readonly sets: readonly Mention[];
  readonly accounts: readonly AccountTerm[];
  readonly except: readonly AccountTerm[];
  readonly principals: readonly PrincipalMention[];
  readonly expires?: string;
  readonly reason?: string;
}

/** One entry of a group's `members`: the user who is named. */
export interface MemberEntry extends PrincipalMention {
  readonly group: string;
  readonly expires?: string;
  readonly reason?: string;
}

/** One user or group of an entry of `codewhisperer.authorized`. */
export interface AuthorizedEntry extends PrincipalMention {
  /** The type of the paid seat, as written; absent: sign-in only. */
  readonly subscription?: string;
  readonly expires?: string;
  readonly reason?: string;
}

/** Brings a document into this form. */
export function createConfiguration(
  written: WrittenDocument,
  parts: readonly PartFile[],
  policies: ReadonlyMap<number, InlinePolicy>,
): Configuration {
  const document = written.value;
  return {
    document,
    written,
    parts,
    policies,
    grants: [...(document.assignments ?? []).map(assignmentEntry), ...adminEntries(document)],
    members: memberEntries(document),
    authorized: authorizedEntries(document),
  };
}

/** Where the value at a path stands. */
export function at(configuration: Configuration, path: readonly Step[]): Position {
  return valueAt(configuration.written, ...path);
}

function mentions(names: readonly string[] | undefined, path: readonly Step[]): readonly Mention[] {
  return (names ?? []).map((name, index) => ({ name, path: [...path, index] }));
}

function principals(entry: Assignment | AdminGrant, path: readonly Step[]): readonly PrincipalMention[] {
  return [
    ...mentions(entry.groups, [...path, 'groups']).map((mention) => ({ ...mention, type: 'group' as const })),
    ...mentions(entry.users, [...path, 'users']).map((mention) => ({ ...mention, type: 'user' as const })),
  ];
}

/** A list of accounts and selectors, as terms. */
export function accountTerms(
  list: readonly AccountSelector[] | undefined,
  path: readonly Step[],
): readonly AccountTerm[] {
  return (list ?? []).map((item, index) =>
    typeof item === 'string'
      ? new ListedAccount(item, path, index)
      : { type: 'selected', selector: item, path: [...path, index] },
  );
}

function ending(entry: {
  readonly expires?: string;
  readonly reason?: string;
}): Pick<GrantEntry, 'expires' | 'reason'> {
  return {
    ...(entry.expires === undefined ? {} : { expires: entry.expires }),
    ...(entry.reason === undefined ? {} : { reason: entry.reason }),
  };
}

function assignmentEntry(entry: Assignment, index: number): GrantEntry {
  const path = ['assignments', index];
  const single =
    entry.permissionSet === undefined ? [] : [{ name: entry.permissionSet, path: [...path, 'permissionSet'] }];
  return {
    path,
    sets: [...single, ...mentions(entry.permissionSets, [...path, 'permissionSets'])],
    accounts: accountTerms(entry.accounts, [...path, 'accounts']),
    except: accountTerms(entry.except, [...path, 'except']),
    principals: principals(entry, path),
    ...ending(entry),
  };
}

/** The two shorthands of `admins`, with the preset that each stands for. */
export const ADMINS = [
  { field: 'organization', preset: 'organization-administrator' },
  { field: 'codewhisperer', preset: 'codewhisperer-administrator' },
] as const;

function adminEntries(document: DesiredState): readonly GrantEntry[] {
  return ADMINS.flatMap(({ field, preset }) => {
    const entry = document.admins?.[field];
    if (entry === undefined) return [];
    const path = ['admins', field];
    return [
      {
        path,
        sets: [{ name: entry.permissionSet ?? PRESETS[preset].name, path: [...path, 'permissionSet'] }],
        accounts: adminAccount(document, field, entry.account),
        except: [],
        principals: principals(entry, path),
        ...ending(entry),
      },
    ];
  });
}

function adminAccount(
  document: DesiredState,
  field: 'organization' | 'codewhisperer',
  account: string | undefined,
): readonly AccountTerm[] {
  const path = ['admins', field, 'account'];
  if (account !== undefined) return [{ type: 'named', name: account, path }];
  if (field === 'organization') return [{ type: 'management', path }];
  const profile = document.codewhisperer?.account;
  return profile === undefined ? [] : [{ type: 'named', name: profile, path }];
}

function memberEntries(document: DesiredState): readonly MemberEntry[] {
  return (document.groups ?? []).flatMap(({ name, members = [] }, groupIndex) => {
    const list = ['groups', groupIndex, 'members'];
    return members.map((member, index) =>
      typeof member === 'string'
        ? new ListedMember(name, member, list, index)
        : Object.assign(new ListedMember(name, member.user, list, index), ending(member)),
    );
  });
}

function authorizedEntries(document: DesiredState): readonly AuthorizedEntry[] {
  return (document.codewhisperer?.authorized ?? []).flatMap((entry, entryIndex) => {
    const path = ['codewhisperer', 'authorized', entryIndex];
    const seat = entry.subscription === undefined ? {} : { subscription: entry.subscription };
    const groups = (entry.groups ?? []).map((item, index): AuthorizedEntry => {
      const written = typeof item === 'string' ? { group: item } : item;
      return { type: 'group', name: written.group, path: [...path, 'groups', index], ...seat, ...ending(written) };
    });
    const users = (entry.users ?? []).map((item, index): AuthorizedEntry => {
      const written = typeof item === 'string' ? { user: item } : item;
      return { type: 'user', name: written.user, path: [...path, 'users', index], ...seat, ...ending(written) };
    });
    return [...groups, ...users];
  });
}
