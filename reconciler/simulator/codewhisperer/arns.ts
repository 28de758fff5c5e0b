/** ARNs of profiles. */

import { hexOf } from '../ids.ts';

/** `generation` counts earlier profiles of that account and Region. The id at the end is of capital letters and digits. */
export function profileArnOf(account: string, region: string, generation: number): string {
  const id = hexOf(12, 'profile', account, region, generation).toUpperCase();
  return `arn:aws:codewhisperer:${region}:${account}:profile/${id}`;
}
