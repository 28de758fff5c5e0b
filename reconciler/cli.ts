/** The command line: argv → options → one command → exit code. Everything heavy is loaded by the command that needs it. */

import type { Option } from 'commander';
import { Command, CommanderError, Help } from 'commander';
import { printFailure } from './commands/failure.ts';
import { EXIT } from './commands/options.ts';
import { addCommands } from './commands/usage.ts';

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

/** What holds for every command. */
const AFTERWORD = `
Exit codes:
  0  done; for plan: whether or not there are changes
  1  could not do it (bad usage, invalid file, AWS refused); nothing was changed
  2  there are changes (plan --detailed-exitcode), or drift (drift)
  3  refused: a guard, a stale plan, the wrong organisation; nothing was changed
  4  applied in part: what failed, and why, is listed

Environment:
  AWS_PROFILE, AWS_REGION, …    credentials and Region, as for every AWS tool
  AWS_ENDPOINT_URL[_SERVICE]    another address than AWS's
  HTTPS_PROXY, NO_PROXY         a proxy on the way
  CW_GITOPS_CALLS_PER_SECOND    calls a second to each directory; default 10
  CW_GITOPS_ASSIGNMENTS=quick   assignments by holder, where that is fewer calls
`;

/** That a switch is off unless it is given needs no words. */
function optionDescription(option: Option): string {
  return new Help().optionDescription(option).replace(/ ?\(default: false\)$/u, '');
}

function createProgram(end: (code: number) => void): Command {
  const program = new Command('cw-gitops')
    .description("Administers an AWS organisation's IAM Identity Center and CodeWhisperer by pull request.")
    .version(typeof CW_GITOPS_VERSION === 'string' ? CW_GITOPS_VERSION : '0.0.0-source', '-V, --version')
    .helpCommand('help [command]', 'the help of a command')
    .showHelpAfterError("(run 'cw-gitops --help' for what there is)")
    .showSuggestionAfterError(true)
    .configureHelp({ optionDescription })
    .addHelpText('after', AFTERWORD)
    .exitOverride();
  program.configureOutput({ outputError: (text, write) => write(text.replace(/^error: /u, 'error USAGE ')) });
  addCommands(program, end);
  return program;
}
