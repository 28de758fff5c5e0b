/** States to start from: an empty one, and those that people wrote. */

import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';

import schema from '../../schemas/simulator-state.schema.json' with { type: 'json' };
import { mistakesIn, refusedIn } from './state/mistakes.ts';
import type { AccountState, SimulatorState } from './state.types.ts';

export type ParsedState =
  | { readonly ok: true; readonly state: SimulatorState }
  | { readonly ok: false; readonly mistakes: readonly string[] };

// Compiling takes longer than everything else here, so it is done once, when it is needed.
let compiled: ValidateFunction<SimulatorState> | undefined;

/** The state in a file's text, or all that is wrong with it, a line for each mistake. */
export function parseState(text: string): ParsedState {
  const value = jsonIn(text);
  if (typeof value === 'string') return { ok: false, mistakes: [value] };
  compiled ??= new Ajv2020({ allErrors: true, strict: false }).compile<SimulatorState>(schema);
  const validate = compiled;
  if (!validate(value.json)) return { ok: false, mistakes: (validate.errors ?? []).map(schemaMistake) };
  const mistakes = [...mistakesIn(value.json), ...refusedIn(value.json)];
  return mistakes.length === 0 ? { ok: true, state: value.json } : { ok: false, mistakes };
}

/** The JSON, or what is wrong with the text. */
function jsonIn(text: string): { readonly json: unknown } | string {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch (error) {
    return `no JSON: ${withoutText(error instanceof Error ? error.message : String(error))}`;
  }
}

// V8 quotes what is around a mistake, and a file that was named by mistake may hold a secret there.
function withoutText(message: string): string {
  return message.replace(/, (?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON$/su, '');
}

/** `/identityCenter/users/0/email` as `identityCenter.users[0].email`. */
function place(pointer: string): string {
  const parts = pointer.split('/').slice(1);
  const text = parts.map((part) => (/^\d+$/u.test(part) ? `[${part}]` : `.${part}`)).join('');
  return text === '' ? 'the state' : text.replace(/^\./u, '');
}

function schemaMistake(error: ErrorObject): string {
  const { params } = error as { readonly params: { readonly [name: string]: unknown } };
  const extra = params['additionalProperty'] ?? params['unevaluatedProperty'];
  const allowed = params['allowedValues'];
  if (typeof extra === 'string') return `${place(error.instancePath)}: unknown field ${JSON.stringify(extra)}`;
  const values = Array.isArray(allowed) ? `: ${allowed.join(', ')}` : '';
  return `${place(error.instancePath)} ${error.message ?? 'is not valid'}${values}`;
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
