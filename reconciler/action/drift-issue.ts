/** The one issue for drift: opened when there is some, updated in place, closed when it is gone. */

import type { Plan } from '../core/plan.types.ts';
import { codeSpan, fenced, shown } from '../report/escape.ts';
import { happenedLines } from '../report/happened.ts';
import { accountNamer } from '../report/names.ts';
import { planText } from './comment.ts';
import type { Place } from './place.ts';
import { commitLink, runLink } from './place.ts';
import { latest } from './review.ts';
import type { Task } from './task.ts';
import { orWarn } from './task.ts';

/** Makes the issue say what the plan says. An issue that cannot be written is a warning. */
export async function syncDriftIssue({ inputs, github, place }: Task, plan: Plan): Promise<void> {
  if (!inputs.driftIssue) return;
  await orWarn('the drift issue could not be written', async () => {
    const open = latest(await github.openIssues(), 'drift', place.key);
    if (plan.changes.length === 0) {
      if (open !== undefined) await github.closeIssue(open.number, `The drift is gone: ${runLink(place)}`);
      return;
    }
    const title = `Drift in ${shown(plan.target.organization.id)}`;
    const text = driftText(plan, place);
    if (open === undefined) await github.openIssue(title, text);
    else await github.updateIssue(open.number, title, text);
  });
}

/** The body of the issue: what happened, how it is kept, then the plan that would bring it back. */
export function driftText(plan: Plan, place: Place): string {
  const line = `Compared with ${commitLink(place, place.commit)} · ${runLink(place)}`;
  return planText({ kind: 'drift', place, plan, lead: [LEAD, happened(plan), keeping(place.path || '.')], line });
}

const LEAD =
  'What is live differs from the configuration, although nobody merged anything, unless the last merge still waits for its apply. Either the configuration is made to say what is live, or the plan below brings back what it says.';

/** The commands that put what is live on a branch; `docs/workflows/keep.yml` runs the same. */
function keeping(config: string): string {
  const folder = shown(/^[\w./-]+$/u.test(config) ? config : JSON.stringify(config), 200);
  const commands = [
    'git switch --create keep-what-is-live',
    `cw-gitops export --into ${folder}`,
    `git add ${folder}`,
    "git commit --message 'Keep what is live'",
    'git push --set-upstream origin keep-what-is-live',
  ];
  return `To keep what is live, merge a branch that says so. With \`--accept-removals\` it also leaves out what is gone.\n\n${fenced(commands, 'sh')}`;
}

/** Most lines of what happened. */
const LINES = 60;

function happened({ changes, accounts, target }: Plan): string {
  const lines = happenedLines(changes, accountNamer(accounts), LINES);
  const list = `#### What happened\n\n${fenced(lines, 'diff')}`;
  if (changes.every(({ origin }) => origin !== 'drift')) return list;
  const region = codeSpan(shown(target.identityCenter.region));
  return `${list}\n\nWho did what is gone, came or changed does not stand in AWS’s answers. CloudTrail in ${region} names them: ${EVENTS}.`;
}

// Where CloudTrail puts what is done in the console and by the APIs of Identity Center (its user guide, "Logging IAM
// Identity Center API calls with AWS CloudTrail").
const EVENTS = 'events of `sso.amazonaws.com`, `sso-directory.amazonaws.com` and `identitystore.amazonaws.com`';
