/**
 * Who may use the profile: assignments of its application (public API), with paid seats through the private assignment API
 * (reference/codewhisperer-control-plane.md, section 6).
 */

import { removeIfThere } from '../../aws/create.ts';
import { principalId, refMember } from '../../aws/names.ts';
import type { AwsSession } from '../../aws/session.ts';
import type { Fields } from '../../core/json.ts';
import { applicationKey, profileKey } from '../../core/key.ts';
import type { Driver, RefOf } from '../../core/kind.ts';
import type { AuthorizationSpec, LiveResource } from '../../core/resource.ts';
import { readAuthorizations } from './read.ts';
import { changeSeat, giveSeat, type Holder, patiently, takeSeat } from './seat.ts';

/** The driver of authorisations; its refs are `{ principalId, applicationArn, profileArn }`. */
export function createAuthorizationDriver(session: AwsSession): Driver<AuthorizationSpec> {
  return {
    read: (scope) => readAuthorizations(session, scope),
    create: async ({ spec }, refOf) => {
      const holder = holderOf(session, spec, refOf);
      await allowSignIn(session, holder);
      if (spec.subscription !== null) await giveSeat(session, holder, spec.subscription);
      return refFor(holder);
    },
    update: async (before, { spec }) => {
      const holder = liveHolder(before);
      const { subscription, signIn } = before.spec;
      if (subscription === null && spec.subscription !== null) await giveSeat(session, holder, spec.subscription);
      if (subscription !== null && spec.subscription === null) await takeSeat(session, holder);
      if (subscription !== null && spec.subscription !== null && subscription !== spec.subscription)
        await changeSeat(session, holder, spec.subscription);
      if (!signIn || (subscription !== null && spec.subscription === null)) await allowSignIn(session, holder);
      return before.ref;
    },
    remove: async (before) => {
      const holder = liveHolder(before);
      if (before.spec.subscription !== null) await takeSeat(session, holder);
      // A seat alone is an orphan: nobody can sign in by it.
      if (!before.spec.signIn) return;
      await removeIfThere(() => session.ssoAdmin.call('DeleteApplicationAssignment', assignmentOf(holder), holder));
    },
  };
}

function holderOf({ names }: AwsSession, spec: AuthorizationSpec, refOf: RefOf): Holder {
  const { account, region, principalType, principal } = spec;
  return {
    region,
    account,
    type: principalType === 'user' ? 'USER' : 'GROUP',
    id: principalId(names, refOf, principalType, principal),
    applicationArn: refMember(refOf(applicationKey(account, region)), 'applicationArn'),
    profileArn: refMember(refOf(profileKey(account, region)), 'profileArn'),
    about: labelOf(spec),
  };
}

function liveHolder({ spec, ref }: LiveResource<AuthorizationSpec>): Holder {
  return {
    region: spec.region,
    account: spec.account,
    type: spec.principalType === 'user' ? 'USER' : 'GROUP',
    id: refMember(ref, 'principalId'),
    applicationArn: refMember(ref, 'applicationArn'),
    profileArn: refMember(ref, 'profileArn'),
    about: labelOf(spec),
  };
}

function refFor({ id, applicationArn, profileArn }: Holder): Fields {
  return { principalId: id, applicationArn, profileArn };
}

function labelOf({ principalType, principal }: AuthorizationSpec): string {
  return `authorisation of ${principalType} ${principal}`;
}

function assignmentOf({ applicationArn, id, type }: Holder) {
  return { ApplicationArn: applicationArn, PrincipalId: id, PrincipalType: type } as const;
}

/** A repetition is answered like the first call. */
async function allowSignIn(session: AwsSession, holder: Holder): Promise<void> {
  await patiently(session, () =>
    session.ssoAdmin.call('CreateApplicationAssignment', assignmentOf(holder), { about: holder.about }),
  );
}
