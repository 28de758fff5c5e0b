/** What counts as a review, and what is wrong with inputs: the cases of the bundled tests, and those next to them. */

import { describe, expect, test } from 'vitest';
import type { MergedPullRequest, Remark } from '../../reconciler/action/github.ts';
import { parseInputs } from '../../reconciler/action/inputs.ts';
import type { Marker } from '../../reconciler/action/marker.ts';
import { configurationKey, markerText } from '../../reconciler/action/marker.ts';
import { outlineOf, outlineText } from '../../reconciler/action/outline.ts';
import { reviewOf } from '../../reconciler/action/review.ts';
import { aUser, creation } from '../support/builders.ts';

const KEY = configurationKey('config');
const HEAD = 'a'.repeat(40);
const DIGEST = `sha256:${'0'.repeat(64)}`;
const PULL: MergedPullRequest = { number: 7, head: HEAD, merged: 1_000 };
const MARKER: Marker = { kind: 'plan', key: KEY, commit: HEAD, digest: DIGEST };

function remark(marker: Marker, extras: Partial<Remark> = {}): Remark {
  const body = `${markerText(marker)}\nPlan`;
  return { id: 'IC_1', number: 0, body, own: true, untouched: true, written: 1_000, ...extras };
}

describe('a review', () => {
  test('is the last comment of ours for the last commit, up to the moment of the merge', () => {
    const changes = [creation(aUser('ada'))];
    const earlier = remark({ ...MARKER, digest: `sha256:${'1'.repeat(64)}` }, { written: 900 });
    const last = remark(MARKER);
    const body = `${last.body}\n\n${outlineText(changes)}\n`;
    const review = reviewOf(PULL, [{ ...last, body }, earlier, remark(MARKER, { own: false })], KEY);
    expect(review).toEqual({ ok: true, digest: DIGEST, outline: outlineOf(changes) });
    expect(reviewOf(PULL, [last], KEY)).toEqual({ ok: true, digest: DIGEST });
  });

  const { digest: _digest, ...noDigest } = MARKER;
  test.each<[string, readonly Remark[], string]>([
    ['none', [], 'without a plan on it'],
    ['of another configuration', [remark({ ...MARKER, key: configurationKey('other') })], 'without a plan on it'],
    ['that tells of a merge', [remark({ ...MARKER, kind: 'after-merge' })], 'without a plan on it'],
    ['a drift issue quoted', [remark({ ...MARKER, kind: 'drift' })], 'without a plan on it'],
    ['quoted below other words', [remark(MARKER, { body: `Quoting:\n${markerText(MARKER)}` })], 'without a plan on it'],
    ['of somebody else', [remark(MARKER, { own: false })], 'only in a comment that somebody else wrote'],
    ['edited by somebody else', [remark(MARKER, { untouched: false })], 'that somebody else edited'],
    ['of an earlier commit', [remark({ ...MARKER, commit: 'b'.repeat(40) })], 'for an earlier commit'],
    ['written after the merge', [remark(MARKER, { written: 1_001 })], 'written after the merge'],
    ['without a digest', [remark(noDigest)], 'approves nothing'],
    ['replaced by one without', [remark(MARKER, { written: 900 }), remark(noDigest)], 'approves nothing'],
  ])('is not a comment: %s', (_name, comments, message) => {
    const review = reviewOf(PULL, comments, KEY);
    expect(review.ok ? '' : review.issue).toMatchObject({ code: 'PLAN_NOT_REVIEWED', severity: 'error' });
    expect(review.ok ? '' : review.issue.message).toContain(message);
  });
});

test.each([
  [{ command: 'plan', comment: 'yes' }, 'the input comment is "yes"'],
  [{ command: 'apply', rehearse: 'true' }, 'the input rehearse means nothing to apply'],
  [{ command: 'drift', 'apply-only': 'clock' }, 'the input apply-only means nothing to drift'],
  [{ command: 'plan', 'plan-file': 'plan.json' }, 'the input plan-file means nothing to plan'],
  [{ command: 'validate', 'expect-digest': DIGEST }, 'the input expect-digest means nothing to validate'],
  [{ command: 'apply', 'apply-only': 'clock,time' }, 'the input apply-only names "time"'],
  [{ command: 'apply', 'expect-digest': '4be1' }, 'the input expect-digest is no digest'],
])('wrong inputs %j are told', (inputs: Readonly<Record<string, string>>, message) => {
  const parsed = parseInputs((name) => inputs[name] ?? '');
  expect(parsed.ok ? [] : parsed.issues.map((issue) => issue.message)).toEqual([expect.stringContaining(message)]);
});
