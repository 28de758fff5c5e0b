/**
 * Which plan was reviewed: that of the comment which this workflow's own identity wrote on the pull request, for its last
 * commit, before it was merged. Whatever else stands on the pull request approves nothing.
 */

import type { Issue } from '../core/issue.ts';
import type { MergedPullRequest, Remark } from './github.ts';
import type { RemarkKind } from './marker.ts';
import { parseMarker } from './marker.ts';
import type { Outline } from './outline.ts';
import { parseOutline } from './outline.ts';

export type Review =
  | { readonly ok: true; readonly digest: string; readonly outline?: Outline }
  /** Not reviewed; the outline is that of what the comment shows, if it can be told. */
  | { readonly ok: false; readonly issue: Issue };

/** The review of a merged pull request by its comments. `key` is that of the configuration. */
export function reviewOf(pull: MergedPullRequest, comments: readonly Remark[], key: string): Review {
  const found = latest(comments, 'plan', key);
  const refuse = (what: string, hint = 'have the plan below reviewed'): Review => ({
    ok: false,
    issue: { code: 'PLAN_NOT_REVIEWED', severity: 'error', message: `pull request ${pull.number} ${what}`, hint },
  });
  if (found === undefined) {
    const forged = comments.some(({ own, body }) => !own && isOf(body, 'plan', key));
    return refuse(forged ? 'has a plan only in a comment that somebody else wrote' : 'was merged without a plan on it');
  }
  const marker = parseMarker(found.body);
  if (!found.untouched) return refuse('has a plan in a comment that somebody else edited');
  if (marker?.commit !== pull.head) return refuse('was planned for an earlier commit than the one that was merged');
  if (found.written > pull.merged) return refuse('has a plan that was written after the merge');
  if (marker.digest === undefined) {
    return refuse('has a comment that approves nothing: its plan was refused, failed, or too long to be shown whole');
  }
  const outline = parseOutline(found.body);
  return { ok: true, digest: marker.digest, ...(outline === undefined ? {} : { outline }) };
}

/** The last text of ours of a kind; those of somebody else do not count, whatever they look like. */
export function latest(remarks: readonly Remark[], kind: RemarkKind, key: string): Remark | undefined {
  return remarks
    .filter(({ own, body }) => own && isOf(body, kind, key))
    .toSorted((a, b) => a.written - b.written)
    .at(-1);
}

/** What was shown with a digest in a text of ours, of whatever kind, if it can be told. It only explains. */
export function outlineShown(remarks: readonly Remark[], digest: string, key: string): Outline | undefined {
  const shown = remarks.find(({ own, body }) => {
    const marker = parseMarker(body);
    return own && marker?.key === key && marker.digest === digest;
  });
  return shown === undefined ? undefined : parseOutline(shown.body);
}

function isOf(body: string, kind: RemarkKind, key: string): boolean {
  const marker = parseMarker(body);
  return marker?.kind === kind && marker.key === key;
}
