/**
 * The organisation of a size as Terraform has it: everything is imported, then one refresh is counted, and beside it the
 * replay of one (`bench/replay.ts`).
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { identityIdOf, identityStoreIdOf, instanceArnOf, permissionSetArnOf } from '../reconciler/simulator/ids.ts';
import type {
  AssignmentState,
  GroupState,
  PermissionSetState,
  SimulatorState,
  UserState,
} from '../reconciler/simulator/state.types.ts';
import type { SizeName } from './organisation.ts';
import { organisation, SIZES } from './organisation.ts';
import { serve } from './processes.ts';
import { replayRefresh } from './replay.ts';
import { columns } from './table.ts';

const [folder = '', size = 'S'] = process.argv.slice(2);
const { whole } = organisation(SIZES[size as SizeName]);

/** What is managed: its type, a name for it in Terraform, what it is imported by, and what it is to be. */
interface Managed {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly body: { readonly [argument: string]: unknown };
}

function managedOf({ organization, identityCenter }: SimulatorState): readonly Managed[] {
  const instance = instanceArnOf(organization.id);
  const store = identityStoreIdOf(organization.id);
  const { permissionSets = [], assignments = [], users = [], groups = [] } = identityCenter ?? {};
  return [
    ...permissionSets.flatMap((set, index) => [...managedSet(set, `s${index}`, instance)]),
    ...assignments.map((assignment, index) => managedAssignment(assignment, `a${index}`, { instance, store })),
    ...users.map((user, index) => managedUser(user, `u${index}`, store)),
    ...groups.flatMap((group, index) => [...managedGroup(group, `g${index}`, store)]),
  ];
}

interface Place {
  readonly instance: string;
  readonly store: string;
}

function managedAssignment(assignment: AssignmentState, name: string, { instance, store }: Place): Managed {
  const set = permissionSetArnOf(instance, assignment.permissionSet, 0);
  const [principal, type] = holderOf(assignment, store);
  const body = {
    instance_arn: instance,
    permission_set_arn: set,
    principal_id: principal,
    principal_type: type,
    target_id: assignment.account,
    target_type: 'AWS_ACCOUNT',
  };
  const id = [principal, type, assignment.account, 'AWS_ACCOUNT', set, instance].join(',');
  return { type: 'aws_ssoadmin_account_assignment', name, id, body };
}

function managedUser(user: UserState, name: string, store: string): Managed {
  const body = {
    identity_store_id: store,
    user_name: user.userName,
    display_name: user.displayName,
    name: { given_name: user.givenName, family_name: user.familyName },
    emails: { value: user.email, type: 'work', primary: true },
  };
  const id = `${store}/${identityIdOf(store, 'user', user.userName, 0)}`;
  return { type: 'aws_identitystore_user', name, id, body };
}

function* managedGroup(group: GroupState, name: string, store: string): Generator<Managed, void, undefined> {
  const groupId = identityIdOf(store, 'group', group.name, 0);
  const body = { identity_store_id: store, display_name: group.name, description: group.description };
  yield { type: 'aws_identitystore_group', name, id: `${store}/${groupId}`, body };
  for (const [index, member] of (group.members ?? []).entries()) {
    const user = identityIdOf(store, 'user', member, 0);
    yield {
      type: 'aws_identitystore_group_membership',
      name: `${name}m${index}`,
      id: `${store}/${identityIdOf(store, 'membership', `${groupId}/${user}`, 0)}`,
      body: { identity_store_id: store, group_id: groupId, member_id: user },
    };
  }
}

/** The id of who holds an assignment, and what that is in the API. */
function holderOf(holder: AssignmentState, store: string): readonly [string, string] {
  if ('group' in holder) return [identityIdOf(store, 'group', holder.group, 0), 'GROUP'];
  if ('user' in holder) return [identityIdOf(store, 'user', holder.user, 0), 'USER'];
  return [holder.principalId, holder.principalType];
}

function* managedSet(set: PermissionSetState, name: string, instance: string): Generator<Managed, void, undefined> {
  const arn = permissionSetArnOf(instance, set.name, 0);
  const place = { instance_arn: instance, permission_set_arn: arn };
  const id = `${arn},${instance}`;
  const body = {
    instance_arn: instance,
    name: set.name,
    description: set.description,
    session_duration: set.sessionDuration,
    tags: set.tags,
  };
  yield { type: 'aws_ssoadmin_permission_set', name, id, body };
  const inline = { ...place, inline_policy: JSON.stringify(set.inlinePolicy) };
  yield { type: 'aws_ssoadmin_permission_set_inline_policy', name, id, body: inline };
  for (const [index, policy] of (set.managedPolicies ?? []).entries())
    yield {
      type: 'aws_ssoadmin_managed_policy_attachment',
      name: `${name}p${index}`,
      id: `${policy},${id}`,
      body: { ...place, managed_policy_arn: policy },
    };
  for (const { name: policy } of set.customerManagedPolicies ?? [])
    yield {
      type: 'aws_ssoadmin_customer_managed_policy_attachment',
      name,
      id: `${policy},/,${id}`,
      body: { ...place, customer_managed_policy_reference: { name: policy, path: '/' } },
    };
  if (set.permissionsBoundary !== undefined && 'managedPolicy' in set.permissionsBoundary) {
    const boundary = { ...place, permissions_boundary: { managed_policy_arn: set.permissionsBoundary.managedPolicy } };
    yield { type: 'aws_ssoadmin_permissions_boundary_attachment', name, id, body: boundary };
  }
}

/** The configuration in Terraform's JSON. */
function configurationOf(managed: readonly Managed[]) {
  const resource: Record<string, Record<string, Managed['body']>> = {};
  for (const { type, name, body } of managed) (resource[type] ??= {})[name] = body;
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } },
    provider: { aws: { region: 'us-east-1', access_key: 'AKIATERRAFORM0000000', secret_key: 'not-a-secret' } },
    resource,
    import: managed.map(({ type, name, id }) => ({ to: `${type}.${name}`, id })),
  };
}

/** Runs Terraform; throws unless it ends with 0. */
async function terraform(cwd: string, url: string, ...args: readonly string[]): Promise<void> {
  const env = { ...process.env, AWS_ENDPOINT_URL: url };
  const child = spawn('terraform', args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const words: string[] = [];
  child.stdout.on('data', (chunk) => words.push(String(chunk)));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`terraform ${args.join(' ')} ended with ${String(code)}\n${words.join('')}`);
}

const NO_WORDS = ['-no-color', '-input=false'];

const served = await serve(folder, size as SizeName);
try {
  const cwd = path.join(folder, 'terraform');
  mkdirSync(cwd);
  writeFileSync(path.join(cwd, 'main.tf.json'), JSON.stringify(configurationOf(managedOf(whole))));
  await terraform(cwd, served.url, 'init', ...NO_WORDS);
  await terraform(cwd, served.url, 'apply', '-auto-approve', ...NO_WORDS);
  await served.calls();
  // With this flag it ends with 2 where anything differs: then it would not be the organisation that the replay reads.
  await terraform(cwd, served.url, 'plan', '-detailed-exitcode', ...NO_WORDS);
  const itself = await served.calls();
  await replayRefresh(served.url, whole);
  const replay = await served.calls();
  const names = [...new Set([...Object.keys(itself), ...Object.keys(replay)])].toSorted();
  const total = (calls: Readonly<Record<string, number>>): number =>
    Object.values(calls).reduce((sum, count) => sum + count, 0);
  const rows = names.map((name) => [name, String(itself[name] ?? 0), String(replay[name] ?? 0)]);
  rows.push(['all', String(total(itself)), String(total(replay))]);
  process.stdout.write(`${columns(['', 'Terraform', 'replay'], rows)}\n`);
} finally {
  served.close();
}
