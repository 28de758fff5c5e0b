/** Which instance of Identity Center is meant, and whether it can be administered from here. */

import type { DescribeInstanceCommandOutput, InstanceMetadata } from '@aws-sdk/client-sso-admin';
import { type Issue, type IssueCode, IssueError } from '../core/issue.ts';
import type { Api } from './api.ts';
import type { SsoAdminSdk } from './clients.ts';
import { isLacking, isUnsupported } from './errors.ts';

export interface Instance {
  readonly instanceArn: string;
  readonly identityStoreId: string;
  readonly region: string;
  /** `aws`, `aws-us-gov`, …; `aws` where the ARN is none. */
  readonly partition: string;
  /** Something else than AWS: it cannot describe its instance. */
  readonly emulated: boolean;
}

interface Choice {
  readonly api: Api<SsoAdminSdk>;
  /** The ARN that the file names, if it does. */
  readonly arn: string | undefined;
  readonly managementAccount: () => Promise<string>;
}

/** The instance to work on; rejects with an issue when there is none, no single one, or none that can be used. */
export async function findInstance({ api, arn, managementAccount }: Choice): Promise<Instance> {
  const region = await api.region();
  const listed = arn === undefined ? await choose(api, region, managementAccount) : { InstanceArn: arn };
  const { emulated, ...answer } = await describe(api, listed);
  const described = { ...listed, ...withoutUndefined(answer) };
  refuseUnusable(described, region);
  const { InstanceArn: instanceArn, IdentityStoreId: identityStoreId } = described;
  if (instanceArn === undefined || identityStoreId === undefined)
    throw problem('AWS_ANSWER', 'the Identity Center instance was described without its ARN or its identity store');
  return { instanceArn, identityStoreId, region, partition: partitionOf(instanceArn), emulated };
}

async function choose(
  api: Api<SsoAdminSdk>,
  region: string,
  managementAccount: () => Promise<string>,
): Promise<InstanceMetadata> {
  const instances = await listInstances(api);
  const [first, ...others] = instances;
  if (first === undefined) throw noInstance(region);
  if (others.length === 0) return first;
  // Member accounts may have instances of their own; the organisation's is the management account's (pitfall 33).
  const owner = await managementAccount();
  const owned = instances.filter(({ OwnerAccountId: account }) => account === owner);
  if (owned.length === 1 && owned[0] !== undefined) return owned[0];
  const list = instances
    .map((one) => `${one.InstanceArn} (account ${one.OwnerAccountId})`)
    .toSorted()
    .join(', ');
  throw problem(
    'AWS_INSTANCE',
    `there are ${instances.length} Identity Center instances: ${list}`,
    'name the one that is meant as identityCenter.instanceArn',
  );
}

function noInstance(region: string): IssueError {
  return problem(
    'AWS_NO_INSTANCE',
    `there is no Identity Center instance in ${region}`,
    'if it is in another Region, set identityCenter.region; if there is none, no API makes one: sign in to the console ' +
      'with the management account, open IAM Identity Center in the Region that is meant, choose Enable, and choose ' +
      '"Enable with AWS Organizations"',
  );
}

type Described = Partial<DescribeInstanceCommandOutput> & Pick<Instance, 'emulated'>;

/** The list has enough where an endpoint cannot describe. */
async function describe(api: Api<SsoAdminSdk>, listed: InstanceMetadata): Promise<Described> {
  const { InstanceArn } = listed;
  try {
    const described = await api.call('DescribeInstance', { InstanceArn }, { about: 'Identity Center instance' });
    return { ...described, emulated: false };
  } catch (error) {
    if (!isUnsupported(error)) throw error;
    const known = listed.IdentityStoreId === undefined ? await listInstances(api) : [listed];
    const found = known.find((one) => one.InstanceArn === InstanceArn);
    if (found === undefined) throw error;
    return { ...withoutUndefined(found), emulated: isLacking(error) };
  }
}

function listInstances(api: Api<SsoAdminSdk>): Promise<readonly InstanceMetadata[]> {
  return api.list('ListInstances', {}, (page) => page.Instances, { pageSize: 10 });
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Partial<T>;
}

function refuseUnusable(instance: Partial<DescribeInstanceCommandOutput>, region: string): void {
  const { Status: status, StatusReason: why, PrimaryRegion: primary, PermissionSetsEnabled: enabled } = instance;
  if (status !== undefined && status !== 'ACTIVE') {
    const reason = why === undefined ? '' : ` (${why})`;
    throw problem('AWS_INSTANCE', `the Identity Center instance is not active but ${status}${reason}`);
  }
  if (primary !== undefined && primary !== '' && primary !== region)
    throw problem(
      'AWS_REGION',
      `the primary Region of the Identity Center instance is ${primary}, not ${region}`,
      `permission sets and assignments can only be read there: set identityCenter.region to ${primary}`,
    );
  if (enabled === false)
    throw problem(
      'AWS_INSTANCE',
      'permission sets are switched off in the Identity Center instance',
      'an administrator can switch them on in the console; they cannot be switched off again',
    );
}

function partitionOf(arn: string): string {
  const [scheme, partition] = arn.split(':');
  return scheme === 'arn' && partition !== undefined && partition !== '' ? partition : 'aws';
}

function problem(code: IssueCode, message: string, hint?: string): IssueError {
  const issue: Issue = { code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
  return new IssueError(issue);
}
