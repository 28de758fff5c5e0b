/**
 * What the Action hides in the first line of each text that it writes on GitHub, to find it again: what the text is, for
 * which configuration, for which commit, and the digest that it lets be applied. Only hexadecimal and words of ours.
 */

import { createHash } from 'node:crypto';

/** `plan`: of a pull request, the one that may be an approval. `after merge`: never one. `drift`: the issue. */
export type RemarkKind = 'plan' | 'after-merge' | 'drift';

export interface Marker {
  readonly kind: RemarkKind;
  /** Of the configuration: see `configurationKey`. */
  readonly key: string;
  /** 40 or 64 hex digits; of a plan, the last commit of the pull request. */
  readonly commit?: string;
  /** Present only when the text shows the whole of a plan that may be applied. */
  readonly digest?: string;
}

/** Tells the texts of several configurations in one repository apart. `path` is relative to the repository. */
export function configurationKey(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 12);
}

export function markerText({ kind, key, commit = '-', digest = '-' }: Marker): string {
  return `<!-- cw-gitops ${kind} ${key} ${commit} ${digest} -->`;
}

const MARKER =
  /^<!-- cw-gitops (plan|after-merge|drift) ([0-9a-f]{12}) ([0-9a-f]{40}|[0-9a-f]{64}|-) (sha256:[0-9a-f]{64}|-) -->(?:\r?\n|$)/u;

/** The marker that a text begins with; `undefined` for any other text, also one that has a marker further below. */
export function parseMarker(body: string): Marker | undefined {
  const [, kind, key, commit, digest] = MARKER.exec(body) ?? [];
  if (kind === undefined || key === undefined) return undefined;
  return {
    kind: kind as RemarkKind,
    key,
    ...(commit === undefined || commit === '-' ? {} : { commit }),
    ...(digest === undefined || digest === '-' ? {} : { digest }),
  };
}
