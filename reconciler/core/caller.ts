/** Who runs: told from the ARN of the caller, as far as it is a role of Identity Center. */

/** A person who came through Identity Center, before any role was assumed. */
export interface Caller {
  readonly permissionSet: string;
  /** 12 digits. */
  readonly account: string;
  /** The session's name, which is the user name; absent in the ARN of the role itself. */
  readonly user?: string;
}

/**
 * `arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Auditor_0123456789abcdef/ada`, or the role's own ARN, whose path
 * `aws-reserved/sso.amazonaws.com/` is followed by the Region of Identity Center except in us-east-1 (reference, pitfall 43).
 */
const ROLE = new RegExp(
  '^arn:[^:]+:(?:sts|iam)::(\\d{12}):(?:assumed-role|role)/' +
    '(?:aws-reserved/sso\\.amazonaws\\.com/(?:[a-z0-9-]+/)?)?' +
    'AWSReservedSSO_([\\w+=,.@-]+)_[0-9a-f]{16}(?:/([^/]+))?$',
  'u',
);

/** The permission set, account and user behind the ARN that `sts:GetCallerIdentity` answers; `undefined` for any other caller. */
export function parseCallerArn(arn: string): Caller | undefined {
  const [, account, permissionSet, user] = ROLE.exec(arn) ?? [];
  if (account === undefined || permissionSet === undefined) return undefined;
  return { permissionSet, account, ...(user === undefined ? {} : { user }) };
}
