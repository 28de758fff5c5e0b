/** What `plan`, `apply` and `drift` share: the configuration, the services, the progress line, and a tidy end. */

import type { Result } from '../core/issue.ts';
import { IssueError } from '../core/issue.ts';
import type { Configuration } from '../desired/configuration.ts';
import { emptyConfiguration } from '../desired/empty.ts';
import type { Purpose } from '../desired/roles.ts';
import { validateConfiguration } from '../desired/validate.ts';
import type { Base } from '../engine/base.ts';
import type { Cloud } from '../engine/cloud.ts';
import type { Host } from '../engine/host.ts';
import { Refusal } from '../engine/refusal.ts';
import { openFiles } from '../files.ts';
import { renderIssues } from '../report/issues.ts';
import type { Terminal } from '../terminal.ts';
import { processTerminal } from '../terminal.ts';
import { printFailure } from './failure.ts';
import type { Opened } from './open.ts';
import { openServices } from './open.ts';
import type { RunOptions } from './options.ts';
import { EXIT } from './options.ts';
import { progressLine } from './progress.ts';

export interface Run {
  readonly configuration: Configuration;
  readonly cloud: Cloud;
  readonly terminal: Terminal;
  readonly notify: Host['notify'];
  /** Milliseconds since 1970: `--at`, or the services' own clock. */
  readonly now: number;
  /** What the file said at `--base`. */
  readonly base?: Base;
  /** Keeps what the simulator now holds, when it has a file. */
  readonly save: Opened['save'];
}

/** Does the work with everything open, and turns whatever goes wrong into lines on standard error and an exit code. */
export async function withRun(
  options: RunOptions,
  work: (run: Run) => Promise<number>,
  purpose: Purpose = 'plan',
): Promise<number> {
  const terminal = await processTerminal(options);
  try {
    const result = await configurationOf(options);
    if (!result.ok) throw new IssueError(...result.issues);
    if (result.warnings.length > 0 && !options.quiet) terminal.err(renderIssues(result.warnings));
    const base = await baseOf(options);
    const withBase = (run: Run): Promise<number> => work(base === undefined ? run : { ...run, base });
    return await withServices(result.value, { ...options, purpose }, terminal, withBase);
  } catch (error) {
    terminal.endProgress();
    printFailure(error, options.verbose);
    return error instanceof Refusal ? EXIT.refused : EXIT.failed;
  }
}

async function configurationOf({ config, at, needsConfig }: RunOptions): Promise<Result<Configuration>> {
  if (needsConfig === false && !(await openFiles(config)).ok)
    return { ok: true, value: emptyConfiguration(), warnings: [] };
  return validateConfiguration(config, { now: at ?? Date.now() });
}

/** What the file said at `base`, when that is given; an IssueError when it cannot be told. */
export async function baseOf({ base, config, at }: Pick<RunOptions, 'base' | 'config' | 'at'>): Promise<Base> {
  if (base === undefined) return undefined;
  const { noBase, withConfigurationAt } = await import('../git.ts');
  return withConfigurationAt(base, config, async (path) => {
    const result = await validateConfiguration(path, { now: at ?? Date.now() });
    if (result.ok) return { at: result.value };
    const [first] = result.issues;
    throw noBase(
      `the configuration at ${base} is not valid, so nothing can be told against it: ${first?.message ?? ''}`,
    );
  });
}

async function withServices(
  configuration: Configuration,
  options: RunOptions & { readonly purpose: Purpose },
  terminal: Terminal,
  work: (run: Run) => Promise<number>,
): Promise<number> {
  const { simulate, purpose } = options;
  const notify = progressLine(terminal, { quiet: options.quiet, verbose: options.verbose });
  const opened = await openServices(configuration, {
    purpose,
    onWaiting: (what) => notify({ step: 'waiting', what }),
    ...(simulate === undefined ? {} : { simulate }),
  });
  try {
    const { cloud } = opened;
    return await work({
      configuration,
      cloud,
      terminal,
      notify,
      now: options.at ?? cloud.now(),
      save: () => opened.save(),
    });
  } finally {
    terminal.endProgress();
    await opened.close();
  }
}
