/** What started the workflow, as far as the Action cares. */

export interface PullRequestEvent {
  readonly kind: 'pull request';
  readonly number: number;
  /** Its last commit when the run began. */
  readonly head: string;
  readonly fork: boolean;
}

export type Event =
  | PullRequestEvent
  | { readonly kind: 'push' }
  | { readonly kind: 'dispatch' }
  /** A schedule, or anything else that nobody reviewed. */
  | { readonly kind: 'other'; readonly name: string };

/** The event by its name and its payload (`GITHUB_EVENT_NAME`, `GITHUB_EVENT_PATH`). */
export function eventOf(name: string, payload: unknown): Event {
  if (name === 'push') return { kind: 'push' };
  if (name === 'workflow_dispatch') return { kind: 'dispatch' };
  const pull = name === 'pull_request' ? pullRequestOf(payload) : undefined;
  return pull === undefined ? { kind: 'other', name } : { kind: 'pull request', ...pull };
}

/** Events that run on what somebody proposes; `pull_request` is here for one that came without its payload. */
const PROPOSALS = new Set(['pull_request', 'pull_request_review', 'pull_request_review_comment', 'merge_group']);

/** Whether what is checked out stands on a branch, and is not only proposed for one. */
export function isMerged(event: Event): boolean {
  return event.kind === 'other' ? !PROPOSALS.has(event.name) : event.kind !== 'pull request';
}

interface PullRequestPayload {
  readonly pull_request?: {
    readonly number: number;
    readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null };
    readonly base: { readonly repo: { readonly full_name: string } };
  };
}

function pullRequestOf(payload: unknown): Omit<PullRequestEvent, 'kind'> | undefined {
  const { pull_request: pull } = payload as PullRequestPayload;
  if (pull === undefined) return undefined;
  const { number, head, base } = pull;
  return { number, head: head.sha, fork: head.repo?.full_name !== base.repo.full_name };
}
