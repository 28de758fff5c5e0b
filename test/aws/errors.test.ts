import { describe, expect, it } from 'vitest';
import { AwsFailure, failureOf, isLacking, isUnsupported } from '../../reconciler/aws/errors.ts';

const CALL = { service: 'sso-admin', operation: 'CreatePermissionSet', about: 'permission set Auditor' } as const;

function serviceError(name: string, message = 'no', members: object = {}, status = 400): Error {
  return Object.assign(new Error(message), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode: status },
    ...members,
  });
}

function networkError(code: string, name = 'Error'): Error {
  return Object.assign(new Error(`connect ${code}`), { name, code });
}

describe('failureOf', () => {
  it.each([
    ['ThrottlingException', 'throttling'],
    ['TooManyRequestsException', 'throttling'],
    ['ConflictException', 'conflict'],
    ['ConcurrentModificationException', 'conflict'],
    ['ResourceNotFoundException', 'notFound'],
    ['OrganizationalUnitNotFoundException', 'notFound'],
    ['InternalServerException', 'transient'],
    ['ServiceException', 'transient'],
    ['AccessDeniedException', 'permanent'],
    ['ValidationException', 'permanent'],
    ['ServiceQuotaExceededException', 'permanent'],
    ['SomethingNobodyKnows', 'permanent'],
  ])('takes %s for %s', (name, failureClass) => {
    expect(failureOf(serviceError(name), CALL).class).toBe(failureClass);
    expect(failureOf(serviceError(`com.amazonaws.sso#${name}:http://internal/`), CALL)).toMatchObject({
      name,
      class: failureClass,
    });
  });

  it('takes an answer of 5xx for transient, and of 429 for throttling, whatever its name', () => {
    expect(failureOf(serviceError('Odd', 'no', {}, 503), CALL).class).toBe('transient');
    expect(failureOf(serviceError('Odd', 'no', {}, 429), CALL).class).toBe('throttling');
  });

  it('does not take an operation that the endpoint lacks for a passing trouble', () => {
    expect(failureOf(serviceError('InternalFailure', 'not implemented', {}, 501), CALL)).toMatchObject({
      class: 'permanent',
      unsupported: true,
    });
    expect(failureOf(serviceError('UnknownOperationException'), CALL).unsupported).toBe(true);
    expect(
      failureOf(serviceError('NotImplementedError', 'X has not been implemented', {}, 500), CALL).unsupported,
    ).toBe(true);
  });

  it('takes what it lacks for absent on an emulator, and never at an address of AWS', () => {
    const from = (host?: string): AwsFailure =>
      new AwsFailure(failureOf(serviceError('UnknownOperationException', '', { $host: host }), CALL));
    expect(isLacking(from('localhost'))).toBe(true);
    expect(isLacking(from('moto.test'))).toBe(true);
    for (const host of [
      'sso.us-east-1.amazonaws.com',
      'sso.us-east-1.api.aws',
      'sso.cn-north-1.amazonaws.com.cn',
      undefined,
    ]) {
      expect(isUnsupported(from(host))).toBe(true);
      expect(isLacking(from(host))).toBe(false);
    }
    const refused = serviceError('AccessDeniedException', 'no', { $host: 'localhost' });
    expect(isLacking(new AwsFailure(failureOf(refused, CALL)))).toBe(false);
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT'])('takes %s for a network error', (code) => {
    expect(failureOf(networkError(code), CALL)).toMatchObject({ name: 'NetworkError', class: 'transient' });
  });

  it('tells a call that was not answered from a connection that was cut', () => {
    expect(failureOf(networkError('', 'AbortError'), CALL)).toMatchObject({
      name: 'RequestTimeout',
      class: 'transient',
    });
    expect(failureOf(networkError('ECONNRESET', 'TimeoutError'), CALL)).toMatchObject({ name: 'NetworkError' });
  });

  it('tries once more when the SDK has learnt the time of the service', () => {
    const error = serviceError('InvalidSignatureException', 'Signature expired');
    Object.assign(error, { $metadata: { httpStatusCode: 403, clockSkewCorrected: true } });
    expect(failureOf(error, CALL).class).toBe('transient');
  });

  it('takes an answer for what it says where this machine has the wrong time', () => {
    const error = serviceError('ResourceNotFoundException', 'no boundary');
    Object.assign(error, { $metadata: { httpStatusCode: 400, clockSkewCorrected: true } });
    expect(failureOf(error, CALL).class).toBe('notFound');
  });

  it('keeps apart a taken name, a missing thing and a missing key', () => {
    expect(
      failureOf(serviceError('ConflictException', 'no', { Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' }), CALL).taken,
    ).toBe(true);
    expect(failureOf(serviceError('ConflictException', 'no', { Reason: 'CONCURRENT_MODIFICATION' }), CALL).taken).toBe(
      false,
    );
    const key = failureOf(serviceError('ResourceNotFoundException', 'no', { Reason: 'KMS_NotFoundException' }), CALL);
    expect(key.class).toBe('permanent');
  });

  it('reads how long the service asks to wait', () => {
    expect(failureOf(serviceError('ThrottlingException', 'slow', { RetryAfterSeconds: 3 }), CALL)).toMatchObject({
      retryAfterMilliseconds: 3000,
    });
  });

  it('makes something readable of whatever was thrown', () => {
    for (const thrown of ['text', undefined, null, 7, {}])
      expect(new AwsFailure(failureOf(thrown, CALL)).issues[0]?.message).toContain('CreatePermissionSet failed');
  });
});

describe('the issue of a failed call', () => {
  function issueFor(error: unknown) {
    const [issue] = new AwsFailure(failureOf(error, CALL)).issues;
    if (issue === undefined) throw new Error('no issue');
    return issue;
  }

  it('says what was done to what, and repeats the words of the service', () => {
    const issue = issueFor(serviceError('ServiceQuotaExceededException', 'You have reached\n the limit of 3500'));
    expect(issue).toMatchObject({
      code: 'AWS_QUOTA',
      message:
        'permission set Auditor: sso-admin CreatePermissionSet failed with ServiceQuotaExceededException: You have reached the limit of 3500',
    });
  });

  it.each([
    ['ResourceNotFoundException', {}, /removed while this ran: plan again/u],
    ['ConflictException', {}, /under way there: plan again/u],
    ['ConflictException', { Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' }, /is taken, perhaps in another case/u],
    ['ServiceQuotaExceededException', {}, /where the quota can be raised/u],
  ])('says what to do about %s %j', (name, members, hint) => {
    expect(issueFor(serviceError(name, 'no', members)).hint).toMatch(hint);
  });

  it.each([
    ['MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED', 'AWS_QUOTA'],
    ['CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR', 'AWS_INVALID'],
    ['SERVICE_ACCESS_NOT_ENABLED', 'AWS_INVALID'],
  ])('calls a quota of Organizations one, and nothing else: %s', (Reason, code) => {
    expect(issueFor(serviceError('ConstraintViolationException', 'no', { Reason })).code).toBe(code);
  });

  it('guesses nothing about a conflict of the profile', () => {
    const failure = failureOf(serviceError('ConflictException', 'no'), { service: 'codewhisperer', operation: 'X' });
    expect(new AwsFailure(failure).issues[0]).not.toHaveProperty('hint');
  });

  it('names the action that the caller lacks', () => {
    const issue = issueFor(
      serviceError('AccessDeniedException', 'User: arn:aws:iam::111111111111:user/x is not authorized'),
    );
    expect(issue.code).toBe('AWS_ACCESS_DENIED');
    expect(issue.hint).toContain('sso:CreatePermissionSet');
  });

  it.each([
    new TypeError('Invalid URL'),
    serviceError('InvalidArgumentError', 'Invalid URL protocol: the URL must start with `http:` or `https:`.'),
  ])('says which variable holds no address', (error) => {
    expect(issueFor(error)).toMatchObject({
      code: 'AWS_UNREACHABLE',
      hint: 'AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_SSO_ADMIN or endpoint_url of the profile is no address: it looks like http://127.0.0.1:4566',
    });
  });

  it.each([
    ['KMS_DisabledException', /disabled/u],
    ['KMS_NotFoundException', /gone/u],
    ['KMS_AccessDeniedException', /kms:Decrypt/u],
    ['KMS_InvalidStateException', /not usable/u],
  ])('explains %s', (reason, hint) => {
    const issue = issueFor(serviceError('ValidationException', 'no', { Reason: reason }));
    expect(issue.code).toBe('AWS_KMS');
    expect(issue.hint).toMatch(hint);
  });

  it.each([
    ['CredentialsProviderError', /aws sso login/u],
    ['ExpiredTokenException', /expired/u],
    ['UnrecognizedClientException', /AWS_PROFILE/u],
  ])('says what to do about %s', (name, hint) => {
    const issue = issueFor(serviceError(name, 'no'));
    expect(issue.code).toBe('AWS_CREDENTIALS');
    expect(issue.hint).toMatch(hint);
  });

  it('asks for a Region where the chain has none', () => {
    expect(issueFor(new Error('Region is missing'))).toMatchObject({ code: 'AWS_REGION' });
  });

  it('passes on a secret by none of its other members either', () => {
    const token = `IQoJb3JpZ2lu${'c2Vzc2lvbnRva2Vu'.repeat(8)}==`;
    const said = failureOf(
      serviceError(`Denied${token}`, 'no', {
        Reason: `x-amz-security-token: ${token.slice(0, 30)}`,
        $metadata: { httpStatusCode: 400, requestId: token },
      }),
      CALL,
    );
    expect(JSON.stringify(said)).not.toContain('IQoJb3JpZ2lu');
  });

  it('never passes on a secret', () => {
    const token = 'IQoJb3JpZ2luX2VjEND'.repeat(20);
    const messages = [
      `The request signature does not match. The Canonical String should have been 'POST x-amz-security-token:${token}'`,
      `bad header x-amz-security-token: ${token}`,
      `AKIAIOSFODNN7EXAMPLE with ${token}`,
      'secretAccessKey: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    ];
    for (const message of messages)
      for (const name of ['SignatureDoesNotMatch', 'InvalidSignatureException', 'ValidationException']) {
        const text = JSON.stringify(issueFor(serviceError(name, message)));
        expect(text).not.toMatch(/IQoJb3JpZ2lu|AKIAIOSFODNN7|wJalrXUtnFEMI/u);
      }
  });
});
