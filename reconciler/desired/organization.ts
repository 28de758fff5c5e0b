/** `organization.serviceAccess` and `organization.delegatedAdministrators` → trusted access, and who administers a service. */

import type { Facts } from '../core/facts.ts';
import type { Issue } from '../core/issue.ts';
import { delegatedAdministratorKey, serviceAccessKey } from '../core/key.ts';
import type { DelegatedAdministratorSpec, Resource, ServiceAccessSpec } from '../core/resource.ts';
import type { Accounts } from './accounts.ts';
import { caution, mistake } from './codes.ts';
import type { Configuration } from './configuration.ts';
import { at } from './configuration.ts';

type Part = Resource<ServiceAccessSpec> | Resource<DelegatedAdministratorSpec>;

/** The resources of the organisation itself. An account that cannot be a delegated administrator is an issue. */
export function organizationResources(
  configuration: Configuration,
  accounts: Accounts,
  { organization }: Pick<Facts, 'organization'>,
  issues: Issue[],
): readonly Part[] {
  const { serviceAccess = [], delegatedAdministrators = {} } = configuration.document.organization ?? {};
  const access = serviceAccess.map((principal, index): Resource<ServiceAccessSpec> => ({
    kind: 'service-access',
    key: serviceAccessKey(principal),
    spec: { principal },
    needs: [],
    at: at(configuration, ['organization', 'serviceAccess', index]),
  }));
  const delegates = Object.entries(delegatedAdministrators).flatMap(([principal, name]) => {
    const path = ['organization', 'delegatedAdministrators', principal];
    const account = accounts.idOf({ name, path }, issues);
    if (account === undefined) return [];
    const place = at(configuration, path);
    const obstacle = obstacleTo(account, principal, organization);
    if (obstacle !== undefined) {
      issues.push({ ...obstacle, at: place });
      return [];
    }
    const spec = { principal, account };
    const needs = [serviceAccessKey(principal)];
    return [
      { kind: 'delegated-administrator', key: delegatedAdministratorKey(principal), spec, needs, at: place },
    ] as const;
  });
  return [...new Map(access.map((resource) => [resource.key, resource])).values(), ...delegates];
}

/** Why Organizations would not take the account: each is known before anything is written. */
function obstacleTo(id: string, principal: string, organization: Facts['organization']): Issue | undefined {
  const account = organization.accounts.find((candidate) => candidate.id === id);
  if (account === undefined)
    return {
      code: 'PLAN_WRONG_ACCOUNT',
      severity: 'error',
      message: `account ${id}, the delegated administrator of ${principal}, is not in the organisation ${organization.id}`,
      hint: 'name an account of this organisation, or use credentials of the one that is meant',
    };
  if (id === organization.managementAccount)
    return mistake(
      'CONFIG_CONTRADICTION',
      undefined,
      `the management account ${id} cannot be the delegated administrator of ${principal}`,
      'name another account, or leave the service to the management account',
    );
  if (account.active) return undefined;
  const message = `account ${id} (${account.name}) is ${account.state}: the administrator of ${principal} is left as it is`;
  return caution('CONFIG_ACCOUNT', undefined, message);
}
