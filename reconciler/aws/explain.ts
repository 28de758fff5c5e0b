/** A failed call as an issue: the service's words, what was being done to what, and a way on. */

import type { Issue, IssueCode } from '../core/issue.ts';
import { MISSHAPEN } from './answer-shape.ts';
import { UNKNOWN } from './emulator.ts';
import type { Failure, ServiceName } from './errors.ts';
import { isAboutKey } from './key-reasons.ts';

/** The issue for a call that failed for good. Its cause repeats the facts, never the request or a secret. */
export function issueOf(failure: Failure): Issue {
  const { code, hint } = advice(failure);
  const about = failure.about === undefined ? '' : `${failure.about}: `;
  const said = failure.words === '' ? failure.name : `${failure.name}: ${failure.words}`;
  return {
    code,
    severity: 'error',
    message: `${about}${failure.service} ${failure.operation} failed with ${said}`,
    ...(hint === undefined ? {} : { hint }),
    cause: { ...failure },
  };
}

interface Advice {
  readonly code: IssueCode;
  readonly hint?: string;
}

const CREDENTIALS =
  /^(?:CredentialsProviderError|TokenProviderError|ExpiredToken|ExpiredTokenException|UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|IncompleteSignature|IncompleteSignatureException|MissingAuthenticationToken|MissingAuthenticationTokenException|AuthFailure)$/u;
const ACCESS_DENIED = /^(?:AccessDenied|AccessDeniedException|UnauthorizedException|NotAuthorized)$/u;
const QUOTA = /^(?:ServiceQuotaExceeded|LimitExceeded)/u;
const INVALID = /^(?:ConstraintViolation|Validation|InvalidInput|InvalidParameter|Serialization)/u;

function advice(failure: Failure): Advice {
  return (
    environmentAdvice(failure) ??
    kmsAdvice(failure) ?? { code: serviceCode(failure), ...optionalHint(serviceHint(failure)) }
  );
}

function optionalHint(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}

/** What stands between this machine and the service: Region, credentials, network. */
function environmentAdvice({ name, service, words }: Failure): Advice | undefined {
  if (name === 'RegionMissing')
    return { code: 'AWS_REGION', hint: 'set AWS_REGION, or identityCenter.region in the configuration' };
  if (CREDENTIALS.test(name)) return { code: 'AWS_CREDENTIALS', hint: credentialsHint(name) };
  if (name === 'CertificateError')
    return { code: 'AWS_UNREACHABLE', hint: 'NODE_EXTRA_CA_CERTS names the certificates of a proxy in between' };
  if (name === 'ProxyRefusal')
    return {
      code: 'AWS_UNREACHABLE',
      hint: 'check the address, name and password in HTTPS_PROXY, or list the service in NO_PROXY',
    };
  if (name === MISSHAPEN)
    return {
      code: 'AWS_ANSWER',
      hint: 'what answers there does not answer as the service does: check AWS_ENDPOINT_URL and what stands in between',
    };
  if (words.startsWith('Invalid URL')) return { code: 'AWS_UNREACHABLE', hint: noAddressHint(service) };
  if (name === 'NetworkError' || name === 'RequestTimeout' || name === 'UnreadableAnswer') {
    const hint = `check the network, the Region, and AWS_ENDPOINT_URL or ${variableOf(service)} where one is set`;
    return { code: 'AWS_UNREACHABLE', hint };
  }
  return undefined;
}

/** For an address that was given in the place of AWS's own and is none. */
export function noAddressHint(service: ServiceName): string {
  return `AWS_ENDPOINT_URL, ${variableOf(service)} or endpoint_url of the profile is no address: it looks like http://127.0.0.1:4566`;
}

function variableOf(service: ServiceName): string {
  return `AWS_ENDPOINT_URL_${service.replace('-', '_').toUpperCase()}`;
}

function credentialsHint(name: string): string {
  if (name.startsWith('Expired')) return 'the credentials have expired: sign in again, or renew them';
  if (name.endsWith('ProviderError'))
    return 'sign in (aws sso login), choose a profile (AWS_PROFILE), or set the AWS_* variables';
  return 'the service does not know these credentials: check AWS_PROFILE and the AWS_* variables';
}

const KMS_HINTS: { readonly [reason: string]: string } = {
  KMS_AccessDeniedException: 'the caller needs kms:Decrypt on the key of Identity Center, through both services',
  KMS_DisabledException: 'the KMS key of Identity Center is disabled: enable it',
  KMS_InvalidKeyUsageException: 'the KMS key of Identity Center is not for encryption, or not symmetric',
  KMS_InvalidStateException: 'the KMS key of Identity Center is not usable now, perhaps pending deletion',
  KMS_NotFoundException: 'the KMS key of Identity Center is gone',
  CUSTOMER_KMS_KEY_DISABLED: 'the KMS key of the profile is disabled: enable it',
  CUSTOMER_KMS_KEY_INVALID_KEY_POLICY: 'the policy of the KMS key does not let the profile use it',
  MISMATCHED_KMS_KEY: 'the KMS key is not in the Region of the profile, or not the one that it uses',
  INVALID_KMS_GRANT: 'the caller needs kms:CreateGrant on the KMS key of the profile',
};

function kmsAdvice({ reason, class: failureClass }: Failure): Advice | undefined {
  if (reason === undefined || !isAboutKey(reason) || failureClass === 'throttling') return undefined;
  return { code: 'AWS_KMS', hint: KMS_HINTS[reason] ?? 'see the KMS key that the data is encrypted with' };
}

function serviceCode({ name, class: failureClass, unsupported, reason }: Failure): IssueCode {
  if (unsupported) return 'AWS_UNSUPPORTED';
  if (failureClass === 'throttling') return 'AWS_THROTTLED';
  if (failureClass === 'conflict') return 'AWS_CONFLICT';
  if (failureClass === 'notFound') return 'AWS_NOT_FOUND';
  if (ACCESS_DENIED.test(name)) return 'AWS_ACCESS_DENIED';
  // Organizations has one error for its quotas and for all else that it does not let happen.
  if (QUOTA.test(name) || reason?.endsWith('LIMIT_EXCEEDED') === true) return 'AWS_QUOTA';
  if (INVALID.test(name)) return 'AWS_INVALID';
  return 'AWS_FAILED';
}

function serviceHint(failure: Failure): string | undefined {
  switch (serviceCode(failure)) {
    case 'AWS_UNSUPPORTED':
      return failure.name === UNKNOWN
        ? 'it does not have the operation, or fails at it: its own log says which'
        : 'this endpoint does not offer the operation';
    case 'AWS_THROTTLED':
      return failure.service === 'q' || failure.service === 'codewhisperer'
        ? 'the service is called too often: try again later'
        : 'something else uses up the quota of 20 calls a second: try again later';
    case 'AWS_ACCESS_DENIED':
      if (failure.service === 'sts')
        return `the caller needs sts:${failure.operation} on the role, and the role's trust policy must let it`;
      return `the caller needs ${ACTION_PREFIX[failure.service]}:${failure.operation}${OF_THE_ORGANIZATION.has(failure.service) ? DELEGATED : ''}`;
    case 'AWS_NOT_FOUND':
      return 'what it names may have been removed while this ran: plan again';
    case 'AWS_CONFLICT':
      return conflictHint(failure);
    case 'AWS_QUOTA':
      return 'ask AWS for more where the quota can be raised (Service Quotas), or declare less';
    default:
      return failure.name === 'AWSOrganizationsNotInUseException'
        ? 'this account is in no organisation: use credentials of the management account or of the delegated administrator'
        : undefined;
  }
}

/** Of the profile's services the words say more than could be guessed. */
function conflictHint({ taken, service }: Failure): string | undefined {
  if (taken) return 'the name or the address is taken, perhaps in another case: see what is live under it';
  return OF_THE_ORGANIZATION.has(service)
    ? 'something else is under way there: plan again when it has ended'
    : undefined;
}

const OF_THE_ORGANIZATION: ReadonlySet<ServiceName> = new Set(['sso-admin', 'identitystore', 'organizations', 'sts']);
const DELEGATED =
  '; a delegated administrator may not touch the management account, nor a permission set that is provisioned there';

const ACTION_PREFIX = {
  'sso-admin': 'sso',
  identitystore: 'identitystore',
  organizations: 'organizations',
  sts: 'sts',
  codewhisperer: 'codewhisperer',
  q: 'q',
  'user-subscriptions': 'user-subscriptions',
  kms: 'kms',
  iam: 'iam',
} as const satisfies { readonly [service in ServiceName]: string };
