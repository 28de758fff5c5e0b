/**
 * The call pattern of the Terraform AWS provider: the calls of one refresh of an organisation that is managed whole, by
 * resource, as its source makes them (reference, section 5). A replay: the requests are made here, one after the other
 * as fast as the simulator answers, and not by Terraform. It never asks for a page size, so lists have the service's own.
 */

import { Agent, request } from 'node:http';
import { identityIdOf, identityStoreIdOf, instanceArnOf, permissionSetArnOf } from '../reconciler/simulator/ids.ts';
import type { IdentityCenterState, SimulatorState } from '../reconciler/simulator/state.types.ts';

interface Call {
  readonly service: 'sso-admin' | 'identitystore';
  readonly operation: string;
  readonly input: { readonly [member: string]: unknown };
}

/** Replays the refresh of all that is live against the simulator at `url`; rejects when a call is refused. */
export async function replayRefresh(url: string, state: SimulatorState): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const calls = refreshOf(state);
  try {
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const call of calls) await sendWhole(agent, url, call);
      }),
    );
  } finally {
    agent.destroy();
  }
}

const AT_ONCE = 16;

function* refreshOf({ organization, identityCenter }: SimulatorState): Generator<Call, void, undefined> {
  if (identityCenter === undefined) return;
  const instance = instanceArnOf(organization.id);
  const store = identityStoreIdOf(organization.id);
  yield* permissionSetCalls(identityCenter, instance);
  yield* assignmentCalls(identityCenter, instance);
  yield* identityCalls(identityCenter, store);
}

function* permissionSetCalls({ permissionSets = [] }: IdentityCenterState, InstanceArn: string): Generator<Call> {
  for (const set of permissionSets) {
    const PermissionSetArn = permissionSetArnOf(InstanceArn, set.name, 0);
    const of = (operation: string): Call => ({
      service: 'sso-admin',
      operation,
      input: { InstanceArn, PermissionSetArn },
    });
    yield of('DescribePermissionSet');
    const input = { InstanceArn, ResourceArn: PermissionSetArn };
    yield { service: 'sso-admin', operation: 'ListTagsForResource', input };
    if (set.inlinePolicy !== undefined) yield of('GetInlinePolicyForPermissionSet');
    for (const _ of set.managedPolicies ?? []) yield of('ListManagedPoliciesInPermissionSet');
    for (const _ of set.customerManagedPolicies ?? []) yield of('ListCustomerManagedPolicyReferencesInPermissionSet');
    if (set.permissionsBoundary !== undefined) yield of('GetPermissionsBoundaryForPermissionSet');
  }
}

/** One list for each assignment, whoever else is in it. */
function* assignmentCalls({ assignments = [] }: IdentityCenterState, InstanceArn: string): Generator<Call> {
  for (const { permissionSet, account } of assignments) {
    const PermissionSetArn = permissionSetArnOf(InstanceArn, permissionSet, 0);
    const input = { InstanceArn, AccountId: account, PermissionSetArn };
    yield { service: 'sso-admin', operation: 'ListAccountAssignments', input };
  }
}

function* identityCalls({ users = [], groups = [] }: IdentityCenterState, store: string): Generator<Call> {
  const of = (operation: string, member: string, id: string): Call => ({
    service: 'identitystore',
    operation,
    input: { IdentityStoreId: store, [member]: id },
  });
  for (const { userName } of users) yield of('DescribeUser', 'UserId', identityIdOf(store, 'user', userName, 0));
  for (const { name, members = [] } of groups) {
    const groupId = identityIdOf(store, 'group', name, 0);
    yield of('DescribeGroup', 'GroupId', groupId);
    for (const member of members) {
      const pair = `${groupId}/${identityIdOf(store, 'user', member, 0)}`;
      yield of('DescribeGroupMembership', 'MembershipId', identityIdOf(store, 'membership', pair, 0));
    }
  }
}

/** The call, and one more for each further page. */
async function sendWhole(agent: Agent, url: string, call: Call): Promise<void> {
  let token: string | undefined;
  do {
    const input = token === undefined ? call.input : { ...call.input, NextToken: token };
    const text = await send(agent, url, { ...call, input });
    token = text.includes('"NextToken"') ? (JSON.parse(text) as { readonly NextToken?: string }).NextToken : undefined;
  } while (token !== undefined);
}

const PREFIX = { 'sso-admin': 'SWBExternalService', identitystore: 'AWSIdentityStore' } as const;
const SIGNED_FOR = { 'sso-admin': 'sso', identitystore: 'identitystore' } as const;

function send(agent: Agent, url: string, { service, operation, input }: Call): Promise<string> {
  const scope = `AKIAREPLAY0000000000/20260101/us-east-1/${SIGNED_FOR[service]}/aws4_request`;
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `${PREFIX[service]}.${operation}`,
    // The simulator checks the scope of a signature, not the signature.
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.setEncoding('utf8');
      let text = '';
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(text);
        else reject(new Error(`${operation}: ${answer.statusCode ?? ''} ${text}`));
      });
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(input));
  });
}
