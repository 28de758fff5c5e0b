/** A plan of 5,000 changes, through the bundled Action: a comment, a summary and an artifact that GitHub takes, in time. */

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { planShape } from '../../reconciler/report/plan-shape.ts';
import { parseMarker } from '../../reconciler/action/marker.ts';
import { emptyState } from '../../reconciler/simulator/state.ts';
import { atDesk } from '../support/action.ts';
import { bundledAction } from '../support/bundle.ts';

const ACCOUNTS = Array.from({ length: 100 }, (_, index) => ({
  id: String(400_000_000_000 + index),
  name: `team-${index}`,
}));
const USERS = Array.from({ length: 1_780 }, (_, index) => `user_${index}`);
const GROUPS = Array.from({ length: 200 }, (_, index) => `group-${index}`);
const SETS = Array.from({ length: 20 }, (_, index) => `Set${index}`);

/** 1,780 users, 200 groups with 10 members each, 20 sets, and each group with one of them on 5 accounts. */
const CONFIG = JSON.stringify({
  version: 1,
  users: USERS.map((userName) => ({ userName, givenName: 'Given', familyName: userName })),
  groups: GROUPS.map((name, group) => ({
    name,
    members: Array.from({ length: 10 }, (_, index) => USERS[(group * 37 + index * 7) % USERS.length]),
  })),
  permissionSets: SETS.map((name) => ({ name, managedPolicies: ['ReadOnlyAccess'] })),
  assignments: GROUPS.map((group, index) => ({
    permissionSet: SETS[index % SETS.length],
    accounts: Array.from({ length: 5 }, (_, place) => String(ACCOUNTS[(index * 3 + place * 11) % ACCOUNTS.length]?.id)),
    groups: [group],
  })),
});

test('a plan of 5,000 changes is planned and told in under 10 s', { timeout: 60_000, retry: 2 }, async () => {
  await atDesk(
    async ({ commit, open, onPull, github }) => {
      const pull = open(7, await commit());
      // The Action is bundled before the clock starts.
      bundledAction();
      const started = performance.now();
      const planned = await onPull(pull);
      expect(performance.now() - started).toBeLessThan(10_000);
      expect(planned).toMatchObject({ code: 0, outputs: { creates: '5000' } });

      const [comment] = github.state.comments;
      expect(comment?.body.length).toBeLessThanOrEqual(65_536);
      const marker = parseMarker(String(comment?.body));
      expect(marker?.commit).toBe(pull.head);
      // Shortened, it approves nothing; whole, it approves just this plan.
      expect(marker?.digest).toBe(
        comment?.body.includes('shortened from the bottom') === true ? undefined : planned.outputs['digest'],
      );
      expect(Buffer.byteLength(planned.summary)).toBeLessThan(1_048_576);
      expect(planned.summary).toContain(String(planned.outputs['digest']));
      const plan: unknown = JSON.parse(await readFile(String(planned.outputs['plan-path']), 'utf8'));
      expect(planShape(plan, '')).toEqual([]);
      const report = await readFile(String(planned.outputs['report-path']), 'utf8');
      for (const user of USERS) expect(report).toContain(user);
    },
    { config: CONFIG, live: emptyState({ accounts: ACCOUNTS }) },
  );
});
