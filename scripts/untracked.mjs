// Fails when a folder holds files that git does not know: a build that made more than was committed.
import { execFileSync } from 'node:child_process';

const [folder = 'dist'] = process.argv.slice(2);
const untracked = execFileSync('git', ['ls-files', '--others', '--exclude-standard', '--', folder], {
  encoding: 'utf8',
});
if (untracked !== '') {
  process.stderr.write(`not committed:\n${untracked}`);
  process.exitCode = 1;
}
