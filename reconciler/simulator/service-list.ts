/** Every service that the simulator serves: a new one is a file of its own and a line here. */

import type { Session } from './callers.ts';
import { codewhisperer } from './codewhisperer/index.ts';
import { iam } from './iam.ts';
import { identityStore } from './identitystore/index.ts';
import { kms } from './kms.ts';
import { organizations } from './organizations/index.ts';
import { qDeveloper } from './q/index.ts';
import type { Service } from './service.ts';
import { ssoAdmin } from './sso-admin/index.ts';
import { createSts } from './sts.ts';
import { userSubscriptions } from './user-subscriptions/index.ts';

export function createServices(sessions: Map<string, Session>): readonly Service[] {
  return [
    ssoAdmin,
    identityStore,
    organizations,
    createSts(sessions),
    codewhisperer,
    qDeveloper,
    userSubscriptions,
    kms,
    iam,
  ];
}
