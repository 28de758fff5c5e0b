/** Groups of the identity store. */

import { createOrFind, removeIfThere } from '../../aws/create.ts';
import { answered, refMember } from '../../aws/names.ts';
import { readPrincipals } from '../../aws/principals.ts';
import type { AwsSession } from '../../aws/session.ts';
import { describeGroup, groupIdOf, type LiveGroup } from '../../aws/directory.ts';
import type { Fields } from '../../core/json.ts';
import { groupKey } from '../../core/key.ts';
import type { Driver } from '../../core/kind.ts';
import type { GroupSpec, LiveResource } from '../../core/resource.ts';

/** The driver of groups; its refs are `{ groupId }`. A new name is an update: the id, members and grants stay. */
export function createGroupDriver(session: AwsSession): Driver<GroupSpec> {
  return {
    read: async (scope) => {
      const { survey, names } = session;
      const describe = (id: string): Promise<LiveGroup | undefined> => describeGroup(storeOf(session), id);
      const groups = await readPrincipals(scope, { kind: 'group', names, roster: survey.groups, describe });
      return groups.map(liveResource);
    },
    create: ({ spec }) => createGroup(session, spec),
    update: async (before, { spec }) => {
      const groupId = refMember(before.ref, 'groupId');
      const operations = [
        ...(spec.name === before.spec.name ? [] : [{ AttributePath: 'displayName', AttributeValue: spec.name }]),
        ...(spec.description === undefined || spec.description === before.spec.description
          ? []
          : [{ AttributePath: 'description', AttributeValue: spec.description }]),
      ];
      if (operations.length > 0) {
        const { identityStoreId } = await session.survey.instance();
        const input = { IdentityStoreId: identityStoreId, GroupId: groupId, Operations: operations };
        await session.identityStore.call('UpdateGroup', input, { about: `group ${before.spec.name}` });
      }
      session.names.remember(groupKey(spec.name), groupId);
      return { groupId };
    },
    remove: async ({ ref, spec }) => {
      const { identityStoreId } = await session.survey.instance();
      const input = { IdentityStoreId: identityStoreId, GroupId: refMember(ref, 'groupId') };
      await removeIfThere(() => session.identityStore.call('DeleteGroup', input, { about: `group ${spec.name}` }));
    },
  };
}

function liveResource(live: LiveGroup): LiveResource<GroupSpec> {
  return {
    kind: 'group',
    key: live.key,
    spec: specOf(live),
    needs: [],
    ref: { groupId: live.id },
    ...(live.external ? { external: true } : {}),
  };
}

function specOf({ name, description }: LiveGroup): GroupSpec {
  return { name, ...(description === undefined ? {} : { description }) };
}

function storeOf({ survey, identityStore }: AwsSession) {
  return { ground: survey, identityStore };
}

async function createGroup(session: AwsSession, spec: GroupSpec): Promise<Fields> {
  const { identityStore, survey, retry, names } = session;
  const { identityStoreId } = await survey.instance();
  const input = {
    IdentityStoreId: identityStoreId,
    DisplayName: spec.name,
    ...(spec.description === undefined ? {} : { Description: spec.description }),
  };
  const about = `group ${spec.name}`;
  const groupId = await createOrFind(
    retry,
    async () => {
      const made = await identityStore.call('CreateGroup', input, { about, onConflict: 'throw' });
      return answered(made.GroupId, about);
    },
    async (conflict) => {
      const found = await findGroup(session, spec.name);
      // The same group with the same content is our own: the answer to its creation was lost.
      if (found !== undefined && found.description !== spec.description) throw conflict;
      return found?.id;
    },
  );
  retry.made(groupId);
  names.remember(groupKey(spec.name), groupId);
  return { groupId };
}

async function findGroup(session: AwsSession, name: string): Promise<LiveGroup | undefined> {
  const id = await groupIdOf(storeOf(session), name);
  return id === undefined ? undefined : describeGroup(storeOf(session), id);
}
