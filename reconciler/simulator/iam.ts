/** AWS IAM, by the query protocol: of all roles only the service-linked ones, signed for any Region. */

import { SERVICE_LINKED_ROLES } from './codewhisperer/service-linked-roles.ts';
import { hexOf } from './ids.ts';
import { own } from './json.ts';
import derived from './models/iam.json' with { type: 'json' };
import type { IamOperations } from './models/iam.types.ts';
import { serviceModel } from './model.ts';
import { pageOf } from './pages.ts';
import { Refusal } from './refusal.ts';
import { untyped } from './service.ts';
import type { Call, Handlers, Service } from './service.ts';

type Role = IamOperations['GetRole']['output']['Role'];

function shown(account: string, principal: string, created: number): Role {
  const name = SERVICE_LINKED_ROLES[principal] ?? principal;
  const path = `/aws-service-role/${principal}/`;
  const statement = { Effect: 'Allow', Principal: { Service: principal }, Action: 'sts:AssumeRole' };
  const trust = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  return {
    Path: path,
    RoleName: name,
    RoleId: `AROA${hexOf(17, 'service-linked-role', account, principal).toUpperCase()}`,
    Arn: `arn:aws:iam::${account}:role${path}${name}`,
    CreateDate: created,
    AssumeRolePolicyDocument: encodeURIComponent(trust),
    MaxSessionDuration: 3600,
  };
}

function rolesOf(call: Call): readonly Role[] {
  const { account } = call.caller;
  const made = call.world.serviceLinkedRoles.get(account) ?? new Map<string, number>();
  return [...made].map(([principal, created]) => shown(account, principal, created));
}

const handlers: Handlers<IamOperations> = {
  CreateServiceLinkedRole(input, call) {
    const { AWSServiceName: principal } = input;
    const { account } = call.caller;
    const name = own(SERVICE_LINKED_ROLES, principal);
    if (name === undefined || input.CustomSuffix !== undefined) {
      const message = `Service linked roles of ${principal}, or with a suffix, are not served by the simulator.`;
      throw new Refusal('InvalidInputException', message);
    }
    const roles = call.world.serviceLinkedRoles.get(account) ?? new Map<string, number>();
    if (roles.has(principal)) {
      const message = `Service role name ${name} has been taken in this account, please try a different suffix.`;
      throw new Refusal('InvalidInputException', message);
    }
    roles.set(principal, call.now);
    call.world.serviceLinkedRoles.set(account, roles);
    return { Role: shown(account, principal, call.now) };
  },

  GetRole(input, call) {
    const role = rolesOf(call).find((one) => one.RoleName === input.RoleName);
    if (role !== undefined) return { Role: role };
    throw new Refusal('NoSuchEntityException', `The role with name ${input.RoleName} cannot be found.`);
  },

  ListRoles(input, call) {
    const { PathPrefix: prefix = '/', MaxItems: MaxResults, Marker: NextToken } = input;
    const roles = rolesOf(call).filter((role) => role.Path.startsWith(prefix));
    const ordered = roles.toSorted((a, b) => (a.RoleName < b.RoleName ? -1 : 1));
    const page = pageOf(call, { PathPrefix: prefix, MaxResults, NextToken } as object, ordered, {
      cursorOf: (role) => role.RoleName,
      most: 1000,
      refuse: () => new Refusal('ValidationError', 'Invalid Marker'),
    });
    return { Roles: page.items, IsTruncated: page.NextToken !== undefined, Marker: page.NextToken };
  },
};

export const iam: Service = {
  model: serviceModel(derived),
  handlers: untyped<IamOperations>(handlers),
  actionPrefix: 'iam',
  open: new Set(),
  writes: new Set(['CreateServiceLinkedRole']),
  errors: {
    accessDenied: 'AccessDenied',
    validation: 'ValidationError',
    throttling: 'Throttling',
    internal: 'ServiceFailureException',
  },
  region: 'any',
};
