/**
 * What each command is called, takes, and says of itself in `--help`. What a command does is loaded when it runs, since it may
 * need the whole SDK, and `--help` shall not wait for that.
 */

import type { Command } from 'commander';
import { Option } from 'commander';
import { ORIGINS } from '../core/change.ts';
import { EXPORT_KINDS } from '../core/export-kinds.ts';
import { SCHEDULES } from '../engine/fault-schedules.ts';
import { parseDeadline, parseDigest, parseInstant, parsePort, parseSeed, wordsAmong } from './option-values.ts';
import type {
  AccessOptions,
  ApplyOptions,
  CommonOptions,
  DriftOptions,
  ExportOptions,
  PlanOptions,
  RehearseOptions,
  SimulateOptions,
} from './options.ts';
import { FORMATS, PAGE_FORMATS } from './options.ts';

/** Is told the exit code of the command that ran. */
type End = (code: number) => void;

/** Adds all commands, in the order in which `--help` lists them. */
export function addCommands(program: Command, end: End): void {
  addValidate(program, end);
  addPlan(program, end);
  addApply(program, end);
  addDrift(program, end);
  addExport(program, end);
  addAccess(program, end);
  addRehearse(program, end);
  addSimulate(program, end);
  addDemo(program, end);
}

const BASE_HELP = 'tell the cause of each change against the file of this commit, such as origin/main';

function addValidate(program: Command, end: End): void {
  common(program.command('validate').description('check the file; talks to nobody'))
    .addHelpText('after', example('cw-gitops validate --config config/'))
    .action(async (options: CommonOptions) => {
      const { validate } = await import('./validate.ts');
      end(await validate(options));
    });
}

function addPlan(program: Command, end: End): void {
  common(
    program
      .command('plan')
      .description('read what is live and show what would change, and why; writes nothing to AWS')
      .option('--out <file>', 'write the plan as JSON, for `apply <file>`')
      .option('--detailed-exitcode', 'exit 2 when there are changes', false)
      .option('--base <ref>', BASE_HELP),
    { page: true },
  )
    .addHelpText('after', example('cw-gitops plan --out plan.json', 'cw-gitops plan --format html > plan.html'))
    .action(async (options: PlanOptions) => {
      const { plan } = await import('./plan.ts');
      end(await plan(options));
    });
}

function addApply(program: Command, end: End): void {
  common(
    program
      .command('apply')
      .argument('[plan.json]', 'the plan that was approved: applied as it is, or what is left of it')
      .description('plan again, refuse what was not approved, apply, and read back')
      .option('--yes', 'do not ask', false)
      .option('--base <ref>', BASE_HELP)
      .option(
        '--expect-digest <digest>',
        'the digest that was approved; any other plan is refused (exit 3)',
        parseDigest,
      )
      .option('--only <origins>', `apply only changes of these origins: ${ORIGINS.join(', ')}`, wordsAmong(ORIGINS))
      .option('--deadline <duration>', 'start nothing new after this long, such as PT30M', parseDeadline)
      .option(
        '--undo <file>',
        'undo an earlier apply from the file that it wrote, where things are still as it left them',
      )
      .option(
        '--undo-out <file>',
        'where to write what would undo this apply; numbered when there is one',
        'undo.json',
      ),
    { at: false },
  )
    .addHelpText('after', example('cw-gitops apply plan.json', 'cw-gitops apply --undo undo.json'))
    .action(async (plan: string | undefined, options: ApplyOptions) => {
      const { apply } = await import('./apply.ts');
      end(await apply(plan === undefined ? options : { ...options, plan }));
    });
}

function addDrift(program: Command, end: End): void {
  common(
    program
      .command('drift')
      .description('what differs although nobody merged anything: exit 2 when something does')
      .option('--base <ref>', BASE_HELP),
    { page: true },
  )
    .addHelpText('after', example('cw-gitops drift --format markdown'))
    .action(async (options: DriftOptions) => {
      const { drift } = await import('./drift.ts');
      end(await drift(options));
    });
}

function addExport(program: Command, end: End): void {
  common(
    program
      .command('export')
      .description('write what is live as a configuration whose plan is empty; what it cannot say is listed')
      .option('--out <folder>', 'the folder to write: a new or empty one')
      .option('--into <folder>', 'the configuration to edit: only what differs, with its comments and its order kept')
      .option('--accept-removals', 'with --into: what is declared and not live leaves the files', false)
      .option('--only <kinds>', `write only these kinds: ${EXPORT_KINDS.join(', ')}`, wordsAmong(EXPORT_KINDS)),
  )
    .addHelpText(
      'after',
      example('cw-gitops export --out config/', 'cw-gitops export --into config/ --accept-removals'),
    )
    .action(async (options: ExportOptions, command: Command) => {
      // Roles and `ignore` are taken from a configuration that is there; the first export has none.
      const needsConfig = command.getOptionValueSource('config') !== 'default';
      const { exportLive } = await import('./export.ts');
      end(await exportLive({ ...options, needsConfig }));
    });
}

function addAccess(program: Command, end: End): void {
  common(
    program
      .command('access')
      .description('who can do what where, through which group, and which line of the file gives it')
      .option('--user <name>', 'only what this person holds')
      .option('--group <name>', 'only what comes through this group')
      .option(
        '--account <account>',
        'only who holds something on this account, by short name, id or Organizations name',
      )
      .option('--permission-set <name>', 'only who holds this set')
      .option('--live', 'read what is live; without it the file alone, where selectors stay selectors', false),
    { page: true },
  )
    .addHelpText(
      'after',
      example('cw-gitops access --account prod --live', 'cw-gitops access --format html > access.html'),
    )
    .action(async (options: AccessOptions) => {
      const { access } = await import('./access.ts');
      end(await access(options));
    });
}

function addRehearse(program: Command, end: End): void {
  common(
    program
      .command('rehearse')
      .description('apply the plan to a copy of the organisation in the simulator, under faults; writes nothing to AWS')
      .option('--faults <schedules>', `only under these: ${SCHEDULES.join(', ')}`, wordsAmong(SCHEDULES))
      .option('--seed <n>', 'of the first schedule; the same seeds give the same faults', parseSeed, 1)
      .option('--base <ref>', BASE_HELP),
  )
    .addHelpText('after', example('cw-gitops rehearse --faults calm,throttling,kill'))
    .action(async (options: RehearseOptions) => {
      const { rehearse } = await import('./rehearse.ts');
      end(await rehearse(options));
    });
}

function addSimulate(program: Command, end: End): void {
  program
    .command('simulate')
    .description('serve the simulator on loopback, and print the environment to use it from any AWS tool')
    .option('--state <file>', 'its state as JSON; made from the configuration when it does not exist yet')
    .option('--config <path>', 'the configuration to make a state from', 'config')
    .option('--port <n>', 'the port to listen on; 0 takes a free one', parsePort, 0)
    .option('--quiet', 'print the environment only', false)
    .option('--verbose', 'list at the end which operations were called, and how often', false)
    .addHelpText('after', example('cw-gitops simulate --state organisation.json --port 4566'))
    .action(async (options: SimulateOptions) => {
      const { simulate } = await import('./simulate.ts');
      end(await simulate(options));
    });
}

function addDemo(program: Command, end: End): void {
  program
    .command('demo')
    .description('the whole story on the simulator: plan, apply, empty plan, a console edit, drift, repair')
    .option('--config <path>', 'the configuration to tell it with; the shipped example when absent')
    .option('--no-color', 'no colours')
    .option('--verbose', 'show every change', false)
    .addHelpText('after', example('cw-gitops demo'))
    .action(async (options: { config?: string; color: boolean; verbose: boolean }) => {
      const { demo } = await import('./demo.ts');
      end(await demo(options));
    });
}

/** Adds what most commands take. `at`: they can tell what would be at another time; `page`: they can answer with a page. */
function common(
  command: Command,
  { at = true, page = false }: { readonly at?: boolean; readonly page?: boolean } = {},
): Command {
  const formats = page ? PAGE_FORMATS : FORMATS;
  if (command.options.length > 0) command.optionsGroup('Common options:');
  command
    .option('--config <path>', 'a file, or a folder whose *.yaml files are parts of one document', 'config')
    .addOption(new Option('--format <format>', 'how results are printed').choices(formats).default('text'))
    .option('--simulate [file]', 'use the embedded simulator instead of AWS, with its state in FILE')
    .option('--no-color', 'no colours')
    .option('--quiet', 'no progress and no notes', false)
    .option('--verbose', 'every single change, and what lies behind an error', false);
  if (at) command.option('--at <instant>', 'what would it be then, such as 2027-01-31', parseInstant);
  return command;
}

/** The end of a command's help. */
function example(...lines: readonly string[]): string {
  return `\nExample:\n${lines.map((line) => `  $ ${line}\n`).join('')}`;
}
