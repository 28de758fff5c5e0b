/** `demo`: the whole story on the simulator, with real SDK clients and no credentials, one screen a step. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { IssueError } from '../core/issue.ts';
import type { Plan } from '../core/plan.types.ts';
import type { Configuration } from '../desired/configuration.ts';
import type { DesiredState } from '../desired/document.types.ts';
import { validateConfiguration } from '../desired/validate.ts';
import type { Cloud } from '../engine/cloud.ts';
import type { Host } from '../engine/host.ts';
import { makePlan } from '../engine/planning.ts';
import { reconcile } from '../engine/reconcile.ts';
import { seedState } from '../engine/seed.ts';
import { outcomesSummary } from '../report/outcomes.ts';
import { renderPlanText } from '../report/text.ts';
import { createVirtualClock } from '../simulator/clock.ts';
import type { Simulator } from '../simulator/server.ts';
import { startSimulator } from '../simulator/server.ts';
import type { Terminal } from '../terminal.ts';
import { processTerminal } from '../terminal.ts';
import { CONSOLE_EDITS } from './demo-edits.ts';
import { printFailure } from './failure.ts';
import { connectSimulator, simulatedAssumptions } from './open.ts';
import { EXIT } from './options.ts';

export interface DemoOptions {
  readonly config?: string;
  readonly color: boolean;
  readonly verbose: boolean;
}

interface Stage {
  readonly configuration: Configuration;
  readonly simulator: Simulator;
  readonly cloud: () => Promise<Cloud & { close(): void }>;
  readonly terminal: Terminal;
  readonly verbose: boolean;
}

/** Resolves to 0 when every step went as told, to 1 when one did not. */
export async function demo(options: DemoOptions): Promise<number> {
  const terminal = await processTerminal({ color: options.color, quiet: true });
  try {
    const config = options.config ?? exampleFolder();
    const clock = createVirtualClock(Date.now());
    const result = await validateConfiguration(config, { now: clock.now() });
    if (!result.ok) throw new IssueError(...result.issues);
    const configuration = result.value;
    const simulator = await startSimulator({ state: seedState(configuration), clock });
    try {
      const cloud = () => connectSimulator(simulator, clock, simulatedAssumptions(configuration, simulator, 'apply'));
      await tell({ configuration, simulator, cloud, terminal, verbose: options.verbose }, config);
      return EXIT.done;
    } finally {
      await simulator.close();
    }
  } catch (error) {
    printFailure(error, options.verbose);
    return EXIT.failed;
  }
}

/** The shipped example lies beside the program, wherever it was bundled to. */
function exampleFolder(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'config')) && folder !== path.dirname(folder)) folder = path.dirname(folder);
  return path.relative(process.cwd(), path.join(folder, 'config')) || '.';
}

/** Most lines of the first plan: each change is in it, and of what a new thing holds the beginning. */
const FIRST_LINES = 64;

async function tell(stage: Stage, config: string): Promise<void> {
  const { terminal, simulator } = stage;
  heading(terminal, 1, 'A new organisation', [
    `An AWS organisation, served on loopback (${simulator.url}) to the real AWS SDK clients.`,
    `Identity Center is switched on there, and holds nothing that ${config} declares. The plan${stage.verbose ? '' : ', short; --verbose has all'}:`,
  ]);
  const first = await planned(stage);
  terminal.out(renderPlanText(first, { color: terminal.color, verbose: stage.verbose, room: FIRST_LINES }));

  heading(terminal, 2, 'Apply exactly that plan', [`cw-gitops apply --expect-digest ${first.digest ?? ''}`]);
  terminal.out(await applied(stage, first.digest));

  heading(terminal, 3, 'Plan again: nothing is left to do', []);
  await mustBeEmpty(stage);

  heading(terminal, 4, 'Meanwhile, in the console and in an IDE', []);
  for (const edit of CONSOLE_EDITS) {
    simulator.edit((state) => {
      const what = edit(state);
      if (what !== undefined) terminal.out(`  * ${what}`);
    });
  }

  heading(terminal, 5, 'The schedule finds it', ['cw-gitops drift']);
  const drift = await planned(stage, true);
  terminal.out(renderPlanText(drift, { color: terminal.color, verbose: stage.verbose }));
  if (drift.changes.length === 0) throw new Error('the drift was not found');

  heading(terminal, 6, 'Repair', [`cw-gitops apply --expect-digest ${drift.digest ?? ''}`]);
  terminal.out(await applied(stage, drift.digest));
  await mustBeEmpty(stage);
  if (stage.configuration.document.codewhisperer !== undefined) await tellOfCodewhisperer(stage);
}

/** Off, on, and away: what an administrator of CodeWhisperer does by hand, as edits of the file. */
async function tellOfCodewhisperer(stage: Stage): Promise<void> {
  const { terminal } = stage;
  heading(terminal, 7, 'CodeWhisperer is switched off, and on again', ['codewhisperer.enabled: false']);
  const off = edited(stage, { codewhisperer: { enabled: false } });
  await planAndApply(off);
  terminal.out('\ncodewhisperer.enabled: true');
  await planAndApply(stage);

  const gone = { codewhisperer: { state: 'absent' } } as const;
  heading(terminal, 8, 'Deleting the profile is refused', ['codewhisperer.state: absent']);
  const refused = await planned(edited(stage, gone));
  terminal.out(renderPlanText(refused, { color: terminal.color, verbose: stage.verbose }));
  if (refused.breaches.length === 0) throw new Error('the deletion was not refused');

  const reason = 'The demo ends here';
  const until = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  heading(terminal, 9, 'Until somebody reviewed it', [
    `overrides: [{ guard: codewhisperer.delete, reason: "${reason}", until: ${until} }]`,
  ]);
  await planAndApply(edited(stage, { ...gone, override: { guard: 'codewhisperer.delete', reason, until } }));
  terminal.out(CLOSING);
}

const CLOSING = `
All of that was on loopback, and nothing of it is left. A configuration of your own, kept in a simulated organisation:
cw-gitops plan --config FOLDER --simulate organisation.json`;

interface Edit {
  readonly codewhisperer: Partial<NonNullable<DesiredState['codewhisperer']>>;
  readonly override?: NonNullable<DesiredState['overrides']>[number];
}

/** The stage with the file edited, as a pull request would. */
function edited(stage: Stage, { codewhisperer, override }: Edit): Stage {
  const { document } = stage.configuration;
  const overrides = [...(document.overrides ?? []), ...(override === undefined ? [] : [override])];
  const changed = { ...document, codewhisperer: { ...document.codewhisperer, ...codewhisperer }, overrides };
  return { ...stage, configuration: { ...stage.configuration, document: changed } };
}

async function planAndApply(stage: Stage): Promise<void> {
  const plan = await planned(stage);
  stage.terminal.out(renderPlanText(plan, { color: stage.terminal.color, verbose: stage.verbose }));
  stage.terminal.out(await applied(stage, plan.digest));
}

function heading(terminal: Terminal, step: number, title: string, lines: readonly string[]): void {
  const rule = '─'.repeat(Math.max(4, Math.min(terminal.columns, 100) - title.length - 9));
  terminal.out(`\n── ${step} · ${title} ${rule}\n${lines.map((line) => `${line}\n`).join('')}`);
}

const SILENT: Pick<Host, 'notify'> = { notify: () => undefined };

async function planned(stage: Stage, drift = false): Promise<Plan> {
  const cloud = await stage.cloud();
  try {
    return (await makePlan(stage.configuration, cloud, { now: cloud.now(), drift }, SILENT)).plan;
  } finally {
    cloud.close();
  }
}

async function applied(stage: Stage, approved: string | undefined): Promise<string> {
  if (approved === undefined) throw new Error('a guard refuses this plan');
  stage.simulator.resetCounts();
  const cloud = await stage.cloud();
  try {
    const host: Host = { ...SILENT, confirm: () => Promise.resolve(true), cancelled: new AbortController().signal };
    const { configuration } = stage;
    const began = cloud.now();
    const result = await reconcile({ configuration, cloud, host, now: began, approved });
    if (result.ended !== 'applied') throw new Error(`the apply ended with: ${result.ended}`);
    if (result.outcomes.some(({ status }) => status !== 'done')) throw new Error(outcomesSummary(result.outcomes));
    const seconds = Math.round((cloud.now() - began) / 1_000);
    const calls = Object.values(stage.simulator.calls()).reduce((sum, count) => sum + count, 0);
    return `${outcomesSummary(result.outcomes)}, with ${calls} calls, ${stage.simulator.writes()} of them writing, tries included; ${seconds} s on the services' clock.`;
  } finally {
    cloud.close();
  }
}

async function mustBeEmpty(stage: Stage): Promise<void> {
  stage.simulator.resetCounts();
  const plan = await planned(stage);
  stage.terminal.out(renderPlanText(plan, { color: stage.terminal.color, verbose: stage.verbose }));
  stage.terminal.out(`Writing calls that the simulator counted: ${stage.simulator.writes()}`);
  if (plan.changes.length > 0) throw new Error('the plan after the apply is not empty');
}
