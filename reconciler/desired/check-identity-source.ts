/** `identitySource: external`: users and groups come from a provider, but for local groups. */

import type { Issue } from '../core/issue.ts';
import { caution, mistake } from './codes.ts';
import type { Configuration } from './configuration.ts';
import { at } from './configuration.ts';
import { firstMatch } from './glob.ts';

/** Users, and groups that are not local, declared although they come from the provider. */
export function providedIdentities(configuration: Configuration): readonly Issue[] {
  const { identityCenter, users = [], groups = [] } = configuration.document;
  const localGroups = identityCenter?.localGroups ?? [];
  if (identityCenter?.identitySource !== 'external') {
    if (localGroups.length === 0) return [];
    const place = at(configuration, ['identityCenter', 'localGroups']);
    const message = '`localGroups` means nothing unless `identitySource` is external';
    return [caution('CONFIG_IDENTITY_SOURCE', place, message)];
  }
  const isLocal = firstMatch(localGroups);
  return [
    ...users.map(({ userName }, index) =>
      mistake(
        'CONFIG_IDENTITY_SOURCE',
        at(configuration, ['users', index, 'userName']),
        `user "${userName}" comes from the identity provider (identitySource: external)`,
        'name it where it is granted something, without declaring it',
      ),
    ),
    ...groups.flatMap(({ name }, index) =>
      isLocal(name) !== undefined
        ? []
        : [
            mistake(
              'CONFIG_IDENTITY_SOURCE',
              at(configuration, ['groups', index, 'name']),
              `group "${name}" comes from the identity provider (identitySource: external)`,
              'name it without declaring it, or list it under identityCenter.localGroups',
            ),
          ],
    ),
  ];
}
