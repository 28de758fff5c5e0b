/** A refusal as AWS words it: an error name, a text, and the members that the error's model declares. */

import type { Json } from './json.ts';
import type { ServiceModel } from './model.ts';

export class Refusal extends Error {
  /** The error's shape name, such as `ConflictException`. */
  readonly code: string;
  readonly members: { readonly [name: string]: Json };

  constructor(code: string, message: string, members: { readonly [name: string]: Json } = {}) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.members = members;
  }
}

/**
 * Errors that each operation may answer whatever its model declares, with their HTTP status: AWS documents them as
 * "common errors". https://docs.aws.amazon.com/singlesignon/latest/APIReference/CommonErrors.html
 */
const COMMON_ERRORS: { readonly [code: string]: number } = {
  AccessDeniedException: 400,
  AccessDenied: 403,
  ExpiredTokenException: 403,
  ExpiredToken: 403,
  InternalFailure: 500,
  InternalServerException: 500,
  InvalidAction: 400,
  InvalidClientTokenId: 403,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  MissingAuthenticationToken: 403,
  SerializationException: 400,
  SignatureDoesNotMatch: 403,
  Throttling: 400,
  ThrottlingException: 400,
  UnknownOperationException: 404,
  UnrecognizedClientException: 400,
  ValidationError: 400,
  ValidationException: 400,
};

/** Whether the operation may answer that error. */
export function isDeclared(model: ServiceModel, operation: string, code: string): boolean {
  return code in COMMON_ERRORS || (model.operations[operation]?.errors.includes(code) ?? false);
}

/** The HTTP status of an error. */
export function statusOf(model: ServiceModel | undefined, code: string): number {
  return model?.errors[code]?.status ?? COMMON_ERRORS[code] ?? 400;
}
