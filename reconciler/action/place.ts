/** Where a job runs: what GitHub's environment says of the repository, the commit and the run. */

export interface Place {
  readonly owner: string;
  readonly repository: string;
  /** The commit that is checked out: of a pull request a merge that GitHub made for the run. */
  readonly commit: string;
  /** The branch, where the run is for one. */
  readonly branch?: string;
  /** `https://github.com`, or a GitHub Enterprise Server. */
  readonly server: string;
  readonly runId: string;
  /** What the texts on GitHub go by: see `configurationKey`. */
  readonly key: string;
  /** The configuration, a file or a folder, relative to the repository; empty for all of it. */
  readonly path: string;
  /** The folder of the configuration, relative to the repository; empty for all of it. */
  readonly config: string;
}

/** A Markdown link to the run. Its address is GitHub's own. */
export function runLink({ server, owner, repository, runId }: Place): string {
  return `[run](${server}/${owner}/${repository}/actions/runs/${runId})`;
}

/** A Markdown link to a commit. */
export function commitLink({ server, owner, repository }: Place, commit: string): string {
  return `[\`${commit.slice(0, 7)}\`](${server}/${owner}/${repository}/commit/${commit})`;
}
