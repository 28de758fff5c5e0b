/** What no schema can say of a state: names that mean nothing, and things that are there twice. */

import type { IdentityCenterState, SimulatorState } from '../state.types.ts';
import { codewhispererMistakes } from './codewhisperer-mistakes.ts';
import { grantMistakes, operationMistakes } from './grant-mistakes.ts';
import { identityMistakes } from './identity-mistakes.ts';
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
