/**
 * What no schema can say of a state: names that mean nothing, and things that are there twice. And what AWS would not take today:
 * whoever writes it into a state is mistaken, but in a copy of an organisation it may be.
 */

import type { IdentityCenterState, SimulatorState } from '../state.types.ts';
import { codewhispererMistakes } from './codewhisperer-mistakes.ts';
import { grantMistakes, operationMistakes, policyMistakes } from './grant-mistakes.ts';
import { identityMistakes, identityTwins } from './identity-mistakes.ts';
import { defined, knownIn, twice, unknown } from './known.ts';
import type { Known } from './known.ts';
import { organizationMistakes } from './organization-mistakes.ts';

/** Each mistake as a line for people; empty when the state can be loaded. */
export function mistakesIn(state: SimulatorState): readonly string[] {
  const { organization, identityCenter, operations = [], principals = {} } = state;
  const known = knownIn(organization, identityCenter);
  const callers = Object.values(principals).map((principal) => principal.account);
  return [
    ...organizationMistakes(organization, known),
    ...(identityCenter === undefined ? [] : centerMistakes(organization.id, identityCenter, known)),
    ...unknown('principals: account', callers, known.accounts),
    ...operationMistakes(operations, known),
    ...codewhispererMistakes(state, known),
  ];
}

function centerMistakes(organizationId: string, center: IdentityCenterState, known: Known): readonly string[] {
  const { instanceArn, accountInstances = [] } = center;
  const owners = accountInstances.map((instance) => instance.account);
  return [
    ...identityMistakes(organizationId, center, known),
    ...grantMistakes(center, known),
    ...unknown('accountInstances: account', owners, known.accounts),
    ...twice('instance', [...defined([instanceArn]), ...accountInstances.map((one) => one.instanceArn)]),
  ];
}

/** What the services would take from nobody, though it can be loaded; each as a line for people. */
export function refusedIn({ identityCenter: center }: SimulatorState): readonly string[] {
  return center === undefined ? [] : [...identityTwins(center), ...policyMistakes(center)];
}
