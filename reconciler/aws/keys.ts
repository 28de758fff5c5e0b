/** The KMS key of a profile, looked at before anything is written (reference/codewhisperer-control-plane.md, section 7). */

import type { KeyFact } from '../core/facts.ts';
import { isFailure } from './errors.ts';
import type { Members } from './private-answer.ts';
import type { PrivateApi } from './private-api.ts';

/** The key behind an ARN or `alias/NAME`, with what keeps a profile in that Region from using it. */
export async function describeKey(api: PrivateApi, written: string, region: string): Promise<KeyFact> {
  try {
    const answer = await api.call('DescribeKey', { KeyId: written }, { region, about: `key ${written}` });
    const key = keyIn(answer);
    const problem = problemOf(key, region);
    return {
      written,
      ...(key.Arn === undefined ? {} : { arn: key.Arn }),
      ...(problem === undefined ? {} : { problem }),
    };
  } catch (error) {
    if (isFailure(error, 'notFound')) return { written, problem: `does not exist in ${region}` };
    throw error;
  }
}

interface KeyMetadata {
  readonly Arn?: string;
  readonly Enabled: boolean;
  readonly KeyState?: string;
  readonly KeySpec?: string;
  readonly KeyUsage?: string;
  readonly KeyManager?: string;
}

const TEXTS = ['Arn', 'KeyState', 'KeySpec', 'KeyUsage', 'KeyManager'] as const;

/** What is said of the key, as far as it is text. */
function keyIn({ KeyMetadata: said }: Members): KeyMetadata {
  const members = (said ?? {}) as Members;
  const texts = TEXTS.flatMap((name) => (typeof members[name] === 'string' ? [[name, members[name]]] : []));
  return { ...(Object.fromEntries(texts) as Partial<KeyMetadata>), Enabled: members['Enabled'] !== false };
}

function problemOf(key: KeyMetadata, region: string): string | undefined {
  const [, , , inRegion] = (key.Arn ?? '').split(':');
  if (key.Arn === undefined) return 'was described without its ARN';
  if (inRegion !== region) return `is in ${inRegion}, and the profile in ${region}`;
  if (key.KeyState !== undefined && key.KeyState !== 'Enabled') return `is ${inWords(key.KeyState)}`;
  if (!key.Enabled) return 'is not enabled';
  if (key.KeyUsage !== undefined && key.KeyUsage !== 'ENCRYPT_DECRYPT') return `is for ${key.KeyUsage}`;
  if (key.KeySpec !== undefined && key.KeySpec !== 'SYMMETRIC_DEFAULT') return `is not symmetric but ${key.KeySpec}`;
  if (key.KeyManager === 'AWS') return 'belongs to an AWS service, and cannot be shared with another one';
  return undefined;
}

/** `PendingDeletion` is `pending deletion`. */
function inWords(state: string): string {
  return state.replaceAll(/(?<=[a-z])[A-Z]/gu, (letter) => ` ${letter}`).toLowerCase();
}
