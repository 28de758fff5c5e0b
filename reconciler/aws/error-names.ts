/** Whatever an SDK client, the network or the credential chain threw, by one short name. */

type Members = { readonly [name: string]: unknown };

/** The members of whatever was thrown. */
export function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {};
}

/** A text that says something. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The status of the answer, where one came. */
export function statusOf(raw: Members): number | undefined {
  const status = membersOf(raw['$metadata'])['httpStatusCode'];
  return typeof status === 'number' ? status : undefined;
}

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPROTO',
  'ERR_STREAM_PREMATURE_CLOSE',
  'UND_ERR_SOCKET',
]);
/** Something answered, but not in HTTP, or not what its own headers say. */
const UNREADABLE = new Set([
  'SyntaxError',
  'HTTPParserError',
  'HeadersOverflowError',
  'ResponseContentLengthMismatchError',
]);
const TLS_CODE = /^(?:CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/u;

/** The short name of an error: `com.amazonaws.sso#ThrottlingException:http://…` is `ThrottlingException`. */
export function shortName(raw: Members): string {
  const name = (text(raw['name']) ?? text(raw['__type']) ?? 'Error').replace(/^.*#/u, '').replace(/:.*$/u, '');
  const code = text(raw['code']) ?? '';
  const message = text(raw['message']) ?? '';
  if (UNREADABLE.has(name) || message.includes('Deserialization error')) return 'UnreadableAnswer';
  // What the SDK calls an answer that says nothing, a redirection for one: no service refuses so.
  if (name === 'Unknown' && message === 'UnknownError' && statusOf(raw) !== 429) return 'UnreadableAnswer';
  if (message.startsWith('Proxy response')) return 'ProxyRefusal';
  if (name === 'TimeoutError' || name === 'AbortError')
    return code === 'ECONNRESET' ? 'NetworkError' : 'RequestTimeout';
  if (TLS_CODE.test(code)) return 'CertificateError';
  if (raw['$fault'] === undefined && NETWORK_CODES.has(code) && !name.includes('Provider')) return 'NetworkError';
  if (message.startsWith('Region is missing')) return 'RegionMissing';
  return name;
}
