/** `access`: who can do what where, and which line gives it. Reads only; offline unless `--live`. */

import type { AccessQuestion, AskedAccount, Holdings } from '../core/access-report.ts';
import { accessReport } from '../core/access-report.ts';
import { reachOfHoldings } from '../core/reach.ts';
import type { Issue } from '../core/issue.ts';
import { IssueError } from '../core/issue.ts';
import { askedAccount, holdingsOfFile, untoldPlaces } from '../desired/access.ts';
import type { Configuration } from '../desired/configuration.ts';
import { candidatesHint } from '../desired/names.ts';
import { validateConfiguration } from '../desired/validate.ts';
import { liveHoldings } from '../engine/access.ts';
import { accessJson, accessMarkdown, accessText } from '../report/access.ts';
import type { AccessContext } from '../report/access.ts';
import { renderIssues } from '../report/issues.ts';
import type { Terminal } from '../terminal.ts';
import { processTerminal } from '../terminal.ts';
import { printFailure } from './failure.ts';
import type { AccessOptions } from './options.ts';
import { EXIT } from './options.ts';
import { withRun } from './run.ts';

/** Resolves to 0, or to 1 when it cannot be said. */
export async function access(options: AccessOptions): Promise<number> {
  return options.live ? accessLive(options) : accessOfFile(options);
}

async function accessOfFile(options: AccessOptions): Promise<number> {
  const terminal = await processTerminal(options);
  try {
    const now = options.at ?? Date.now();
    const result = await validateConfiguration(options.config, { now });
    if (!result.ok) throw new IssueError(...result.issues);
    const holdings = holdingsOfFile(result.value, now);
    const account = options.account === undefined ? undefined : askedAccount(result.value, options.account);
    const untold =
      account === undefined || options.account === undefined ? [] : untoldPlaces(options.account, account, holdings);
    if (untold.length > 0 && !options.quiet) terminal.err(renderIssues(untold));
    await print(holdings, { source: 'file', now }, account, options, terminal);
    return EXIT.done;
  } catch (error) {
    printFailure(error, options.verbose);
    return EXIT.failed;
  }
}

async function accessLive(options: AccessOptions): Promise<number> {
  return withRun(options, async ({ configuration, cloud, terminal, now }) => {
    const { holdings, facts, notices } = await liveHoldings(configuration, cloud, now);
    terminal.endProgress();
    if (notices.length > 0 && !options.quiet) terminal.err(renderIssues(notices));
    const account = options.account === undefined ? undefined : liveAccount(configuration, options.account, facts);
    await print(holdings, { source: 'live', now }, account, options, terminal);
    return EXIT.done;
  });
}

interface Known {
  readonly organization: {
    readonly managementAccount: string;
    readonly accounts: readonly { readonly id: string; readonly name: string }[];
  };
}

function liveAccount(configuration: Configuration, asked: string, { organization }: Known): AskedAccount {
  // A name of the file goes before that which another account has live.
  const { names } = askedAccount(configuration, asked);
  const own = organization.accounts.filter(({ id }) => names.has(id));
  const found = own.length > 0 ? own : organization.accounts.filter(({ name }) => name === asked);
  const ids = found.map(({ id }) => id);
  const [id, ...others] = ids;
  if (id === undefined) {
    const candidates = organization.accounts.map(({ name }) => name);
    throw new IssueError({ ...unknown('account', asked, candidates), severity: 'error' });
  }
  if (others.length > 0) {
    const message = `${ids.length} accounts are called "${asked}"`;
    throw new IssueError({ code: 'USAGE_ACCESS', severity: 'error', message, hint: `name one of ${ids.join(', ')}` });
  }
  // By its id alone: an Organizations name may be another account's short name.
  return { names: new Set([id]), management: id === organization.managementAccount };
}

async function print(
  holdings: Holdings,
  context: AccessContext,
  account: AskedAccount | undefined,
  options: AccessOptions,
  terminal: Terminal,
): Promise<void> {
  const { user, group, permissionSet } = options;
  const question: AccessQuestion = {
    ...(user === undefined ? {} : { user }),
    ...(group === undefined ? {} : { group }),
    ...(permissionSet === undefined ? {} : { permissionSet }),
    ...(account === undefined ? {} : { account }),
  };
  const unheard = unknownNames(holdings, question);
  if (unheard.length > 0 && !options.quiet) terminal.err(renderIssues(unheard));
  const report = accessReport(holdings, question);
  switch (options.format) {
    case 'text':
      terminal.out(accessText(report, context, { color: terminal.color, verbose: options.verbose }));
      break;
    case 'markdown':
      terminal.out(accessMarkdown(report, context));
      break;
    case 'json':
      terminal.out(accessJson(report, context));
      break;
    case 'html': {
      const { accessPage } = await import('./page.ts');
      terminal.out(accessPage(report, context, reachOfHoldings(holdings, question)));
    }
  }
}

/** A name that is mistyped must not read as if nobody had anything. */
function unknownNames({ sets, memberships, uses }: Holdings, question: AccessQuestion): readonly Issue[] {
  const principals = (type: string): readonly string[] =>
    [...sets, ...uses].filter(({ principalType }) => principalType === type).map(({ principal }) => principal);
  const known = {
    user: [...principals('user'), ...memberships.map(({ user }) => user)],
    group: [...principals('group'), ...memberships.map(({ group }) => group)],
    permissionSet: sets.map(({ permissionSet }) => permissionSet),
  };
  return (['user', 'group', 'permissionSet'] as const).flatMap((what) => {
    const asked = question[what];
    if (asked === undefined || known[what].includes(asked)) return [];
    return [unknown(what === 'permissionSet' ? 'permission set' : what, asked, [...new Set(known[what])])];
  });
}

function unknown(what: string, name: string, candidates: readonly string[]): Issue {
  const hint = candidatesHint(name, candidates);
  const message = what === 'account' ? `no account "${name}"` : `nothing is held by or through a ${what} "${name}"`;
  return { code: 'USAGE_ACCESS', severity: 'warning', message, ...(hint === undefined ? {} : { hint }) };
}
