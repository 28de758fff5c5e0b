/** What a service said of a call that failed, as people may read it: in one line, and without secrets. */

/** What is passed on: a signature error repeats the canonical request, session token and all, so nothing of that. */
export function wordsOf(name: string, message: string): string {
  if (/Signature/u.test(name)) return 'the signature of the request was refused';
  if (name === 'UnreadableAnswer')
    return 'the answer is not what the service sends: something else answers at this address';
  return withoutSecrets(message.replaceAll(/\s+/gu, ' ').trim());
}

const SECRETS = [
  /\bA[KS]IA[A-Z0-9]{8,}\b/gu,
  /(?<=\b(?:x-amz-security-token|secret\w*|session ?token|password|authorization)["']?\s*[:=]\s*)\S+/giu,
  /[A-Za-z0-9+/=]{60,}/gu,
];

/** The same text; what looks like a key, a token or a signature is left out of it. */
export function withoutSecrets(message: string): string {
  return SECRETS.reduce((shown, secret) => shown.replaceAll(secret, '***'), message);
}
