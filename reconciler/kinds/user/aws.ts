/** Users of the identity store. */

import type { AttributeOperation } from '@aws-sdk/client-identitystore';
import { createOrFind, removeIfThere } from '../../aws/create.ts';
import { answered, refMember } from '../../aws/names.ts';
import { readPrincipals } from '../../aws/principals.ts';
import type { AwsSession } from '../../aws/session.ts';
import { describeUser, emailsOfUser, type LiveUser, primaryEmail, userIdOf } from '../../aws/directory.ts';
import type { Fields } from '../../core/json.ts';
import { sameJson } from '../../core/json.ts';
import type { Key } from '../../core/key.ts';
import { userKey } from '../../core/key.ts';
import type { Driver } from '../../core/kind.ts';
import type { LiveResource, UserSpec } from '../../core/resource.ts';

/** The driver of users; its refs are `{ userId }`. */
export function createUserDriver(session: AwsSession): Driver<UserSpec> {
  return {
    read: async (scope) => {
      const { survey, names } = session;
      const describe = (id: string): Promise<LiveUser | undefined> => describeUser(storeOf(session), id);
      const users = await readPrincipals(scope, { kind: 'user', names, roster: survey.users, describe });
      return users.map(liveResource);
    },
    create: ({ spec }) => createUser(session, spec),
    update: async (before, { spec }) => {
      const userId = refMember(before.ref, 'userId');
      const operations = await differences(session, userId, before.spec, spec);
      if (operations.length > 0) {
        const { identityStoreId } = await session.survey.instance();
        const input = { IdentityStoreId: identityStoreId, UserId: userId, Operations: operations };
        await session.identityStore.call('UpdateUser', input, { about: `user ${spec.userName}` });
      }
      return { userId };
    },
    remove: async ({ ref, spec }) => {
      const { identityStoreId } = await session.survey.instance();
      const input = { IdentityStoreId: identityStoreId, UserId: refMember(ref, 'userId') };
      await removeIfThere(() => session.identityStore.call('DeleteUser', input, { about: `user ${spec.userName}` }));
    },
  };
}

/** One for all of them: there are tens of thousands. */
const NOTHING: readonly Key[] = [];

function liveResource(live: LiveUser): LiveResource<UserSpec> {
  return {
    kind: 'user',
    key: live.key,
    spec: live.spec,
    needs: NOTHING,
    ref: { userId: live.id },
    ...(live.external ? { external: true } : {}),
  };
}

function storeOf({ survey, identityStore }: AwsSession) {
  return { ground: survey, identityStore };
}

async function createUser(session: AwsSession, spec: UserSpec): Promise<Fields> {
  const { identityStore, survey, retry, names } = session;
  const { identityStoreId } = await survey.instance();
  const input = {
    IdentityStoreId: identityStoreId,
    UserName: spec.userName,
    Name: { GivenName: spec.givenName, FamilyName: spec.familyName },
    DisplayName: spec.displayName,
    ...(spec.email === undefined ? {} : { Emails: [{ Value: spec.email, Type: 'work', Primary: true }] }),
  };
  const about = `user ${spec.userName}`;
  const userId = await createOrFind(
    retry,
    async () => {
      const made = await identityStore.call('CreateUser', input, { about, onConflict: 'throw' });
      return answered(made.UserId, about);
    },
    async (conflict) => {
      const found = await findUser(session, spec.userName);
      // The same user with the same content is our own: the answer to its creation was lost.
      if (found !== undefined && !sameJson(found.spec, spec)) throw conflict;
      return found?.id;
    },
  );
  retry.made(userId);
  names.remember(userKey(spec.userName), userId);
  return { userId };
}

async function findUser(session: AwsSession, name: string): Promise<LiveUser | undefined> {
  const id = await userIdOf(storeOf(session), name);
  return id === undefined ? undefined : describeUser(storeOf(session), id);
}

async function differences(
  session: AwsSession,
  userId: string,
  before: UserSpec,
  after: UserSpec,
): Promise<AttributeOperation[]> {
  const paths = { displayName: 'displayName', givenName: 'name.givenName', familyName: 'name.familyName' } as const;
  const operations: AttributeOperation[] = (['displayName', 'givenName', 'familyName'] as const)
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ AttributePath: paths[field], AttributeValue: after[field] }));
  if (after.email === undefined || after.email === before.email) return operations;
  const emails = await emailsWith(session, userId, after.email);
  return [...operations, { AttributePath: 'emails', AttributeValue: emails }];
}

/** Lists are replaced whole, and the keys inside are lower camel case, unlike on creation (reference, section 1.2). */
async function emailsWith(session: AwsSession, userId: string, email: string) {
  const emails = await emailsOfUser(storeOf(session), userId);
  const replaced = primaryEmail(emails);
  const others = emails.filter((one) => one !== replaced && one.Value !== email);
  return [
    { value: email, type: replaced?.Type ?? 'work', primary: true },
    ...others.map((one) => ({ value: one.Value ?? '', type: one.Type ?? 'work', primary: false })),
  ];
}
