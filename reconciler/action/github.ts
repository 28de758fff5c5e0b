/** What the Action asks of GitHub, and how GitHub is asked: comments, pull requests, the drift issue, the branch. */

import { shown } from '../report/escape.ts';
import type { Octokit } from './patience.ts';
import { asked, patient, StrangeAnswer } from './patience.ts';

/** A comment or an issue that somebody wrote. */
export interface Remark {
  /** Of GitHub's, opaque. */
  readonly id: string;
  /** The number of an issue; 0 of a comment. */
  readonly number: number;
  readonly body: string;
  /** Who wrote it is who this token stands for. */
  readonly own: boolean;
  /** Nobody else has edited it since. */
  readonly untouched: boolean;
  /** Milliseconds since 1970: when it was last edited, or else written. */
  readonly written: number;
}

export interface MergedPullRequest {
  readonly number: number;
  /** Its last commit. */
  readonly head: string;
  /** Milliseconds since 1970. */
  readonly merged: number;
}

/** A pull request as it is by now. */
export interface PullRequestNow {
  readonly head: string;
  readonly merged: boolean;
}

export interface GitHub {
  comments(pull: number): Promise<readonly Remark[]>;
  writeComment(pull: number, body: string): Promise<void>;
  updateComment(id: string, body: string): Promise<void>;
  pullRequest(number: number): Promise<PullRequestNow>;
  /** The pull request whose merge made this commit of this branch: a squash, a rebase or a merge commit. */
  pullRequestOf(commit: string, branch: string): Promise<MergedPullRequest | undefined>;
  /** Whether a path holds the same at the head of a branch as at a commit. */
  isUnchanged(path: string, commit: string, branch: string): Promise<boolean>;
  openIssues(): Promise<readonly Remark[]>;
  openIssue(title: string, body: string): Promise<void>;
  updateIssue(number: number, title: string, body: string): Promise<void>;
  closeIssue(number: number, comment: string): Promise<void>;
}

const REMARK = 'id body createdAt lastEditedAt author { type: __typename login } editor { type: __typename login }';
const PAGE = 'pageInfo { hasNextPage endCursor }';
const COMMENTS = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  viewer { login }
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) { list: comments(first: 100, after: $after) { ${PAGE} nodes { ${REMARK} } } }
  }
}`;
const ISSUES = `query ($owner: String!, $repo: String!, $after: String) {
  viewer { login }
  repository(owner: $owner, name: $repo) {
    list: issues(states: OPEN, first: 100, after: $after) { ${PAGE} nodes { number ${REMARK} } }
  }
}`;
const UPDATE = `mutation ($id: ID!, $body: String!) {
  updateIssueComment(input: { id: $id, body: $body }) { issueComment { id } }
}`;
const OBJECTS = `query ($owner: String!, $repo: String!, $planned: String!, $now: String!) {
  repository(owner: $owner, name: $repo) { planned: object(expression: $planned) { oid } now: object(expression: $now) { oid } }
}`;

/** A login as GraphQL gives it: an app is a `Bot` by the name of the app, its viewer has `[bot]` behind that. */
interface Actor {
  readonly type: string;
  readonly login: string;
}

interface RemarkNode {
  readonly id: string;
  readonly number?: number;
  readonly body: string;
  readonly createdAt: string;
  readonly lastEditedAt: string | null;
  readonly author: Actor | null;
  readonly editor: Actor | null;
}

interface Page {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  /** One that the token may not see is null. */
  readonly nodes: readonly (RemarkNode | null)[];
}

interface Listed {
  readonly viewer: { readonly login: string };
  readonly repository: { readonly pullRequest?: { readonly list: Page } | null; readonly list?: Page } | null;
}

interface Objects {
  readonly repository: {
    readonly planned: { readonly oid: string } | null;
    readonly now: { readonly oid: string } | null;
  };
}

interface PullRequestData {
  readonly number: number;
  readonly head: { readonly sha: string };
  readonly base: { readonly ref: string; readonly repo: { readonly full_name: string } };
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
}

/** What the jobs of `docs/github-action.md` are given, by what they ask for. */
const ON_PULLS = 'pull-requests: write';
const ON_ISSUES = 'issues: write';
/** Most pull requests of a commit that are asked for at once. */
const PULLS = 100;

/** GitHub through octokit, for one repository. Whatever it does not do is an IssueError. */
export function createGitHub(octokit: Octokit, owner: string, repo: string): GitHub {
  const calls = patient(octokit);
  const here = { owner, repo };
  const rest: Rest = (route, parameters) => calls.request(route, { ...here, ...parameters });
  const graphql: GraphQl = async (query, variables) => {
    const answer = await calls.graphql(query, { ...here, ...variables });
    if (typeof answer !== 'object' || answer === null) throw new StrangeAnswer();
    return answer;
  };
  // In a fork GitHub also lists those of the repository that it was made from, whose numbers mean something else here.
  const isHere = ({ full_name }: PullRequestData['base']['repo']): boolean =>
    full_name.toLowerCase() === `${owner}/${repo}`.toLowerCase();
  return {
    comments: (number) =>
      asked(`read the comments of pull request ${number}`, ON_PULLS, () => remarksIn(graphql, COMMENTS, { number })),
    writeComment: (number, body) =>
      asked(`comment on pull request ${number}`, ON_PULLS, async () => {
        await rest('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { issue_number: number, body });
      }),
    updateComment: (id, body) =>
      asked('change its comment', ON_PULLS, async () => {
        await calls.graphql(UPDATE, { id, body });
      }),
    pullRequest: (number) =>
      asked(`read pull request ${number}`, ON_PULLS, async () => {
        const { data } = await rest('GET /repos/{owner}/{repo}/pulls/{pull_number}', { pull_number: number });
        const { head, merged } = data as Partial<Pick<PullRequestData, 'head'> & { readonly merged: boolean }>;
        if (head === undefined || merged === undefined) throw new StrangeAnswer();
        return { head: head.sha, merged };
      }),
    pullRequestOf: (commit, branch) =>
      asked(`read the pull requests of commit ${commit.slice(0, 7)}`, ON_PULLS, async () => {
        const pull = (await pullsOf(rest, commit)).find(
          ({ base, merged_at, merge_commit_sha }) =>
            merged_at !== null && isHere(base.repo) && base.ref === branch && merge_commit_sha === commit,
        );
        if (pull === undefined) return undefined;
        return { number: pull.number, head: pull.head.sha, merged: Date.parse(String(pull.merged_at)) };
      }),
    isUnchanged: (path, commit, branch) =>
      asked(`read branch ${shown(branch)}`, 'contents: read', async () => {
        const expressions = { planned: `${commit}:${path}`, now: `refs/heads/${branch}:${path}` };
        const { repository } = (await graphql(OBJECTS, expressions)) as Objects;
        return repository.planned !== null && repository.planned.oid === repository.now?.oid;
      }),
    openIssues: () => asked('read the issues', ON_ISSUES, () => remarksIn(graphql, ISSUES, {})),
    openIssue: (title, body) =>
      asked('open an issue', ON_ISSUES, async () => {
        await rest('POST /repos/{owner}/{repo}/issues', { title, body });
      }),
    updateIssue: (number, title, body) =>
      asked(`change issue ${number}`, ON_ISSUES, async () => {
        await rest('PATCH /repos/{owner}/{repo}/issues/{issue_number}', { issue_number: number, title, body });
      }),
    closeIssue: (number, comment) =>
      asked(`close issue ${number}`, ON_ISSUES, async () => {
        const issue = { issue_number: number };
        await rest('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { ...issue, body: comment });
        const closed = { ...issue, state: 'closed', state_reason: 'completed' };
        await rest('PATCH /repos/{owner}/{repo}/issues/{issue_number}', closed);
      }),
  };
}

type Rest = (route: string, parameters: object) => Promise<{ readonly data: unknown }>;
type GraphQl = (query: string, variables: object) => Promise<object>;

/** What a query lists, from its first page to its last. */
async function remarksIn(graphql: GraphQl, query: string, variables: object): Promise<readonly Remark[]> {
  const remarks: Remark[] = [];
  for (let after: string | null = null; ;) {
    const answer = (await graphql(query, { ...variables, after })) as Listed;
    const page = pageOf(answer);
    remarks.push(...page.nodes.flatMap((node) => (node === null ? [] : remarkOf(node, answer.viewer.login))));
    after = page.pageInfo.endCursor;
    if (!page.pageInfo.hasNextPage) return remarks;
    // Without a cursor the first page would come again, for ever.
    if (after === null) throw new Error('GitHub says that there is more, but not where it goes on');
  }
}

/** The pull requests that a commit belongs to. */
async function pullsOf(rest: Rest, commit: string): Promise<readonly PullRequestData[]> {
  const pulls: PullRequestData[] = [];
  for (let page = 1; ; page += 1) {
    const parameters = { commit_sha: commit, per_page: PULLS, page };
    const { data } = await rest('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', parameters);
    if (!Array.isArray(data)) throw new StrangeAnswer();
    pulls.push(...(data as readonly PullRequestData[]));
    if (pulls.length < page * PULLS) return pulls;
  }
}

function pageOf({ repository }: Listed): Page {
  const page = repository?.pullRequest?.list ?? repository?.list;
  if (page === undefined) throw new Error('GitHub does not know this repository or pull request');
  return page;
}

function remarkOf(
  { id, number = 0, body, createdAt, lastEditedAt, author, editor }: RemarkNode,
  viewer: string,
): Remark {
  return {
    id,
    number,
    body,
    own: isViewer(author, viewer),
    untouched: lastEditedAt === null || isViewer(editor, viewer),
    written: Date.parse(lastEditedAt ?? createdAt),
  };
}

// A person may bear the name of an app, so the type counts too.
function isViewer(actor: Actor | null, viewer: string): boolean {
  if (actor === null) return false;
  return actor.type === 'Bot' ? `${actor.login}[bot]` === viewer : actor.login === viewer;
}
