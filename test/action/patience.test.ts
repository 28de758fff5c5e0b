/** What GitHub puts off or fails to answer is asked again, and what it refuses is told with what the job needs. */

import { getOctokit } from '@actions/github';
import { expect, test } from 'vitest';
import type { GitHub } from '../../reconciler/action/github.ts';
import { createGitHub } from '../../reconciler/action/github.ts';
import { issuesOf } from '../../reconciler/commands/failure.ts';
import { issueText } from '../../reconciler/report/issues.ts';
import type { GitHubFault, GitHubServer } from '../support/github-server.ts';
import { startGitHub } from '../support/github-server.ts';

async function onGitHub(work: (hub: GitHub, server: GitHubServer) => Promise<void>): Promise<void> {
  const server = await startGitHub();
  const octokit = getOctokit('workflow-token', { baseUrl: server.url });
  const calls = {
    request: (route: string, parameters: object) => octokit.request(route, { ...parameters }),
    graphql: (query: string, variables: object) => octokit.graphql(query, { ...variables }),
  };
  try {
    await work(createGitHub(calls, 'acme', 'access'), server);
  } finally {
    await server.close();
  }
}

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => issuesOf(error).map(issueText).join('; '),
  );
}

const SECONDARY = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
const WRITE = /^POST .*\/comments /u;
const soon = { 'retry-after': '0' };
const spent = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' };

test.each<[string, GitHubFault]>([
  ['a secondary limit', { on: WRITE, times: 2, status: 403, headers: soon, data: { message: SECONDARY } }],
  ['too many requests', { on: WRITE, times: 1, status: 429, headers: spent, data: { message: 'Too many' } }],
  [
    'a limit that GraphQL tells of',
    {
      on: /comments\(first/u,
      times: 1,
      status: 200,
      headers: spent,
      data: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
    },
  ],
  [
    'a query that GitHub ran out of time for',
    {
      on: /comments\(first/u,
      times: 1,
      status: 200,
      data: { data: null, errors: [{ message: 'Something went wrong while executing your query. This may be …' }] },
    },
  ],
  ['an error page on a read', { on: /comments\(first/u, times: 1, status: 502, page: '<html>Unicorn' }],
])('after %s a comment is written, once', async (_name, fault) => {
  await onGitHub(async (hub, { state, faults }) => {
    faults.push(fault);
    expect(await hub.comments(7)).toEqual([]);
    await hub.writeComment(7, 'Plan');
    expect(state.comments).toHaveLength(1);
    expect(await hub.comments(7)).toMatchObject([{ body: 'Plan', own: true }]);
  });
});

test('a comment that may have been written is not written again, and nobody waits for an hour', async () => {
  await onGitHub(async (hub, { state, faults }) => {
    faults.push({ on: WRITE, times: 1, status: 502, page: `<html>${'Unicorn '.repeat(1_000)}` });
    expect(await refusal(hub.writeComment(7, 'Plan'))).toBe(
      'this job could not comment on pull request 7 on GitHub: an error page, status 502; run it again later',
    );
    faults.push({ on: WRITE, status: 403, headers: { 'retry-after': '3600' }, data: { message: SECONDARY } });
    expect(await refusal(hub.writeComment(7, 'Plan'))).toContain(`${SECONDARY}; run it again later`);
    expect(state.comments).toEqual([]);
  });
});

test('what the token may not do is told with the permission that the job needs; what is off, without', async () => {
  await onGitHub(async (hub, { faults }) => {
    const data = { message: 'Resource not accessible by integration' };
    faults.push({ on: /\/pulls/u, status: 403, data });
    expect(await refusal(hub.pullRequestOf('a'.repeat(40), 'main'))).toBe(
      'this job could not read the pull requests of commit aaaaaaa on GitHub: Resource not accessible by integration; the job needs the permission pull-requests: write',
    );
    faults.push({ on: /object\(expression/u, status: 200, data: { errors: [{ type: 'FORBIDDEN', ...data }] } });
    expect(await refusal(hub.isUnchanged('config', 'a'.repeat(40), 'main'))).toMatch(/permission contents: read$/u);
    faults.push({ on: /^POST .*\/issues /u, status: 410, data: { message: 'Issues are disabled for this repo' } });
    expect(await refusal(hub.openIssue('Drift', 'Text'))).toBe(
      'this job could not open an issue on GitHub: Issues are disabled for this repo',
    );
  });
});

test.each<[string, Omit<GitHubFault, 'on'>]>([
  ['the page of something in between', { status: 200, page: '<!DOCTYPE html><html>Sign in' }],
  ['nothing', { status: 200, data: {} }],
])('an answer that is %s is told as that', async (_name, answer) => {
  await onGitHub(async (hub, { faults }) => {
    faults.push({ on: /./u, ...answer });
    const told =
      'GitHub does not answer like this; check GITHUB_API_URL, and what stands between the runner and GitHub';
    expect(await refusal(hub.comments(7))).toBe(
      `this job could not read the comments of pull request 7 on GitHub: ${told}`,
    );
    expect(await refusal(hub.openIssues())).toContain(told);
    expect(await refusal(hub.isUnchanged('config', 'a'.repeat(40), 'main'))).toContain(told);
    expect(await refusal(hub.pullRequestOf('a'.repeat(40), 'main'))).toContain(told);
    expect(await refusal(hub.pullRequest(7))).toContain(told);
  });
});

test('a token that GitHub does not know is told as that', async () => {
  await onGitHub(async (hub, { faults }) => {
    faults.push({ on: /./u, status: 401, data: { message: 'Bad credentials' } });
    expect(await refusal(hub.comments(7))).toBe(
      'this job could not read the comments of pull request 7 on GitHub: Bad credentials; the input github-token is no token of this repository, or has expired',
    );
  });
});

test('the pull request of a commit is found behind a hundred others that have the commit', async () => {
  await onGitHub(async (hub, { state }) => {
    const commit = 'b'.repeat(40);
    for (let number = 1; number <= 150; number += 1) state.pulls.push({ number, head: commit, base: 'other' });
    state.pulls.push({ number: 200, head: 'c'.repeat(40), base: 'main', merged: 0, mergeCommit: commit });
    expect(await hub.pullRequestOf(commit, 'main')).toMatchObject({ number: 200 });
  });
});

test('a pull request of the repository that this one was forked from is none of its own', async () => {
  await onGitHub(async (hub, { state }) => {
    const merge = { base: 'main', merged: 0, mergeCommit: 'b'.repeat(40) };
    state.pulls.push({ number: 7, head: 'c'.repeat(40), repository: 'upstream/access', ...merge });
    expect(await hub.pullRequestOf(merge.mergeCommit, 'main')).toBeUndefined();
    state.pulls.push({ number: 8, head: 'd'.repeat(40), repository: 'Acme/Access', ...merge });
    expect(await hub.pullRequestOf(merge.mergeCommit, 'main')).toMatchObject({ number: 8 });
  });
});

test('a comment that the token may not see is passed over', async () => {
  await onGitHub(async (hub, { faults }) => {
    const list = { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [null] };
    const data = { data: { viewer: { login: 'somebody' }, repository: { pullRequest: { list } } } };
    faults.push({ on: /comments\(first/u, times: 1, status: 200, headers: {}, data });
    expect(await hub.comments(7)).toEqual([]);
  });
});

test('a list that goes on nowhere is told, and not read for ever', async () => {
  await onGitHub(async (hub, { faults }) => {
    const list = { pageInfo: { hasNextPage: true, endCursor: null }, nodes: [] };
    const data = { data: { viewer: { login: 'somebody' }, repository: { pullRequest: { list } } } };
    faults.push({ on: /comments\(first/u, times: 3, status: 200, headers: {}, data });
    expect(await refusal(hub.comments(7))).toContain('not where it goes on');
  });
});
