/** The committed bundle runs by itself: no install, nothing of this repository beside it but the example. */

import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inTemporaryFolder } from './support/command.ts';

function run(folder: string, ...args: readonly string[]): string {
  return execFileSync(process.execPath, ['dist/cli.js', ...args], { cwd: folder, encoding: 'utf8' });
}

test('dist/ tells its version, checks the example and tells the whole story, copied elsewhere', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
  await inTemporaryFolder(async (folder) => {
    for (const name of ['dist', 'config']) cpSync(name, path.join(folder, name), { recursive: true });
    expect(run(folder, '--version').trim()).toBe(version);
    expect(run(folder, 'validate')).toContain('config is valid');
    expect(run(folder, 'demo')).toContain('Writing calls that the simulator counted: 0');
  });
});
