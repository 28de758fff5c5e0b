/**
 * A checked configuration × what the organisation and the directory say → what is desired, as canonical resources:
 * names resolved, selectors selected, what has expired set apart (DESIGN section 2).
 */

import type { Desired } from '../core/desired.ts';
import type { Facts } from '../core/facts.ts';
import type { Issue, Result } from '../core/issue.ts';
import type { Key } from '../core/key.ts';
import { profileKey } from '../core/key.ts';
import type { Accounts } from './accounts.ts';
import { createAccounts, shortNamesById } from './accounts.ts';
import { inOrder } from './codes.ts';
import { codewhispererPart, pricingPart } from './codewhisperer.ts';
import type { Configuration } from './configuration.ts';
import { grantedPrincipals, grants, reaches } from './grants.ts';
import { guardSettings, overrideSettings } from './guard-settings.ts';
import { groupResources, memberships, referencedPrincipals, userResources } from './identities.ts';
import { goneNotices, renameIssues } from './notices.ts';
import { organizationResources } from './organization.ts';
import { declaredSets, foreignPolicies, setResource } from './permission-sets.ts';
import { removedKeys } from './removed.ts';
import { oldNames } from './renames.ts';
import { scopeBreaches } from './scope-accounts.ts';
import { createStanding } from './standing.ts';

/** Everything the configuration wants at `facts.now`, or all that stands in the way of saying so. */
export function expand(configuration: Configuration, facts: Facts): Result<Desired> {
  const issues: Issue[] = [...foreignPolicies(configuration, facts.partition)];
  const accounts = createAccounts(configuration, facts);
  const parts = expandParts(configuration, accounts, facts, issues);
  const pricing = pricingPart(configuration, issues);
  const guards = guardSettings(configuration, accounts, facts.organization.managementAccount, issues);
  issues.push(...renameIssues(configuration, facts), ...goneNotices(configuration, facts));
  const warnings = inOrder(issues);
  if (warnings.some(({ severity }) => severity === 'error')) return { ok: false, issues: warnings };
  const { document } = configuration;
  const { resources, expired, referenced, profile } = parts;
  const declared = new Set(resources.map(({ key }) => key));
  const gone = new Set(expired.map(({ key }) => key));
  const value: Desired = {
    resources,
    ...createStanding({ configuration, accounts, declared, expired: gone, referenced, facts }),
    untouched: (account) => accounts.untouched(account),
    inactive: (account) => accounts.inactive(account),
    settle: { tags: document.unmanaged?.tags ?? 'ignore' },
    renames: { permissionSets: oldNames(document.permissionSets), groups: oldNames(document.groups) },
    expired,
    removed: new Set([...removedKeys(configuration), ...absentProfile(profile)]),
    guards,
    overrides: overrideSettings(configuration),
    shortNames: shortNamesById(document),
    referenced,
    ...(profile === undefined ? {} : { profile }),
    ...(pricing === undefined ? {} : { pricing }),
    warnings,
  };
  return { ok: true, value, warnings };
}

type Parts = Pick<Desired, 'resources' | 'expired' | 'referenced' | 'profile'>;

/** What each part of the configuration becomes; what stands in the way is added to the issues. */
function expandParts(configuration: Configuration, accounts: Accounts, facts: Facts, issues: Issue[]): Parts {
  const sets = declaredSets(configuration).map((set) => setResource(set, configuration, facts.partition));
  const reached = reaches(configuration, accounts, issues);
  scopeBreaches(reached, configuration, accounts, issues);
  const assignments = grants(reached, configuration, facts.now, issues);
  const members = memberships(configuration, facts.now);
  const mentioned = grantedPrincipals(configuration, facts.now);
  const referenced = referencedPrincipals(mentioned, configuration, facts, issues);
  const organization = organizationResources(configuration, accounts, facts, issues);
  const codewhisperer = codewhispererPart(configuration, accounts, facts, issues);
  const resources = [
    ...organization,
    ...userResources(configuration),
    ...groupResources(configuration),
    ...members.resources,
    ...sets,
    ...assignments.resources,
    ...codewhisperer.resources,
  ];
  const expired = [...members.expired, ...assignments.expired, ...codewhisperer.expired];
  return {
    resources,
    expired,
    referenced,
    ...(codewhisperer.profile === undefined ? {} : { profile: codewhisperer.profile }),
  };
}

function absentProfile(profile: Desired['profile']): readonly Key[] {
  return profile?.state === 'absent' ? [profileKey(profile.account, profile.region)] : [];
}
