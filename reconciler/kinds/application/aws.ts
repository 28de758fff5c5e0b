/** The managed application of a profile, through the public API of Identity Center. */

import type { LiveApplication } from '../../aws/application.ts';
import { AwsFailure } from '../../aws/errors.ts';
import { refMember } from '../../aws/names.ts';
import type { AwsSession } from '../../aws/session.ts';
import { IssueError } from '../../core/issue.ts';
import { applicationKey, keysOf } from '../../core/key.ts';
import type { Driver } from '../../core/kind.ts';
import type { ApplicationSpec, LiveResource } from '../../core/resource.ts';

/** The driver of applications; its refs are `{ applicationArn }`. */
export function createApplicationDriver(session: AwsSession): Driver<ApplicationSpec> {
  return {
    read: async (scope) => {
      const place = session.codewhisperer.place(scope);
      if (place === undefined || keysOf(scope.only ?? scope.keys, 'application').length === 0) return [];
      const application = await session.codewhisperer.application(place);
      return application === undefined ? [] : [liveResource(place, application)];
    },
    create: async ({ spec }) => {
      const application = await made(session, spec);
      if (application.enabled !== spec.enabled) await setStatus(session, application.arn, spec.enabled);
      return { applicationArn: application.arn };
    },
    update: async (before, { spec }) => {
      await setStatus(session, refMember(before.ref, 'applicationArn'), spec.enabled);
      return before.ref;
    },
    // The service removes it with the profile.
    remove: () => Promise.resolve(),
  };
}

function liveResource(
  { account, region }: Pick<ApplicationSpec, 'account' | 'region'>,
  { arn, enabled }: LiveApplication,
): LiveResource<ApplicationSpec> {
  return {
    kind: 'application',
    key: applicationKey(account, region),
    spec: { account, region, enabled },
    needs: [],
    ref: { applicationArn: arn },
  };
}

/** The longest that the application of a new profile may take to show, in milliseconds. */
const WITHIN = 120_000;

async function made(session: AwsSession, place: Pick<ApplicationSpec, 'account' | 'region'>): Promise<LiveApplication> {
  const { clock } = session;
  const deadline = clock.now() + WITHIN;
  for (let pause = 1_000; ; pause = Math.min(10_000, pause * 1.5)) {
    const application = await session.fresh().codewhisperer.application(place);
    if (application !== undefined) return application;
    if (clock.now() >= deadline) throw missing(place);
    await clock.sleep(pause);
  }
}

function missing({ account, region }: Pick<ApplicationSpec, 'account' | 'region'>): IssueError {
  return new IssueError({
    code: 'AWS_APPLICATION',
    severity: 'error',
    message: `the profile in ${account}/${region} has no application in Identity Center`,
    hint: 'open the profile in the console of the service, which repairs its application, and run again',
  });
}

async function setStatus({ ssoAdmin }: AwsSession, arn: string, enabled: boolean): Promise<void> {
  const about = { about: 'application of the profile' };
  try {
    const Status = enabled ? 'ENABLED' : 'DISABLED';
    await ssoAdmin.call('UpdateApplication', { ApplicationArn: arn, Status }, about);
  } catch (error) {
    throw isNotSupported(error) ? unsupported(error, enabled) : error;
  }
}

/** Nobody is known to switch this application through the API: it may not be allowed (reference, section 11). */
function isNotSupported(error: unknown): error is AwsFailure {
  return error instanceof AwsFailure && /^(?:AccessDenied|Validation|UnsupportedOperation)/u.test(error.failure.name);
}

function unsupported(error: AwsFailure, enabled: boolean): IssueError {
  const way = enabled ? 'Enable' : 'Disable';
  const [issue] = error.issues;
  return new IssueError({
    code: 'AWS_UNSUPPORTED',
    severity: 'error',
    message: issue?.message ?? error.message,
    hint: `the caller needs sso:UpdateApplication; where it has that, the service does not take the change here: choose ${way} for the application in the console of Identity Center`,
    cause: error,
  });
}
