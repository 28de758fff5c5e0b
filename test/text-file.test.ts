/** The files that a person names on the command line: whole or not at all, and never in the place of what is no file. */

import { execFile, execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { writeTextFile } from '../reconciler/text-file.ts';
import { bundle } from './support/bundle.ts';
import { inProcess, inTemporaryFolder } from './support/command.ts';
import { CONFIG } from './support/small-organisation.ts';

/** With the small organisation applied to nothing yet; `at` names things in the folder. */
async function inOrganisation(work: (at: (name: string) => string) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const at = (name: string): string => path.join(folder, name);
    writeFileSync(at('config.yaml'), CONFIG);
    await work(at);
  });
}

/** A pipe of that name, and what somebody reads from it. */
function pipe(file: string): Promise<string> {
  execFileSync('mkfifo', [file]);
  return promisify(execFile)('timeout', ['20', 'cat', file]).then(
    ({ stdout }) => stdout,
    () => 'nobody wrote into it',
  );
}

describe('what is no file', () => {
  test('a plan goes into a pipe, which stays one', async () => {
    await inOrganisation(async (at) => {
      const read = pipe(at('pipe'));
      expect(await inProcess(['plan', '--simulate', '--config', at('config.yaml'), '--out', at('pipe')])).toMatchObject(
        {
          code: 0,
          err: '',
        },
      );
      expect(lstatSync(at('pipe')).isFIFO()).toBe(true);
      expect(JSON.parse(await read)).toMatchObject({ formatVersion: 1 });
    });
  });

  test('what would undo an apply may go to a device that forgets it, which is neither numbered nor removed', async () => {
    await inOrganisation(async (at) => {
      symlinkSync('/dev/null', at('nowhere'));
      const files = ['--config', at('config.yaml'), '--simulate', at('state.json'), '--undo-out', at('nowhere')];
      expect(await inProcess(['apply', '--yes', ...files])).toMatchObject({ code: 0, err: '' });
      expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
      expect(readdirSync(at('.')).toSorted()).toEqual(['config.yaml', 'nowhere', 'state.json']);
    });
  });
});

test('a link stays one: the file that it leads to is written', async () => {
  await inTemporaryFolder(async (folder) => {
    const at = (name: string): string => path.join(folder, name);
    mkdirSync(at('elsewhere'));
    writeFileSync(at('elsewhere/plan.json'), 'old');
    symlinkSync('elsewhere/plan.json', at('plan.json'));
    await writeTextFile(at('plan.json'), 'new');
    expect(lstatSync(at('plan.json')).isSymbolicLink()).toBe(true);
    expect(readFileSync(at('elsewhere/plan.json'), 'utf8')).toBe('new');
  });
});

test("somebody else's file beside it is not touched", async () => {
  await inTemporaryFolder(async (folder) => {
    const at = (name: string): string => path.join(folder, name);
    writeFileSync(at('plan.json.new'), 'theirs');
    await writeTextFile(at('plan.json'), 'ours');
    expect(readFileSync(at('plan.json.new'), 'utf8')).toBe('theirs');
    expect(readdirSync(folder).toSorted()).toEqual(['plan.json', 'plan.json.new']);
  });
});

test.each([
  ['plan', '--out'],
  ['apply', '--yes', '--undo-out'],
])('of a file that does not fit on the disk nothing stays, and nothing was applied: %s', async (...words) => {
  await inOrganisation(async (at) => {
    const files = [at('out.json'), '--config', at('config.yaml'), '--simulate', at('state.json')];
    // A limit of the shell's stands in for the disk: 1 KiB to a file.
    const limited = ['-c', 'ulimit -f 1; exec "$@" 2>&1', 'bash', process.execPath, bundle(), ...words, ...files];
    const ended = await inProcess(['plan', '--config', at('config.yaml'), '--simulate', at('state.json')]);
    expect(ended.code).toBe(0);
    const before = readFileSync(at('state.json'), 'utf8');
    expect(outcome(limited)).toMatchObject({ status: 1, out: expect.stringContaining('out.json cannot be written') });
    expect(readdirSync(at('.')).toSorted()).toEqual(['config.yaml', 'state.json']);
    expect(readFileSync(at('state.json'), 'utf8')).toBe(before);
  });
});

function outcome(args: readonly string[]): { readonly status: number; readonly out: string } {
  try {
    return { status: 0, out: execFileSync('bash', args, { encoding: 'utf8' }) };
  } catch (error) {
    const { status, stdout } = error as { readonly status: number; readonly stdout: string };
    return { status, out: stdout };
  }
}

test('what is read without end is refused, in time', async () => {
  await inOrganisation(async (at) => {
    const ran = await inProcess(['plan', '--config', at('config.yaml'), '--simulate', '/dev/zero']);
    expect(ran).toEqual({
      code: 1,
      out: '',
      err: 'error USAGE_FILE /dev/zero cannot be read: it is larger than 500 MB\n',
    });
  });
});
