/** The table of docs/architecture.md: the linter lets each room import what stands in its row, and nothing else. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inTemporaryFolder } from './support/command.ts';

/** A file of each room, to import and to import from. */
const ROOMS = {
  core: 'core/one.ts',
  desired: 'desired/one.ts',
  kinds: 'kinds/user/aws.ts',
  aws: 'aws/one.ts',
  engine: 'engine/one.ts',
  report: 'report/one.ts',
  page: 'page/one.ts',
  simulator: 'simulator/one.ts',
  commands: 'commands/one.ts',
  action: 'action/one.ts',
  files: 'files.ts',
} as const;
type Room = keyof typeof ROOMS;
const NAMES = Object.keys(ROOMS) as Room[];

/** What a file of each row is called, and the row's last cell. */
const ROWS = readFileSync('docs/architecture.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `reconciler/'))
  .map((line) => {
    const [, first = '', , allowed = ''] = line.split('|');
    const room = /`reconciler\/(\w+)/u.exec(first)?.[1] as Room;
    return { file: room === 'files' ? 'git.ts' : ROOMS[room], room, allowed: allowed.trim() };
  });

/** Each file's rooms that it may import, by the linter's rules. */
async function importable(files: readonly string[]): Promise<ReadonlyMap<string, readonly Room[]>> {
  return inTemporaryFolder(async (folder) => {
    const { overrides } = JSON.parse(readFileSync('.oxlintrc.json', 'utf8')) as { readonly overrides: unknown };
    writeFileSync(path.join(folder, '.oxlintrc.json'), JSON.stringify({ overrides }));
    for (const file of files) {
      const lines = NAMES.map((room, index) => `import * as room${index} from '${way(file, ROOMS[room])}';\n`);
      const target = path.join(folder, 'reconciler', file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, lines.join(''));
    }
    const linter = path.resolve('node_modules/.bin/oxlint');
    const { stdout } = spawnSync(linter, ['--format=unix', 'reconciler'], { cwd: folder, encoding: 'utf8' });
    const refused = new Set(
      [...stdout.matchAll(/reconciler\/(\S+?):(\d+):.*no-restricted-imports/gu)].map(
        ([, file, line]) => `${file} ${line}`,
      ),
    );
    return new Map(
      files.map((file) => [file, NAMES.filter((_, index) => !refused.has(`${file} ${index + 1}`))] as const),
    );
  });
}

function way(from: string, to: string): string {
  const relative = path.relative(path.dirname(from), to);
  return relative.startsWith('.') ? relative : `./${relative}`;
}

test('the linter lets each room import what stands in its row of the table', async () => {
  const found = await importable(ROWS.map(({ file }) => file));
  for (const { file, room, allowed } of ROWS) {
    const wanted =
      allowed === 'everything' ? NAMES : NAMES.filter((name) => new RegExp(`\\b${name}\\b`, 'u').test(allowed));
    // A room may import itself, but no kind another one.
    expect({ file, may: found.get(file)?.filter((name) => name !== room) }).toEqual({
      file,
      may: wanted.filter((name) => name !== room),
    });
  }
});

test('what is pure of a kind knows neither the SDK nor another kind', async () => {
  const found = await importable(['kinds/group/kind.ts', 'kinds/group/aws.ts']);
  expect(Object.fromEntries(found)).toEqual({ 'kinds/group/kind.ts': ['core'], 'kinds/group/aws.ts': ['core', 'aws'] });
});
