/** Entries that have had their day: renames that are done, removals of what is gone. And renames that cannot be. */

import type { Facts } from '../core/facts.ts';
import type { Issue } from '../core/issue.ts';
import { caution, mistake } from './codes.ts';
import type { Configuration } from './configuration.ts';
import { at } from './configuration.ts';

/** Names under `removed` that nothing live has, and those that only the identity provider can remove. */
export function goneNotices(configuration: Configuration, facts: Facts): readonly Issue[] {
  const { removed = {} } = configuration.document;
  const live = {
    users: new Map(facts.users.map(({ name, external }) => [name, external])),
    groups: new Map(facts.groups.map(({ name, external }) => [name, external])),
    permissionSets: new Map(facts.permissionSets.map((name) => [name, false])),
  };
  return (['users', 'groups', 'permissionSets'] as const).flatMap((kind) =>
    (removed[kind] ?? []).flatMap((name, index) => {
      const place = at(configuration, ['removed', kind, index]);
      const external = live[kind].get(name);
      if (external === undefined)
        return [caution('CONFIG_GONE', place, `"${name}" is already gone`, 'take it out of the list')];
      if (!external) return [];
      const message = `"${name}" belongs to the identity provider and is never removed here`;
      return [caution('CONFIG_IDENTITY_SOURCE', place, message, 'remove it at the provider')];
    }),
  );
}

/** What the live names say about each `previously`. */
export function renameIssues(configuration: Configuration, facts: Facts): readonly Issue[] {
  const liveGroups = new Map(facts.groups.map((group) => [group.name, group] as const));
  const liveSets = new Set(facts.permissionSets);
  const groups = (configuration.document.groups ?? []).flatMap(({ name, previously }, index) => {
    if (previously === undefined) return [];
    const place = at(configuration, ['groups', index, 'previously']);
    const old = liveGroups.get(previously);
    if (old === undefined) return [doneNotice(previously, place)];
    if (liveGroups.has(name)) {
      const message = `groups "${previously}" and "${name}" both exist, so the one cannot be renamed to the other`;
      return [
        mistake(
          'CONFIG_RENAME',
          place,
          message,
          `declare "${name}" without previously, and move what "${previously}" holds`,
        ),
      ];
    }
    if (!old.external) return [];
    const message = `group "${previously}" comes from the identity provider and is never renamed here`;
    return [mistake('CONFIG_RENAME', place, message, 'rename it at the provider')];
  });
  const sets = (configuration.document.permissionSets ?? []).flatMap(({ previously }, index) => {
    if (previously === undefined || liveSets.has(previously)) return [];
    return [doneNotice(previously, at(configuration, ['permissionSets', index, 'previously']))];
  });
  return [...groups, ...sets];
}

function doneNotice(previously: string, place: Issue['at']): Issue {
  return caution('CONFIG_GONE', place, `nothing is called "${previously}" any more`, 'take previously out of the file');
}
