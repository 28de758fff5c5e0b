/** Signature version 4, of which the simulator reads the scope and checks no signature. */

export interface Scope {
  readonly accessKeyId: string;
  readonly region: string;
  /** The signing name. */
  readonly service: string;
}

// AWS4-HMAC-SHA256 Credential=KEY/20260101/us-east-1/sso/aws4_request, SignedHeaders=…, Signature=…
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256\s+Credential=(?<key>[\w]+)\/\d{8}\/(?<region>[a-z0-9-]+)\/(?<service>[a-z0-9-]+)\/aws4_request,\s*SignedHeaders=[a-z0-9;-]+,\s*Signature=[0-9a-f]{64}$/u;

/** The scope in an Authorization header, or `undefined` when it is none of signature version 4. */
export function scopeOf(authorization: string | undefined): Scope | undefined {
  const groups = AUTHORIZATION.exec(authorization ?? '')?.groups;
  if (groups === undefined) return undefined;
  const { key = '', region = '', service = '' } = groups;
  return { accessKeyId: key, region, service };
}
