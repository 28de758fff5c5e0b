/**
 * As much of GitHub as the Action talks to, with a state: comments, pull requests, issues and branches, over REST and
 * GraphQL, both as github.com and as a GitHub Enterprise Server (`/api/v3`). As strict as GitHub about rights and lengths.
 */

import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Actor {
  readonly type: 'Bot' | 'User';
  readonly login: string;
}

export const ACTIONS: Actor = { type: 'Bot', login: 'github-actions' };

export interface FakeComment {
  readonly id: string;
  readonly pull: number;
  body: string;
  readonly author: Actor;
  editor?: Actor;
  /** Milliseconds since 1970. */
  written: number;
}

export interface FakePull {
  readonly number: number;
  head: string;
  readonly base: string;
  /** Whose it is: GitHub also lists those of the repository that this one was forked from. */
  readonly repository?: string;
  merged?: number;
  mergeCommit?: string;
}

export interface FakeIssue {
  readonly number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  readonly author: Actor;
}

export interface GitHubState {
  readonly comments: FakeComment[];
  readonly pulls: FakePull[];
  readonly issues: FakeIssue[];
  /** Branch → its commit. */
  readonly branches: Map<string, string>;
  /** `COMMIT:PATH` → the hash of what lies there. */
  readonly objects: Map<string, string>;
}

/** What is answered in place of the truth. */
export interface GitHubFault {
  /** Of `METHOD PATH`, and of the query for GraphQL. */
  readonly on: RegExp;
  /** How many calls it is still for; all when absent. */
  times?: number;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly data?: unknown;
  readonly page?: string;
}

export interface GitHubServer {
  readonly url: string;
  readonly state: GitHubState;
  readonly faults: GitHubFault[];
  /** Token → who it stands for and whether it may write. */
  readonly tokens: Map<string, { readonly actor: Actor; readonly writes: boolean }>;
  close(): Promise<void>;
}

const LONGEST = 65_536;
/** Smaller than GitHub's, so that lists have several pages. */
const PAGE = 2;

class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export async function startGitHub(): Promise<GitHubServer> {
  const state: GitHubState = { comments: [], pulls: [], issues: [], branches: new Map(), objects: new Map() };
  const tokens: GitHubServer['tokens'] = new Map([
    ['workflow-token', { actor: ACTIONS, writes: true }],
    ['fork-token', { actor: ACTIONS, writes: false }],
  ]);
  const faults: GitHubFault[] = [];
  const server = createServer((request, response) => {
    void serve(state, tokens, faults, request).then(({ status, data, headers, page: html }) =>
      response
        .writeHead(status, { 'content-type': html === undefined ? 'application/json' : 'text/html', ...headers })
        .end(html ?? JSON.stringify(data)),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    faults,
    tokens,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function serve(
  state: GitHubState,
  tokens: GitHubServer['tokens'],
  faults: readonly GitHubFault[],
  request: IncomingMessage,
): Promise<Answer> {
  const token = /^(?:token|bearer) (.+)$/iu.exec(request.headers.authorization ?? '')?.[1] ?? '';
  try {
    const line = `${request.method} ${request.url}`;
    const body = await bodyOf(request);
    const fault = faults.find(({ on, times = 1 }) => times > 0 && on.test(`${line} ${String(body['query'])}`));
    if (fault?.times !== undefined) fault.times -= 1;
    return fault ?? answerTo(state, tokens.get(token), line, body);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { status: error instanceof Refused ? error.status : 500, data: { message } };
  }
}

async function bodyOf(request: IncomingMessage): Promise<Fields> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? {} : (JSON.parse(text) as Fields);
}

type Fields = { readonly [name: string]: unknown };

interface Answer {
  readonly status: number;
  readonly data?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly page?: string;
}

type Caller = { readonly actor: Actor; readonly writes: boolean };

function answerTo(state: GitHubState, caller: Caller | undefined, line: string, body: Fields): Answer {
  if (caller === undefined) throw new Refused(401, 'Bad credentials');
  const route = line.replace(/^(\w+) (?:\/api\/v3|\/api(?=\/graphql))?/u, '$1 ').replace(/\?.*$/u, '');
  const { searchParams: query } = new URL(line.replace(/^\w+ /u, ''), 'http://localhost');
  if (route === 'POST /graphql') return { status: 200, data: graphql(state, caller, body) };
  const number = /^GET \/repos\/acme\/access\/pulls\/(\d+)$/u.exec(route)?.[1];
  if (number !== undefined) return { status: 200, data: pullOf(state, Number(number)) };
  const pulls = /^GET \/repos\/acme\/access\/commits\/(\w+)\/pulls$/u.exec(route)?.[1];
  if (pulls !== undefined) return { status: 200, data: pullsOf(state, pulls, query) };
  if (!caller.writes) throw new Refused(403, 'Resource not accessible by integration');
  const comments = /^POST \/repos\/acme\/access\/issues\/(\d+)\/comments$/u.exec(route)?.[1];
  if (comments !== undefined) return { status: 201, data: addComment(state, caller.actor, Number(comments), body) };
  if (route === 'POST /repos/acme/access/issues') return { status: 201, data: addIssue(state, caller.actor, body) };
  const issue = /^PATCH \/repos\/acme\/access\/issues\/(\d+)$/u.exec(route)?.[1];
  if (issue !== undefined) return { status: 200, data: editIssue(state, Number(issue), body) };
  throw new Refused(404, `Not Found: ${route}`);
}

function pullOf(state: GitHubState, number: number): unknown {
  const pull = state.pulls.find((one) => one.number === number);
  if (pull === undefined) throw new Refused(404, 'Not Found');
  return { number, head: { sha: pull.head }, merged: pull.merged !== undefined };
}

function pullsOf(state: GitHubState, commit: string, query: URLSearchParams): unknown {
  const size = Number(query.get('per_page') ?? 30);
  const start = (Number(query.get('page') ?? 1) - 1) * size;
  return state.pulls
    .filter(({ head, mergeCommit }) => head === commit || mergeCommit === commit)
    .slice(start, start + size)
    .map(({ number, head, base, repository = 'acme/access', merged, mergeCommit }) => ({
      number,
      head: { sha: head },
      base: { ref: base, repo: { full_name: repository } },
      merged_at: merged === undefined ? null : new Date(merged).toISOString(),
      merge_commit_sha: mergeCommit ?? null,
    }));
}

function bodyText(value: unknown): string {
  const body = String(value);
  if (body.length > LONGEST) throw new Refused(422, `body is too long (maximum is ${LONGEST} characters)`);
  return body;
}

function addComment(state: GitHubState, author: Actor, pull: number, { body }: Fields): unknown {
  const id = `IC_${state.comments.length + 1}`;
  state.comments.push({ id, pull, body: bodyText(body), author, written: Date.now() });
  return { node_id: id };
}

function addIssue(state: GitHubState, author: Actor, { title, body }: Fields): unknown {
  const number = 100 + state.issues.length;
  state.issues.push({ number, title: String(title), body: bodyText(body), state: 'open', author });
  return { number };
}

function editIssue(state: GitHubState, number: number, body: Fields): unknown {
  const issue = state.issues.find((one) => one.number === number);
  if (issue === undefined) throw new Refused(404, 'Not Found');
  if (typeof body['title'] === 'string') issue.title = body['title'];
  if (typeof body['body'] === 'string') issue.body = bodyText(body['body']);
  if (body['state'] !== undefined) issue.state = body['state'] === 'closed' ? 'closed' : 'open';
  return { number };
}

function graphql(state: GitHubState, { actor, writes }: Caller, body: Fields): unknown {
  const query = String(body['query']);
  const variables = (body['variables'] ?? {}) as Fields;
  const viewer = { login: actor.type === 'Bot' ? `${actor.login}[bot]` : actor.login };
  const after = Number(variables['after'] ?? 0);
  if (query.includes('updateIssueComment')) {
    if (!writes) return { errors: [{ message: 'Resource not accessible by integration' }] };
    const comment = state.comments.find(({ id }) => id === variables['id']);
    if (comment === undefined) return { errors: [{ message: 'Could not resolve to a node' }] };
    Object.assign(comment, { body: bodyText(variables['body']), editor: actor, written: Date.now() });
    return { data: { updateIssueComment: { issueComment: { id: comment.id } } } };
  }
  if (query.includes('comments(first: 100')) {
    const found = state.comments.filter(({ pull }) => pull === variables['number']);
    return { data: { viewer, repository: { pullRequest: { list: page(found, after, commentNode) } } } };
  }
  if (query.includes('issues(states: OPEN')) {
    const open = state.issues.filter((issue) => issue.state === 'open');
    return { data: { viewer, repository: { list: page(open, after, issueNode) } } };
  }
  if (query.includes('object(expression:')) {
    const object = (name: string): unknown => {
      const [, revision = '', path = ''] = /^(?:refs\/heads\/)?([^:]+):(.*)$/u.exec(String(variables[name])) ?? [];
      const oid = state.objects.get(`${state.branches.get(revision) ?? revision}:${path}`);
      return oid === undefined ? null : { oid };
    };
    return { data: { repository: { planned: object('planned'), now: object('now') } } };
  }
  return { errors: [{ message: `not understood: ${query}` }] };
}

function page<T>(items: readonly T[], after: number, node: (item: T) => unknown): unknown {
  const end = after + PAGE;
  const pageInfo = { hasNextPage: end < items.length, endCursor: items.length === 0 ? null : String(end) };
  return { pageInfo, nodes: items.slice(after, end).map(node) };
}

function commentNode({ id, body, author, editor, written }: FakeComment): unknown {
  const at = new Date(written).toISOString();
  return { id, body, author, editor: editor ?? null, createdAt: at, lastEditedAt: editor === undefined ? null : at };
}

function issueNode({ number, body, author }: FakeIssue): unknown {
  const at = new Date().toISOString();
  return { id: `I_${number}`, number, body, author, editor: null, createdAt: at, lastEditedAt: null };
}
