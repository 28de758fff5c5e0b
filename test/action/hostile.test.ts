/** Names that somebody chose to break out: through the whole Action, into its log, its summary, its comment and its files. */

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { emptyState } from '../../reconciler/simulator/state.ts';
import { atDesk } from '../support/action.ts';
import { readMarkdown } from '../support/markdown.ts';

const NAMES = [
  '@everyone',
  '::set-output name=digest::sha256',
  '::error file=x::pwned',
  '##[error]pwned',
  '</details><img src=x onerror=alert(1)>',
  '``` mermaid',
  '~~~~ :: | <!-- -->',
  'admin\u202etxt.exe',
  '[x](https://evil.example) ![y](//evil.example/z.png) GH-1 #1',
];

const CONFIG = stringify({
  version: 1,
  users: [{ userName: 'ada', givenName: 'Ada', familyName: 'Lovelace' }],
  groups: NAMES.filter((name) => !name.includes('\u202e')).map((name) => ({
    name,
    description: name,
    members: ['ada'],
  })),
  permissionSets: [{ name: 'Auditor', managedPolicies: ['ReadOnlyAccess'] }],
  assignments: [
    { permissionSet: 'Auditor', accounts: ['111111111111'], groups: ['@everyone'], reason: '::error::\u202e @octocat' },
  ],
});

// Of the commands of a runner only these, and each with a text that is shown.
const OUR_COMMANDS = /^::(?:add-mask::workflow-token$|(?:error|warning)(?: title=[A-Z_]+[^:]*)?::)/u;

test('nothing that anything is called mentions, closes, draws or runs something', async () => {
  const state = emptyState();
  const live = {
    ...state,
    identityCenter: { region: 'us-east-1', groups: NAMES.map((name) => ({ name: `${name} live` })) },
  };
  await atDesk(
    async ({ commit, open, onPull, github }) => {
      const pull = open(7, await commit());
      const planned = await onPull(pull);
      expect(planned.outputs).toMatchObject({ 'has-changes': 'true', 'exit-code': '2' });
      for (const line of planned.log.split('\n').map((text) => text.trim())) {
        if (line.startsWith('::')) expect(line).toMatch(OUR_COMMANDS);
        expect(line).not.toContain('##[');
      }
      const report = await readFile(String(planned.outputs['report-path']), 'utf8');
      for (const text of [String(github.state.comments[0]?.body), planned.summary, report]) {
        const { prose, html, links, code } = readMarkdown(text);
        expect(prose.join('\n').replaceAll('[!WARNING]', '')).not.toMatch(/[@#<>`|]|:\/\/|gh-\d/iu);
        expect(html.filter((tag) => !/^<\/?(?:details|summary)|^<!-- cw-gitops /u.test(tag))).toEqual([]);
        expect(links.filter((link) => !link.startsWith('https://github.example/'))).toEqual([]);
        expect(text).not.toMatch(/[\u202a-\u202e]/u);
        expect(code.join('\n')).toContain('@everyone');
      }
    },
    { config: CONFIG, live },
  );
});
