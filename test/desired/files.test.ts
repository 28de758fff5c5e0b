/** The Files port: nothing from outside, nothing left out in silence. */

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { validateConfiguration } from '../../reconciler/desired/validate.ts';
import { filesIn, openFiles } from '../../reconciler/files.ts';
import { inFolder, lines } from './support.ts';

const SOME = { 'a.yaml': 'a', 'sub/b.yml': 'b', 'sub/c.json': '{}' };

async function problems(folder: string): Promise<readonly string[]> {
  const { issues } = await filesIn(folder).list(['.yaml', '.yml']);
  return lines(issues).map((line) => line.replace(`${folder}/`, ''));
}

async function readProblem(folder: string, file: string, limit = 100): Promise<string> {
  const result = await filesIn(folder).read(file, limit);
  return result.ok ? result.value : (result.issues[0]?.message ?? '');
}

describe('listing', () => {
  test('finds files by their ends, in path order, with slashes', async () => {
    await inFolder({ ...SOME, 'B.yaml': '', '😀.yaml': '', '\uE000.yaml': '' }, async (folder) => {
      const { paths, issues } = await filesIn(folder).list(['.yaml', '.yml']);
      expect(paths).toEqual(['B.yaml', 'a.yaml', 'sub/b.yml', '\uE000.yaml', '😀.yaml']);
      expect(issues).toEqual([]);
    });
  });

  test('a link to a file or folder is told, wherever it leads; one to something else is nothing', async () => {
    await inFolder(SOME, async (folder) => {
      symlinkSync('a.yaml', path.join(folder, 'linked.yaml'));
      symlinkSync('nowhere', path.join(folder, 'broken.yaml'));
      symlinkSync('sub', path.join(folder, 'folder'));
      symlinkSync('sub/c.json', path.join(folder, 'policy'));
      symlinkSync('nowhere', path.join(folder, 'gone'));
      const link = '1:1 CONFIG_FILE this file is a symbolic link, or is reached through one; put the file itself there';
      expect((await problems(folder)).toSorted()).toEqual([
        `broken.yaml:${link}`,
        `folder:${link}`,
        `linked.yaml:${link}`,
      ]);
    });
  });

  test('a named pipe is told, and not waited for', async () => {
    await inFolder(SOME, async (folder) => {
      execFileSync('mkfifo', [path.join(folder, 'pipe.yaml'), path.join(folder, 'pipe')]);
      expect(await problems(folder)).toEqual(['pipe.yaml:1:1 CONFIG_FILE this file is not a regular file']);
      expect(await readProblem(folder, 'pipe')).toBe('this file is not a regular file');
    });
  });

  test('a folder that cannot be read is told', async () => {
    await inFolder(SOME, async (folder) => {
      const gone = path.join(folder, 'gone');
      expect(lines((await filesIn(gone).list(['.yaml'])).issues)).toEqual([
        `${gone}:1:1 CONFIG_FILE this file does not exist`,
      ]);
    });
  });
});

describe('reading', () => {
  test('only what lies inside', async () => {
    await inFolder({ ...SOME, 'inner/x.yaml': 'x' }, async (folder) => {
      const inner = path.join(folder, 'inner');
      const outside = 'this file lies outside the folder of the configuration';
      expect(await readProblem(inner, 'x.yaml')).toBe('x');
      expect(await readProblem(inner, '../inner/x.yaml')).toBe(outside);
      expect(await readProblem(inner, '..')).toBe(outside);
      expect(await readProblem(inner, 'sub/../../a.yaml')).toBe(outside);
      expect(await readProblem(inner, path.join(folder, 'a.yaml'))).toBe(outside);
      expect(await readProblem(inner, 'none.yaml')).toBe('this file does not exist');
      writeFileSync(path.join(inner, '..x.yaml'), 'dots');
      expect(await readProblem(inner, '..x.yaml')).toBe('dots');
    });
  });

  test('nothing through a link, also one on the way', async () => {
    await inFolder(SOME, async (folder) => {
      symlinkSync('sub', path.join(folder, 'link'));
      const linked = 'this file is a symbolic link, or is reached through one; put the file itself there';
      expect(await readProblem(folder, 'link/b.yml')).toBe(linked);
      expect(await readProblem(folder, 'link')).toBe(linked);
    });
  });

  test('nothing too large, told before it is read', async () => {
    await inFolder({ 'a.yaml': 'x'.repeat(101) }, async (folder) => {
      expect(await readProblem(folder, 'a.yaml')).toBe('this file is larger than 0.0001 MB');
      expect(await readProblem(folder, 'a.yaml', 101)).toBe('x'.repeat(101));
    });
  });

  test('UTF-8, with or without its mark, and nothing else', async () => {
    const files = {
      'bom.yaml': '\uFEFFé',
      'utf16.yaml': Buffer.from('a: b', 'utf16le'),
      'latin.yaml': Buffer.from([0xe9]),
    };
    await inFolder({ ...files, 'half.yaml': Buffer.from([0x61, 0xc3]) }, async (folder) => {
      expect(await readProblem(folder, 'bom.yaml')).toBe('é');
      expect(await readProblem(folder, 'latin.yaml')).toBe('this file is not UTF-8 text');
      expect(await readProblem(folder, 'half.yaml')).toBe('this file is not UTF-8 text');
    });
  });

  test('a folder is no file', async () => {
    await inFolder(SOME, async (folder) => {
      expect(await readProblem(folder, 'sub')).toBe('this file is not a regular file');
    });
  });

  test.skipIf(process.getuid?.() === 0)('a file without permission is told', async () => {
    await inFolder(SOME, async (folder) => {
      chmodSync(path.join(folder, 'a.yaml'), 0);
      expect(await readProblem(folder, 'a.yaml')).toBe('this file cannot be read (EACCES)');
    });
  });

  test('a name that the system does not take is told', async () => {
    await inFolder(SOME, async (folder) => {
      expect(await readProblem(folder, 'x'.repeat(300))).toBe('this file cannot be read (ENAMETOOLONG)');
    });
  });
});

describe('writing', () => {
  test('makes the folders on the way, and replaces what is there', async () => {
    await inFolder(SOME, async (folder) => {
      expect(await filesIn(folder).write('new/deep/a.yaml', 'one')).toMatchObject({ ok: true });
      expect(await filesIn(folder).write('new/deep/a.yaml', 'two')).toMatchObject({ ok: true });
      expect(readFileSync(path.join(folder, 'new/deep/a.yaml'), 'utf8')).toBe('two');
      expect((await filesIn(folder).list([''])).paths).toEqual([
        'a.yaml',
        'new/deep/a.yaml',
        'sub/b.yml',
        'sub/c.json',
      ]);
    });
  });

  test.each([
    ['sub', 'EISDIR'],
    ['a.yaml/b.yaml', 'EEXIST'],
    ['x'.repeat(300), 'ENAMETOOLONG'],
  ])('%s that cannot be written is told by its name, and nothing is left behind', async (file, code) => {
    await inFolder(SOME, async (folder) => {
      const files = filesIn(folder);
      const before = await files.list(['']);
      expect(await files.write(file, 'x')).toMatchObject({
        ok: false,
        issues: [
          { code: 'CONFIG_FILE', message: `this file cannot be written (${code})`, at: { file: files.shown(file) } },
        ],
      });
      expect(await files.list([''])).toEqual(before);
    });
  });

  test('never outside, and never through a link', async () => {
    await inFolder(SOME, async (folder) => {
      mkdirSync(path.join(folder, 'inner'));
      symlinkSync('../sub', path.join(folder, 'inner/link'));
      expect(await filesIn(path.join(folder, 'inner')).write('../a.yaml', 'x')).toMatchObject({ ok: false });
      expect(await filesIn(path.join(folder, 'inner')).write('link/b.yml', 'x')).toMatchObject({ ok: false });
      expect(readFileSync(path.join(folder, 'sub/b.yml'), 'utf8')).toBe('b');
    });
  });
});

describe('opening', () => {
  test('shows paths as they were given, normalised', () => {
    expect(filesIn('./config/').shown('a.yaml')).toBe('config/a.yaml');
    expect(filesIn('.').shown('a.yaml')).toBe('a.yaml');
    expect(filesIn('../x/./y').shown('b/../a.yaml')).toBe('../x/y/a.yaml');
    expect(filesIn('/etc').shown('a.yaml')).toBe('/etc/a.yaml');
  });

  test('names one file, or a folder', async () => {
    await inFolder(SOME, async (folder) => {
      const one = await openFiles(path.join(folder, 'sub/b.yml'));
      expect(one.ok && one.value.only).toBe('b.yml');
      const all = await openFiles(folder);
      expect(all.ok && 'only' in all.value).toBe(false);
    });
  });

  test('what is not there is an error without a place', async () => {
    const message = 'there is no file or folder /nowhere/at/all';
    const hint = 'name the file or folder with --config';
    const issue = { code: 'CONFIG_FILE', severity: 'error', message, hint };
    expect(await validateConfiguration('/nowhere/at/all', { now: 0 })).toEqual({ ok: false, issues: [issue] });
    const long = await openFiles(`/${'x'.repeat(300)}`);
    expect(long.ok ? '' : long.issues[0]?.message).toContain('cannot be read (ENAMETOOLONG)');
  });

  test('one file is read for itself, whatever else lies beside it', async () => {
    await inFolder({ 'one.yaml': 'version: 1', 'two.yaml': 'nonsense: [' }, async (folder) => {
      expect(await validateConfiguration(path.join(folder, 'one.yaml'), { now: 0 })).toMatchObject({ ok: true });
      symlinkSync('one.yaml', path.join(folder, 'link.yaml'));
      const linked = await validateConfiguration(path.join(folder, 'link.yaml'), { now: 0 });
      expect(linked.ok ? '' : linked.issues[0]?.message).toContain('is a symbolic link');
    });
  });

  test('a part that is too large is told, and the others are still read', async () => {
    await inFolder({ 'a.yaml': `# ${'x'.repeat(16_000_000)}`, 'b.yaml': 'usres: []' }, async (folder) => {
      const result = await validateConfiguration(folder, { now: 0 });
      const found = lines(result.ok ? [] : result.issues).map((line) => line.replace(`${folder}/`, ''));
      expect(found).toEqual([
        'a.yaml:1:1 CONFIG_FILE this file is larger than 16 MB',
        'b.yaml:1:1 CONFIG_UNKNOWN_FIELD unknown field "usres"',
      ]);
    });
  });
});
