/**
 * The application of Identity Center that the service makes for a profile. Its name is nobody's promise, so it is found by
 * the profile's own link, and only where that is missing by what it must be (reference, sections 5 and 11).
 */

import type { Application } from '@aws-sdk/client-sso-admin';
import { IssueError } from '../core/issue.ts';
import type { Api } from './api.ts';
import type { SsoAdminSdk } from './clients.ts';
import { unlessMissing } from './create.ts';
import type { LiveProfile } from './profile.ts';

export interface LiveApplication {
  readonly arn: string;
  readonly enabled: boolean;
}

interface Parts {
  readonly ssoAdmin: Api<SsoAdminSdk>;
  readonly instanceArn: () => Promise<string>;
}

const PROVIDER = /:applicationProvider\/codewhisperer$/u;
const ABOUT = { about: 'application of the profile' };

/** The application of a profile; `undefined` when there is none. Rejects when several could be meant. */
export async function findApplication(parts: Parts, profile: LiveProfile): Promise<LiveApplication | undefined> {
  const { applicationArn } = profile;
  if (applicationArn === undefined) return searchApplication(parts, profile);
  const found = await unlessMissing(() =>
    parts.ssoAdmin.call('DescribeApplication', { ApplicationArn: applicationArn }, ABOUT),
  );
  return found === undefined ? undefined : { arn: applicationArn, enabled: found.Status !== 'DISABLED' };
}

async function searchApplication(parts: Parts, { name }: LiveProfile): Promise<LiveApplication | undefined> {
  const { ssoAdmin, instanceArn } = parts;
  const input = { InstanceArn: await instanceArn() };
  const listed = await ssoAdmin.list('ListApplications', input, (page) => page.Applications, ABOUT);
  const ofProvider = listed.filter(({ ApplicationProviderArn: provider }) => PROVIDER.test(provider ?? ''));
  const flags = await Promise.all(ofProvider.map((application) => requiresAssignment(ssoAdmin, application)));
  const assignable = ofProvider.filter((_, index) => flags[index]);
  const named = assignable.filter(({ Name: its }) => its === name);
  const candidates = named.length === 0 ? assignable : named;
  const [only, ...others] = candidates;
  if (others.length > 0) throw ambiguous(candidates);
  if (only?.ApplicationArn === undefined) return undefined;
  return { arn: only.ApplicationArn, enabled: only.Status !== 'DISABLED' };
}

/** A sibling for signing in has the same provider and takes everybody (reference, section 5). */
async function requiresAssignment(api: Api<SsoAdminSdk>, { ApplicationArn: arn }: Application): Promise<boolean> {
  if (arn === undefined) return false;
  const configured = await unlessMissing(() =>
    api.call('GetApplicationAssignmentConfiguration', { ApplicationArn: arn }, ABOUT),
  );
  return configured?.AssignmentRequired === true;
}

function ambiguous(candidates: readonly Application[]): IssueError {
  const list = candidates
    .map(({ Name: name, ApplicationArn: arn }) => `${name} (${arn})`)
    .toSorted()
    .join(', ');
  return new IssueError({
    code: 'AWS_APPLICATION',
    severity: 'error',
    message: `${candidates.length} applications of Identity Center could be the profile's: ${list}`,
    hint: 'nothing is done until there is one: remove those that belong to nothing in the console of Identity Center',
  });
}
