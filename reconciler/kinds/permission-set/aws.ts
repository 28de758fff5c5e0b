/** Permission sets of Identity Center, each with its policies, boundary, tags and provisioning. */

import { createOrFind, removeIfThere } from '../../aws/create.ts';
import { type AwsFailure, isFailure } from '../../aws/errors.ts';
import { answered, refMember } from '../../aws/names.ts';
import type { AwsSession } from '../../aws/session.ts';
import type { LivePermissionSet } from '../../aws/survey.ts';
import { IssueError } from '../../core/issue.ts';
import type { Fields } from '../../core/json.ts';
import { keysOf, namesIn, permissionSetKey } from '../../core/key.ts';
import type { Driver, Scope } from '../../core/kind.ts';
import type { LiveResource, PermissionSetSpec } from '../../core/resource.ts';
import { changeContent, changeTags } from './changes.ts';
import { addressOf, readContent, refuseUnseenTags } from './content.ts';
import { provisionEverywhere } from './provisioning.ts';

/** The driver of permission sets; its refs are `{ permissionSetArn }`. */
export function createPermissionSetDriver(session: AwsSession): Driver<PermissionSetSpec> {
  return {
    read: async (scope) => {
      const sets = await setsIn(session, scope);
      // What somebody else is provisioning now would be read as outdated.
      if (sets.length > 0 && scope.only === undefined) await session.survey.settled();
      return Promise.all(sets.map((set) => readContent(session, set)));
    },
    create: ({ spec }) => createPermissionSet(session, spec),
    update: async (before, { spec }) => {
      const arn = refMember(before.ref, 'permissionSetArn');
      await session.turns.alone(arn, () => changePermissionSet(session, before, spec));
      return before.ref;
    },
    remove: async ({ ref, spec }) => {
      const { input, about } = await addressOf(session, { arn: refMember(ref, 'permissionSetArn'), name: spec.name });
      try {
        await removeIfThere(() => session.ssoAdmin.call('DeletePermissionSet', input, about));
      } catch (error) {
        throw isFailure(error, 'conflict') ? await stillProvisioned(session, error, spec.name, input) : error;
      }
    },
  };
}

/** AWS deletes no set that is provisioned somewhere, and does not say where. */
async function stillProvisioned(
  { ssoAdmin }: AwsSession,
  conflict: AwsFailure,
  name: string,
  input: { readonly InstanceArn: string; readonly PermissionSetArn: string },
): Promise<Error> {
  const accounts = await ssoAdmin.list('ListAccountsForProvisionedPermissionSet', input, (page) => page.AccountIds);
  if (accounts.length === 0) return conflict;
  const shown = accounts.length > 3 ? [...accounts.slice(0, 3), `${accounts.length - 3} more`] : accounts;
  return new IssueError({
    code: 'AWS_CONFLICT',
    severity: 'error',
    message: `permission set ${name}: AWS deletes none that is provisioned, and this one still is on ${shown.join(', ')}`,
    hint:
      'see who was given it there meanwhile; where nobody holds it, a role was left behind: give the set to somebody there, ' +
      'and take it away again',
    cause: conflict,
  });
}

async function setsIn({ survey, names }: AwsSession, scope: Scope): Promise<readonly LivePermissionSet[]> {
  if (scope.only !== undefined) {
    const arns = keysOf(scope.only, 'permission-set').flatMap((key) => names.idOf(key) ?? []);
    const found = await Promise.all(arns.map((arn) => survey.permissionSet(arn)));
    return found.filter((set) => set !== undefined);
  }
  const whole = scope.whole.has('permission-set');
  const wanted = namesIn(scope.keys, 'permission-set');
  if (!whole && wanted.length === 0) return [];
  const live = await survey.permissionSets();
  return whole ? [...live.values()] : wanted.flatMap((name) => live.get(name) ?? []);
}

async function changePermissionSet(
  session: AwsSession,
  { ref, spec: before }: LiveResource<PermissionSetSpec>,
  after: PermissionSetSpec,
): Promise<void> {
  const set = summaryOf(refMember(ref, 'permissionSetArn'), before);
  const changed = await changeContent(session, set, before, after);
  await changeTags(session, set, before.tags, after.tags);
  if (changed) await provisionEverywhere(session, set);
  else if (before.provisioned !== 'latest') await provisionEverywhere(session, set, before.provisioned.outdated);
}

function summaryOf(arn: string, spec: PermissionSetSpec): LivePermissionSet {
  const { name, description, sessionDuration, relayState } = spec;
  return { arn, name, key: permissionSetKey(name), description, sessionDuration, relayState };
}

async function createPermissionSet(session: AwsSession, spec: PermissionSetSpec): Promise<Fields> {
  const known = session.names.idOf(permissionSetKey(spec.name));
  const set = await createOrFind(
    session.retry,
    () => createBare(session, spec),
    (conflict) => findOwn(session, known, spec.name, conflict),
  );
  session.retry.made(set.arn);
  session.names.remember(permissionSetKey(spec.name), set.arn);
  const ref = { permissionSetArn: set.arn };
  // What was just made is provisioned nowhere; what was found may be.
  if (set.found === undefined) await changeContent(session, summaryOf(set.arn, spec), bareSpec(spec), spec);
  else await changePermissionSet(session, { ...resourceOf(set.found), ref }, spec);
  return ref;
}

interface Made {
  readonly arn: string;
  /** What was there already. */
  readonly found?: PermissionSetSpec;
}

async function createBare(session: AwsSession, spec: PermissionSetSpec): Promise<Made> {
  const { instanceArn } = await session.survey.instance();
  const tags = Object.entries(spec.tags).map(([Key, Value]) => ({ Key, Value }));
  const output = await session.ssoAdmin.call(
    'CreatePermissionSet',
    {
      InstanceArn: instanceArn,
      Name: spec.name,
      ...(spec.description === undefined ? {} : { Description: spec.description }),
      SessionDuration: spec.sessionDuration,
      ...(spec.relayState === null ? {} : { RelayState: spec.relayState }),
      ...(tags.length === 0 ? {} : { Tags: tags }),
    },
    { about: `permission set ${spec.name}`, onConflict: 'throw' },
  );
  const arn = answered(output.PermissionSet?.PermissionSetArn, `permission set ${spec.name}`);
  if (tags.length > 0) await refuseUnseenTags(session, { arn, name: spec.name });
  return { arn };
}

/** What a set consists of right after its creation: settings and tags, no policies. */
function bareSpec(spec: PermissionSetSpec): PermissionSetSpec {
  return {
    ...spec,
    managedPolicies: [],
    customerManagedPolicies: [],
    permissionsBoundary: null,
    inlinePolicy: null,
    provisioned: 'latest',
  };
}

function resourceOf(spec: PermissionSetSpec): Omit<LiveResource<PermissionSetSpec>, 'ref'> {
  return { kind: 'permission-set', key: permissionSetKey(spec.name), spec, needs: [] };
}

/**
 * The set of that name, when this run did not know it before: our own, whose creation was not answered. One that the
 * run knew is somebody else's.
 */
async function findOwn(
  session: AwsSession,
  known: string | undefined,
  name: string,
  conflict: AwsFailure,
): Promise<Made | undefined> {
  const found = (await session.fresh().survey.permissionSets()).get(name);
  if (found === undefined) return undefined;
  if (found.arn === known) throw conflict;
  const { spec } = await readContent(session, found);
  return { arn: found.arn, found: spec };
}
