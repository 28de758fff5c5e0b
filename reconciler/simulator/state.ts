/** States to start from: an empty one, and those that people wrote. */

import type { AccountState, SimulatorState } from './state.types.ts';

export type ParsedState =
  | { readonly ok: true; readonly state: SimulatorState }
  | { readonly ok: false; readonly mistakes: readonly string[] };

/** The state in a file's text. */
export function parseState(text: string): ParsedState {
  try {
    return { ok: true, state: JSON.parse(text) as SimulatorState };
  } catch (error) {
    return { ok: false, mistakes: [error instanceof Error ? error.message : String(error)] };
  }
}

export interface EmptyStateOptions {
  /** Default `us-east-1`. */
  readonly region?: string;
  /** Default `o-exampleorg1`. */
  readonly organizationId?: string;
  /** Default `111111111111`. */
  readonly managementAccount?: string;
  /** Beside the management account. */
  readonly accounts?: readonly AccountState[];
}

/** An organisation with its accounts and an instance of Identity Center, and nothing else. */
export function emptyState(options: EmptyStateOptions = {}): SimulatorState {
  const { region = 'us-east-1', organizationId = 'o-exampleorg1', managementAccount = '111111111111' } = options;
  return {
    version: 1,
    organization: {
      id: organizationId,
      managementAccount,
      accounts: [{ id: managementAccount, name: 'management' }, ...(options.accounts ?? [])],
      serviceAccess: ['sso.amazonaws.com'],
    },
    identityCenter: { region },
  };
}
