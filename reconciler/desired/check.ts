/** The rules that no schema can say, offline. Each finds all breaches of one sentence of the contract. */

import type { Issue } from '../core/issue.ts';
import { incompleteProfile, unknownSubscriptions, wrongRegions } from './check-codewhisperer.ts';
import { expiringProtected, ignoredAccounts, ignoredOrRemoved, missingExpiry } from './check-contradictions.ts';
import { passedInstants, wrongDurations, wrongInstants, wrongPeriods } from './check-dates.ts';
import {
  exceptedAccounts,
  incompleteEntries,
  overlappingGrants,
  repeatedEntries,
  wrongSelectors,
} from './check-grants.ts';
import { wrongOverrides } from './check-guards.ts';
import { providedIdentities } from './check-identity-source.ts';
import { duplicateEmails, duplicateNames, namesOfGone, reservedNames, sharedAccountIds } from './check-names.ts';
import { ambiguousPresets, formerGroupNames, missingAdminAccount, nearNames, unknownSets } from './check-references.ts';
import { accountsOutOfScope, fieldsOutOfScope, namesOutOfScope } from './check-scopes.ts';
import { tooManyPolicies, wrongRenames } from './check-sets.ts';
import type { Configuration } from './configuration.ts';
import { declaredNames } from './declared.ts';
import type { Part } from './load.ts';

/** Mistakes that are mistakes whatever else there is. */
export function checkEach(configuration: Configuration, parts: readonly Part[], now: number): readonly Issue[] {
  return [
    ...duplicateNames(configuration),
    ...duplicateEmails(configuration),
    ...reservedNames(configuration),
    ...namesOfGone(configuration),
    ...sharedAccountIds(configuration),
    ...wrongInstants(configuration),
    ...passedInstants(configuration, now),
    ...wrongDurations(configuration),
    ...wrongPeriods(configuration),
    ...tooManyPolicies(configuration),
    ...incompleteEntries(configuration),
    ...wrongSelectors(configuration),
    ...exceptedAccounts(configuration),
    ...overlappingGrants(configuration),
    ...repeatedEntries(configuration),
    ...ignoredOrRemoved(configuration),
    ...ignoredAccounts(configuration),
    ...expiringProtected(configuration),
    ...missingExpiry(configuration),
    ...wrongOverrides(configuration),
    ...providedIdentities(configuration),
    ...wrongRegions(configuration),
    ...unknownSubscriptions(configuration),
    ...fieldsOutOfScope(configuration, parts),
    ...namesOutOfScope(configuration),
    ...accountsOutOfScope(configuration),
  ];
}

/** References, which can only be judged when all parts could be read. */
export function checkTogether(configuration: Configuration): readonly Issue[] {
  const declared = declaredNames(configuration);
  return [
    ...unknownSets(configuration, declared),
    ...ambiguousPresets(configuration, declared),
    ...nearNames(configuration, declared),
    ...formerGroupNames(configuration, declared),
    ...wrongRenames(configuration, declared),
    ...missingAdminAccount(configuration),
    ...incompleteProfile(configuration),
  ];
}
