/** The command line: argv → options → one command → exit code. Everything heavy is loaded by the command that needs it. */

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ORIGINS } from './core/change.ts';
import type {
  AccessOptions,
  ApplyOptions,
  CommonOptions,
  DriftOptions,
  ExportOptions,
  PlanOptions,
  RehearseOptions,
  SimulateOptions,
} from './commands/options.ts';
import { EXIT, FORMATS, PAGE_FORMATS } from './commands/options.ts';
import { durationSeconds } from './core/duration.ts';
import { EXPORT_KINDS } from './core/export-kinds.ts';
import { SCHEDULES } from './engine/fault-schedules.ts';
import { parseAt } from './desired/instant.ts';
import { printFailure } from './commands/failure.ts';

declare const CW_GITOPS_VERSION: string | undefined;

/** Runs one command; resolves to the exit code of DESIGN section 3. */
export async function main(argv: readonly string[]): Promise<number> {
  let code: number = EXIT.done;
  const program = createProgram((exit) => {
    code = exit;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.failed;
    printFailure(error, argv.includes('--verbose'));
    return EXIT.failed;
  }
  return code;
}

function createProgram(end: (code: number) => void): Command {
  const program = new Command('cw-gitops')
    .description("Administers an AWS organisation's IAM Identity Center and CodeWhisperer by pull request.")
    .version(typeof CW_GITOPS_VERSION === 'string' ? CW_GITOPS_VERSION : '0.0.0-source', '-V, --version')
    .helpCommand('help [command]', 'the help of a command')
    .showHelpAfterError("(run 'cw-gitops --help' for what there is)")
    .showSuggestionAfterError(true)
    .exitOverride();
  program.configureOutput({ outputError: (text, write) => write(text.replace(/^error: /u, 'error USAGE ')) });

  common(program.command('validate'))
    .description('check the file; talks to nobody')
    .addHelpText('after', example('cw-gitops validate --config config/'))
    .action(async (options: CommonOptions) => {
      end(await (await import('./commands/validate.ts')).validate(options));
    });

  common(program.command('plan'), { page: true })
    .description('read what is live and show what would change, and why; writes nothing to AWS')
    .option('--out <file>', 'write the plan as JSON, for `apply <file>`')
    .option('--detailed-exitcode', 'exit 2 when there are changes', false)
    .option('--base <ref>', BASE_HELP)
    .addHelpText('after', example('cw-gitops plan --out plan.json', 'cw-gitops plan --format html > plan.html'))
    .action(async (options: PlanOptions) => {
      end(await (await import('./commands/plan.ts')).plan(options));
    });

  common(program.command('apply'), { at: false })
    .argument('[plan.json]', 'the plan that was approved: applied as it is, or what is left of it')
    .description('plan again, refuse what was not approved, apply, and read back')
    .option('--yes', 'do not ask', false)
    .option('--base <ref>', BASE_HELP)
    .option('--expect-digest <digest>', 'the digest that was approved; any other plan is refused (exit 3)')
    .addOption(
      new Option('--only <origins>', `apply only changes of these origins: ${ORIGINS.join(', ')}`).argParser(
        wordsAmong(ORIGINS),
      ),
    )
    .addOption(
      new Option('--deadline <duration>', 'start nothing new after this long, such as PT30M').argParser(parseDeadline),
    )
    .option(
      '--undo <file>',
      'undo an earlier apply from the file that it wrote, where things are still as it left them',
    )
    .option('--undo-out <file>', 'where to write what would undo this apply; numbered when there is one', 'undo.json')
    .addHelpText('after', example('cw-gitops apply plan.json', 'cw-gitops apply --undo undo.json'))
    .action(async (plan: string | undefined, options: ApplyOptions) => {
      end(await (await import('./commands/apply.ts')).apply(plan === undefined ? options : { ...options, plan }));
    });

  common(program.command('drift'), { page: true })
    .description('what differs although nobody merged anything: exit 2 when something does')
    .option('--base <ref>', BASE_HELP)
    .addHelpText('after', example('cw-gitops drift --format markdown'))
    .action(async (options: DriftOptions) => {
      end(await (await import('./commands/drift.ts')).drift(options));
    });

  common(program.command('export'))
    .description('write what is live as a configuration whose plan is empty; what it cannot say is listed')
    .option('--out <folder>', 'the folder to write: a new or empty one')
    .option('--into <folder>', 'the configuration to edit: only what differs, with its comments and its order kept')
    .option('--accept-removals', 'with --into: what is declared and not live leaves the files', false)
    .addOption(
      new Option('--only <kinds>', `write only these kinds: ${EXPORT_KINDS.join(', ')}`).argParser(
        wordsAmong(EXPORT_KINDS),
      ),
    )
    .addHelpText(
      'after',
      example('cw-gitops export --out config/', 'cw-gitops export --into config/ --accept-removals'),
    )
    .action(async (options: ExportOptions, command: Command) => {
      // Roles and `ignore` are taken from a configuration that is there; the first export has none.
      const needsConfig = command.getOptionValueSource('config') !== 'default';
      end(await (await import('./commands/export.ts')).exportLive({ ...options, needsConfig }));
    });

  common(program.command('access'), { page: true })
    .description('who can do what where, through which group, and which line of the file gives it')
    .option('--user <name>', 'only what this person holds')
    .option('--group <name>', 'only what comes through this group')
    .option('--account <account>', 'only who holds something on this account, by short name, id or Organizations name')
    .option('--permission-set <name>', 'only who holds this set')
    .option('--live', 'read what is live; without it the file alone, where selectors stay selectors', false)
    .addHelpText(
      'after',
      example('cw-gitops access --account prod --live', 'cw-gitops access --format html > access.html'),
    )
    .action(async (options: AccessOptions) => {
      end(await (await import('./commands/access.ts')).access(options));
    });

  common(program.command('rehearse'))
    .description('apply the plan to a copy of the organisation in the simulator, under faults; writes nothing to AWS')
    .addOption(
      new Option('--faults <schedules>', `only under these: ${SCHEDULES.join(', ')}`).argParser(wordsAmong(SCHEDULES)),
    )
    .option('--seed <n>', 'of the first schedule; the same seeds give the same faults', parseSeed, 1)
    .option('--base <ref>', BASE_HELP)
    .addHelpText('after', example('cw-gitops rehearse --faults calm,throttling,kill'))
    .action(async (options: RehearseOptions) => {
      end(await (await import('./commands/rehearse.ts')).rehearse(options));
    });

  program
    .command('simulate')
    .description('serve the simulator on loopback, and print the environment to use it from any AWS tool')
    .option('--state <file>', 'its state as JSON; made from the configuration when it does not exist yet')
    .option('--config <path>', 'the configuration to make a state from', 'config')
    .option('--port <n>', 'the port to listen on; 0 takes a free one', parsePort, 0)
    .option('--quiet', 'print the environment only', false)
    .option('--verbose', 'print each call', false)
    .addHelpText('after', example('cw-gitops simulate --state organisation.json --port 4566'))
    .action(async (options: SimulateOptions) => {
      end(await (await import('./commands/simulate.ts')).simulate(options));
    });

  program
    .command('demo')
    .description('the whole story on the simulator: plan, apply, empty plan, a console edit, drift, repair')
    .option('--config <path>', 'the configuration to tell it with; the shipped example when absent')
    .option('--no-color', 'no colours')
    .option('--verbose', 'show every change', false)
    .addHelpText('after', example('cw-gitops demo'))
    .action(async (options: { config?: string; color: boolean; verbose: boolean }) => {
      end(await (await import('./commands/demo.ts')).demo(options));
    });
  for (const command of program.commands) command.exitOverride();
  return program;
}

const BASE_HELP = 'tell the cause of each change against the file of this commit, such as origin/main';

/** `page`: it can also answer with a page. */
function common(
  command: Command,
  { at = true, page = false }: { readonly at?: boolean; readonly page?: boolean } = {},
): Command {
  const formats = page ? PAGE_FORMATS : FORMATS;
  command
    .option('--config <path>', 'a file, or a folder whose *.yaml files are parts of one document', 'config')
    .addOption(new Option('--format <format>', 'how results are printed').choices(formats).default('text'))
    .option('--simulate [file]', 'use the embedded simulator instead of AWS, with its state in FILE')
    .option('--no-color', 'no colours')
    .option('--quiet', 'no progress and no notes', false)
    .option('--verbose', 'every single change, and what lies behind an error', false);
  if (at)
    command.addOption(
      new Option('--at <instant>', 'what would it be then, such as 2027-01-31').argParser(parseInstant),
    );
  return command;
}

function example(...lines: readonly string[]): string {
  return `\nExample:\n${lines.map((line) => `  $ ${line}\n`).join('')}`;
}

/** Reads words that are parted by commas, each of them one of these. */
function wordsAmong<T extends string>(known: readonly T[]): (text: string) => readonly T[] {
  return (text) =>
    text.split(',').map((word) => {
      const found = known.find((name) => name === word.trim());
      if (found === undefined) throw new InvalidArgumentError(`"${word}" is none of ${known.join(', ')}.`);
      return found;
    });
}

function parseSeed(text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError('It is a whole number of nine digits at most.');
  return Number(text);
}

function parseDeadline(text: string): number {
  const seconds = durationSeconds(text);
  if (seconds === undefined || seconds <= 0) throw new InvalidArgumentError('It is a duration such as PT30M or PT2H.');
  return seconds * 1_000;
}

function parseInstant(text: string): number {
  const instant = parseAt(text);
  if (instant === undefined) {
    throw new InvalidArgumentError('It is a date such as 2027-01-31, or a full timestamp with its zone.');
  }
  return instant;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/u.test(text) || port > 65_535) throw new InvalidArgumentError('It is a number from 0 to 65535.');
  return port;
}
