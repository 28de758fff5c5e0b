/** What one service of the simulator is made of, and what its handlers get to see. */

import type { Caller } from './callers.ts';
import type { Limits } from './limits.ts';
import type { Json } from './json.ts';
import type { ServiceModel } from './model.ts';
import type { World } from './world.types.ts';

/** What a fault does to the inside of one call. */
export interface Upset {
  /** The asynchronous operation that this call starts will end FAILED with this reason. */
  readonly lateFailure?: string;
  readonly page?: 'empty-page' | 'repeated-token';
  /** The largest page, whatever the request asks for. */
  readonly pageSize?: number;
}

export interface Call {
  readonly world: World;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly caller: Caller;
  /** The Region that the request is signed for. */
  readonly region: string;
  readonly limits: Limits;
  readonly operation: string;
  readonly requestId: string;
  readonly upset: Upset;
}

export type Handlers<Operations> = {
  readonly [Name in keyof Operations]: Operations[Name] extends { readonly input: infer I; readonly output: infer O }
    ? (input: I, call: Call) => O
    : never;
};

/** A handler whose input has been checked against the model. */
export type UntypedHandler = (input: Json, call: Call) => object;

/** How the service calls the errors that every service has. */
interface ErrorNames {
  readonly accessDenied: string;
  readonly validation: string;
  readonly throttling: string;
  readonly internal: string;
  readonly conflict?: string;
}

/** The names that most services have for them. */
export const USUAL_ERRORS: ErrorNames = {
  accessDenied: 'AccessDeniedException',
  validation: 'ValidationException',
  throttling: 'ThrottlingException',
  internal: 'InternalServerException',
  conflict: 'ConflictException',
};

export interface Service {
  readonly model: ServiceModel;
  readonly handlers: { readonly [operation: string]: UntypedHandler };
  /** Before the colon of the service's IAM actions. */
  readonly actionPrefix: string;
  /** Operations that need no permission. */
  readonly open: ReadonlySet<string>;
  /** Operations that change something. */
  readonly writes: ReadonlySet<string>;
  readonly errors: ErrorNames;
  /** `instance`: only in the instance's Region; `any`: signed for whatever Region. */
  readonly region: 'instance' | 'any';
  /** Where the service is; absent: everywhere. */
  readonly regions?: ReadonlySet<string>;
  /** Before the `#` of the errors' names, where the service writes it. */
  readonly errorNamespace?: string;
  /** The members of a validation error beside its text. */
  validationMembers?(constraint: string): { readonly [name: string]: Json };
}

/** Handlers typed by the model's operations, as the server keeps them: it has checked each input before. */
export function untyped<Operations>(handlers: Handlers<Operations>): { readonly [operation: string]: UntypedHandler } {
  return handlers as unknown as { readonly [operation: string]: UntypedHandler };
}
