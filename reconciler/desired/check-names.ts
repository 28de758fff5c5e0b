/** Names that are taken: by another entry, by one that only looks different, or by AWS. */

import type { Issue } from '../core/issue.ts';
import { caution, mistake, placeText } from './codes.ts';
import type { Configuration, Mention } from './configuration.ts';
import { at } from './configuration.ts';
import { keyAt } from './document.ts';
import { principalMentions } from './check-references.ts';
import { folded } from '../core/folded.ts';
import { isGone } from '../core/gone.ts';

/** Names that the directory keeps for itself (reference, section 1.2). */
const RESERVED: ReadonlySet<string> = new Set(['administrator', 'awsadministrators']);

/** Two users, groups, permission sets or account short names under one name, or under names that look the same. */
export function duplicateNames(configuration: Configuration): readonly Issue[] {
  const { document } = configuration;
  const accounts = Object.keys(document.accounts ?? {}).map((name) => ({ name, path: ['accounts', name] }));
  return [
    ...duplicates(configuration, 'user', userMentions(configuration)),
    ...duplicates(configuration, 'group', groupMentions(configuration)),
    ...duplicates(configuration, 'permission set', listed(document.permissionSets, 'permissionSets')),
    ...duplicates(configuration, 'account', accounts),
  ];
}

function listed(entries: readonly { readonly name: string }[] | undefined, list: string): readonly Mention[] {
  return (entries ?? []).map(({ name }, index) => ({ name, path: [list, index, 'name'] }));
}

function groupMentions({ document }: Configuration): readonly Mention[] {
  return listed(document.groups, 'groups');
}

function userMentions({ document }: Configuration): readonly Mention[] {
  return (document.users ?? []).map(({ userName }, index) => ({ name: userName, path: ['users', index, 'userName'] }));
}

function duplicates(configuration: Configuration, noun: string, mentions: readonly Mention[]): readonly Issue[] {
  const seen = new Map<string, Mention>();
  return mentions.flatMap((mention) => {
    const first = seen.get(folded(mention.name));
    if (first === undefined) {
      seen.set(folded(mention.name), mention);
      return [];
    }
    const place = placeText(keyAt(configuration.written, ...first.path));
    const message =
      first.name === mention.name
        ? `${noun} "${mention.name}" is already declared at ${place}`
        : `${noun} "${mention.name}" differs only in case or form from "${first.name}" at ${place}`;
    return [mistake('CONFIG_DUPLICATE', keyAt(configuration.written, ...mention.path), message)];
  });
}

/** Two users with one email address, whatever its case. */
export function duplicateEmails(configuration: Configuration): readonly Issue[] {
  const seen = new Map<string, number>();
  return (configuration.document.users ?? []).flatMap(({ email, userName }, index) => {
    if (email === undefined) return [];
    const first = seen.get(folded(email));
    if (first === undefined) {
      seen.set(folded(email), index);
      return [];
    }
    const place = placeText(at(configuration, ['users', first, 'email']));
    const message = `"${email}", the email address of "${userName}", is already given to another user at ${place}`;
    return [mistake('CONFIG_DUPLICATE', at(configuration, ['users', index, 'email']), message)];
  });
}

/** Users and groups under names that AWS keeps for itself. */
export function reservedNames(configuration: Configuration): readonly Issue[] {
  return [...userMentions(configuration), ...groupMentions(configuration)]
    .filter(({ name }) => RESERVED.has(folded(name)))
    .map(({ name, path }) =>
      mistake(
        'CONFIG_RESERVED',
        at(configuration, path),
        `AWS keeps the name "${name}" for itself`,
        'take another name',
      ),
    );
}

/** Users and groups that are named as a plan names principals that no longer exist: nobody could tell them apart. */
export function namesOfGone(configuration: Configuration): readonly Issue[] {
  const seen = new Set<string>();
  return [...userMentions(configuration), ...groupMentions(configuration), ...principalMentions(configuration)].flatMap(
    ({ name, path }) => {
      if (!isGone(name) || seen.has(name)) return [];
      seen.add(name);
      const message = `"${name}" is how a plan calls a principal that no longer exists`;
      return [mistake('CONFIG_RESERVED', at(configuration, path), message, 'take another name')];
    },
  );
}

/** Two short names for one account: often a copied line whose id was to be changed. */
export function sharedAccountIds(configuration: Configuration): readonly Issue[] {
  const seen = new Map<string, string>();
  return Object.entries(configuration.document.accounts ?? {}).flatMap(([name, id]) => {
    const first = seen.get(id);
    if (first === undefined) {
      seen.set(id, name);
      return [];
    }
    return [
      caution(
        'CONFIG_DUPLICATE',
        at(configuration, ['accounts', name]),
        `"${name}" and "${first}" are one account, ${id}`,
      ),
    ];
  });
}
