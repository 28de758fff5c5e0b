/**
 * An emulator of AWS that does not know an operation, and does not say so.
 *
 * LocalStack and others have words for it, which `isUnknownOperation` knows. moto has none: the `NotImplementedError` of an
 * operation that it lacks becomes the bare page for status 500 of its server, Werkzeug's, as any other mistake in it does
 * (moto 5.2). To take such a page for "there is nothing of that sort here" would be a partial read, if anything but an
 * emulator had sent it. So it needs all of this:
 *
 * - The server calls itself Werkzeug. That is the development server of Python's Flask, which the emulator starts itself;
 *   no service of AWS, load balancer, or proxy that is sold carries that name, and what is run for good in Flask is run
 *   behind a server with another one.
 * - The address is none of AWS's, so somebody named another endpoint: what intercepts the way to AWS, or a VPC endpoint,
 *   is not an emulator, whatever it calls itself.
 * - It is a page with status 500 and without the request id of a service: an error that a service, or moto for one, meant
 *   to send has a body of the protocol.
 * - In this run the operation was never answered, and several attempts in a row end like this (`aws/retry.ts`): a page
 *   that passes is trouble that passes.
 *
 * And what then follows is little: only reads of what such an endpoint can have none of (boundaries, tags, lists of what
 * is under way), or that can be read another way, go on; a plan says so. Everything else ends with an error that names
 * the operation.
 */

/** What an answer shows before its body is read. */
export interface Heading {
  /** The name or address that was called. */
  readonly host: string;
  readonly status: number;
  /** Lower-case names. */
  readonly headers: { readonly [name: string]: string };
}

/** The short name of an error that such a page is taken for, and of the one that several of them are. */
export const UNEXPLAINED = 'UnexplainedAnswer';
export const UNKNOWN = 'UnknownOperation';

/** Of all partitions, as the SDK has them, and what stands before services elsewhere. */
const OF_AWS =
  /(?:^|\.)(?:amazonaws\.(?:com|com\.cn|eu)|api\.amazonwebservices\.(?:com\.cn|eu)|api\.aws(?:\.scloud)?|aws\.dev|amazon\.com|ic\.gov|sgov\.gov|adc-e\.uk)$/u;

/** Whether a name is one of AWS's own, where nothing is an emulator. */
export function isOfAws(host: string): boolean {
  return OF_AWS.test(host.toLowerCase());
}

/** Whether it is the page by which an emulator may mean that it does not know the operation. */
export function isUnexplained({ host, status, headers }: Heading): boolean {
  const isPage = headers['content-type']?.startsWith('text/html') === true;
  const isOfService = headers['x-amzn-requestid'] !== undefined;
  const isWerkzeug = headers['server']?.startsWith('Werkzeug/') === true;
  return status === 500 && isPage && isWerkzeug && !isOfService && !isOfAws(host);
}

/** The error for such a page, in the shape of the SDK's. */
export function unexplained(): Error {
  return Object.assign(new Error('status 500 and a page without a reason'), {
    name: UNEXPLAINED,
    $metadata: { httpStatusCode: 500 },
  });
}

/**
 * Whether the error says that the endpoint does not know the operation. It must say so in the service's protocol: a page
 * with status 501 is one of whatever stands in between, and what could not be parsed is repeated by the parser's message.
 */
export function isUnknownOperation(name: string, status: number | undefined, message: string): boolean {
  if (name === 'UnreadableAnswer' || name === UNEXPLAINED) return false;
  if (/^(?:UnknownOperation|InvalidAction|NotImplemented|UnsupportedOperation)/u.test(name)) return true;
  return status === 501 || (status !== undefined && status >= 500 && /not (?:yet |been )*implemented/iu.test(message));
}
