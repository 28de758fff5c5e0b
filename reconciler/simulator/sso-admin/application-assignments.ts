/** Who may use which application: done when the call returns, unlike assignments of accounts. */

import type { SsoAdminOperations } from '../models/sso-admin.types.ts';
import type { Application, Authorization } from '../codewhisperer.types.ts';
import { authorize } from '../codewhisperer/applications.ts';
import type { Handlers } from '../service.ts';
import { membershipsOfUser } from '../world.ts';
import type { IdentityCenterWorld } from '../world.types.ts';
import { centerOf, knownPrincipal, notFound, pageInOrder } from './access.ts';
import { applicationOf } from './applications.ts';

type Operations = Pick<
  SsoAdminOperations,
  | 'ListApplicationAssignments'
  | 'ListApplicationAssignmentsForPrincipal'
  | 'DescribeApplicationAssignment'
  | 'CreateApplicationAssignment'
  | 'DeleteApplicationAssignment'
>;

interface Row extends Authorization {
  readonly arn: string;
}

function shown(row: Row) {
  return { ApplicationArn: row.arn, PrincipalId: row.principalId, PrincipalType: row.principalType };
}

function rowsOf(application: Application): readonly Row[] {
  return [...application.authorizations.values()].map((one) => ({ ...one, arn: application.arn }));
}

function authorizationOf(
  application: Application,
  input: { readonly PrincipalId: string; readonly PrincipalType: 'USER' | 'GROUP' },
): Row {
  const found = application.authorizations.get(input.PrincipalId);
  if (found === undefined || found.principalType !== input.PrincipalType) {
    throw notFound('Application assignment', `${input.PrincipalType} ${input.PrincipalId}`);
  }
  return { ...found, arn: application.arn };
}

/** The principal itself and, of a user, its groups: the list has inherited rows too. */
function principalsOf(center: IdentityCenterWorld, type: 'USER' | 'GROUP', id: string): ReadonlySet<string> {
  const groups = type === 'USER' ? membershipsOfUser(center, id).map((membership) => membership.groupId) : [];
  return new Set([id, ...groups]);
}

export const applicationAssignmentHandlers: Handlers<Operations> = {
  ListApplicationAssignments(input, call) {
    const { application } = applicationOf(call, input.ApplicationArn);
    const page = pageInOrder(call, input, rowsOf(application));
    return { ApplicationAssignments: page.items.map(shown), NextToken: page.NextToken };
  },

  ListApplicationAssignmentsForPrincipal(input, call) {
    const center = centerOf(call, input);
    knownPrincipal(center, input.PrincipalType, input.PrincipalId);
    const principals = principalsOf(center, input.PrincipalType, input.PrincipalId);
    const wanted = input.Filter?.ApplicationArn;
    const rows = [...center.applications.values()]
      .filter((application) => wanted === undefined || application.arn === wanted)
      .flatMap(rowsOf)
      .filter((row) => principals.has(row.principalId));
    const page = pageInOrder(call, input, rows);
    return { ApplicationAssignments: page.items.map(shown), NextToken: page.NextToken };
  },

  DescribeApplicationAssignment(input, call) {
    const { application } = applicationOf(call, input.ApplicationArn);
    return shown(authorizationOf(application, input));
  },

  CreateApplicationAssignment(input, call) {
    const { center, application } = applicationOf(call, input.ApplicationArn);
    const { PrincipalId: principalId, PrincipalType: principalType } = input;
    knownPrincipal(center, principalType, principalId);
    authorize(call.world, application, { principalType, principalId });
    return {};
  },

  DeleteApplicationAssignment(input, call) {
    const { application } = applicationOf(call, input.ApplicationArn);
    const { principalId } = authorizationOf(application, input);
    application.authorizations.delete(principalId);
    return {};
  },
};
