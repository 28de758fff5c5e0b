/** `validate`: the file alone, offline. */

import type { Issue } from '../core/issue.ts';
import type { Configuration } from '../desired/configuration.ts';
import { validateConfiguration } from '../desired/validate.ts';
import { issuesToJson, renderIssues } from '../report/issues.ts';
import { jsonText } from '../report/json.ts';
import { processTerminal } from '../terminal.ts';
import type { CommonOptions } from './options.ts';
import { EXIT } from './options.ts';

/** Resolves to the exit code: 0 when the configuration is valid, 1 when it is not. */
export async function validate(options: CommonOptions): Promise<number> {
  const terminal = await processTerminal(options);
  const result = await validateConfiguration(options.config, { now: options.at ?? Date.now() });
  const issues = result.ok ? result.warnings : result.issues;
  switch (options.format) {
    case 'json':
      terminal.out(jsonText({ valid: result.ok, issues: issuesToJson(issues) }));
      break;
    case 'markdown':
    case 'text':
      if (issues.length > 0) terminal.err(renderIssues(issues));
      if (result.ok) terminal.out(verdict(options.config, result.value, issues));
  }
  return result.ok ? EXIT.done : EXIT.failed;
}

function verdict(config: string, { parts }: Configuration, warnings: readonly Issue[]): string {
  const files = `${parts.length} ${parts.length === 1 ? 'file' : 'files'}`;
  const noted = warnings.length === 0 ? '' : `, ${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}`;
  return `${config} is valid (${files}${noted})`;
}
