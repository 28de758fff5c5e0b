/** The calls of AWS that the source names: which operation of which service, read from the text. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface NamedCall {
  /** As IAM writes it: `sso:ListInstances`. */
  readonly action: string;
  /** File, for messages. */
  readonly file: string;
}

/** Prefix of the IAM actions by what a client is called in the source. */
const BY_NAME: { readonly [receiver: string]: string } = {
  ssoAdmin: 'sso',
  identityStore: 'identitystore',
  organizations: 'organizations',
  sts: 'sts',
  profiles: 'codewhisperer',
  assignments: 'q',
  subscriptions: 'user-subscriptions',
  keys: 'kms',
  roles: 'iam',
};

/** The same for a client that a function just calls `api`: by its type, or by the file where the type is for any service. */
const BY_TYPE: { readonly [type: string]: string } = { SsoAdminSdk: 'sso', OrganizationsSdk: 'organizations' };
const BY_FILE: { readonly [file: string]: string } = {
  'reconciler/aws/profile.ts': 'codewhisperer',
  'reconciler/aws/keys.ts': 'kms',
};

interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** Every file that may call AWS. */
export function everySource(): readonly SourceFile[] {
  return ['reconciler/aws', 'reconciler/kinds', 'reconciler/engine', 'reconciler/commands'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.join(folder, name))
      .map((file) => ({ file, text: readFileSync(file, 'utf8') })),
  );
}

const CALL = /(?<receiver>\w+)\s*\.(?:call|list|pages)\(\s*'(?<operation>\w+)'/gu;

/** The calls in these files; throws where a call cannot be told, so that none is passed over. */
export function callsOf(sources: readonly SourceFile[]): readonly NamedCall[] {
  return sources.flatMap(({ file, text }) => {
    const calls = [...text.matchAll(CALL)].map(({ groups }) => {
      const { receiver = '', operation = '' } = groups ?? {};
      const prefix = receiver === 'api' ? prefixOfApi({ file, text }) : BY_NAME[receiver];
      if (prefix === undefined) throw new Error(`${file}: which service is ${receiver}.${operation}?`);
      return { action: `${prefix}:${operation}`, file };
    });
    const written = [...text.matchAll(/\.(?:call|list|pages)\(\s*'/gu)].length;
    if (written !== calls.length) throw new Error(`${file}: ${written} calls are written, ${calls.length} were told`);
    return calls;
  });
}

function prefixOfApi({ file, text }: SourceFile): string | undefined {
  const types = new Set([...text.matchAll(/\bapi: Api<(\w+)>/gu)].map(([, type = '']) => type));
  const [type = ''] = types;
  return types.size > 1 ? undefined : (BY_FILE[file] ?? BY_TYPE[type]);
}
