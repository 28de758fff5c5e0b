/** The command line: argv → options → one command → exit code. Everything heavy is loaded by the command that needs it. */

import { Command, CommanderError } from 'commander';
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

function createProgram(end: (code: number) => void): Command {
  const program = new Command('cw-gitops')
    .description("Administers an AWS organisation's IAM Identity Center and CodeWhisperer by pull request.")
    .version(typeof CW_GITOPS_VERSION === 'string' ? CW_GITOPS_VERSION : '0.0.0-source', '-V, --version')
    .helpCommand('help [command]', 'the help of a command')
    .showHelpAfterError("(run 'cw-gitops --help' for what there is)")
    .showSuggestionAfterError(true)
    .exitOverride();
  program.configureOutput({ outputError: (text, write) => write(text.replace(/^error: /u, 'error USAGE ')) });
  addCommands(program, end);
  return program;
}
