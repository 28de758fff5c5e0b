/** How long GitHub is left alone before it is asked again. */

import { expect, test } from 'vitest';
import { patient } from '../../reconciler/action/patience.ts';

async function waitsAfter(headers: Readonly<Record<string, string>>): Promise<readonly number[]> {
  const waits: number[] = [];
  const failure = Object.assign(new Error('API rate limit exceeded'), { status: 403, response: { headers } });
  const refusing = { request: () => Promise.reject(failure), graphql: () => Promise.reject(failure) };
  const octokit = patient(refusing, async (milliseconds) => waits.push(milliseconds));
  await expect(octokit.request('GET /user', {})).rejects.toBe(failure);
  return waits;
}

test.each([
  ['as long as it asks for', { 'retry-after': '7' }, 7_000],
  ['a minute where it does not say', {}, 60_000],
  ['a minute where it does not say when its limit is over', { 'x-ratelimit-remaining': '0' }, 60_000],
  ['a minute where what it says is no time', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'soon' }, 60_000],
  ['not at all where its limit is over', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, 0],
])('%s', async (_name, headers, wait) => {
  expect(await waitsAfter(headers)).toEqual([wait, wait, wait]);
});
