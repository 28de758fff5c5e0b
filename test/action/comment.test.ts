/** The texts that the Action writes: what they hold, how long they get, and that nothing in them is obeyed. */

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failureComment, issueLines, plainText, planComment, planText } from '../../reconciler/action/comment.ts';
import { diagram } from '../../reconciler/action/diagram.ts';
import { driftText } from '../../reconciler/action/drift-issue.ts';
import { fitted } from '../../reconciler/action/fitting.ts';
import type { Plan } from '../../reconciler/core/plan.types.ts';
import { configurationKey, markerText, parseMarker } from '../../reconciler/action/marker.ts';
import { movedSince, outlineOf, outlineText, parseOutline } from '../../reconciler/action/outline.ts';
import { aPlan, aUser, creation, removal, update } from '../support/builders.ts';
import { hostileName } from '../support/hostile.ts';
import { readMarkdown } from '../support/markdown.ts';
import { emptyPlan, endingPlan, hostilePlan, hugePlan, refusedPlan, samplePlan } from '../support/plans.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const PLACE = {
  owner: 'acme',
  repository: 'access',
  commit: COMMIT,
  server: 'https://github.example',
  runId: '4711',
  key: configurationKey('config'),
  path: 'config',
  config: 'config',
};

/** Without the outline, which each version of Node may pack otherwise. */
function readable(body: string): string {
  return body.replace(/(?<=<!-- cw-gitops outline )\S+/u, '…');
}

describe('the comment', () => {
  test('of the sample reads well', async () => {
    await expect(readable(planComment(samplePlan(), PLACE, COMMIT))).toMatchFileSnapshot('golden/sample.md');
  });

  test('of a refused plan shows the breaches first and approves nothing', async () => {
    const body = planComment(refusedPlan(), PLACE, COMMIT);
    await expect(readable(body)).toMatchFileSnapshot('golden/refused.md');
    expect(parseMarker(body)).toEqual({ kind: 'plan', key: PLACE.key, commit: COMMIT });
  });

  test('says in one line that all is clear', () => {
    const [marker, ...lines] = planComment(emptyPlan(), PLACE, COMMIT).trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(parseMarker(`${marker}\n`)?.digest).toBe(emptyPlan().digest);
  });

  test('lists grants that get another end or reason, or end soon, though nothing is to be done', () => {
    const { ending, terms, ...quiet } = endingPlan();
    for (const told of [terms === undefined ? {} : { terms }, ending === undefined ? {} : { ending }]) {
      const body = planComment({ ...quiet, ...told }, PLACE, COMMIT);
      expect(body).toContain('tractor in group developers');
      expect(body).not.toContain('**No changes**');
    }
  });

  test.each([200, 5_000, 20_000])(
    'of %d changes of every shape fits, and approves only when it is whole',
    (changes) => {
      const plan = { ...hugePlan(changes), breaches: [] };
      const digest = `sha256:${'a'.repeat(64)}`;
      const body = planComment({ ...plan, digest }, PLACE, COMMIT);
      expect(body.length).toBeLessThanOrEqual(65_536);
      const whole = changes === 200;
      expect(parseMarker(body)?.digest).toBe(whole ? digest : undefined);
      expect(body.includes(digest)).toBe(whole);
      expect(body.includes('shortened from the bottom')).toBe(!whole);
      if (!whole) expect(body).not.toMatch(/sha256:[0-9a-f]{64}|cw-gitops outline/u);
    },
  );

  test('of more breaches than a comment holds still fits', () => {
    const breaches = Array.from({ length: 60 }, (_, index) => ({
      code: 'GUARD_REMOVALS' as const,
      severity: 'error' as const,
      message: `${index} ${'arn:aws:iam::x/ '.repeat(200)}`,
    }));
    const body = planComment(aPlan({ breaches }), PLACE, COMMIT);
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body).toContain('### Plan');
    expect(failureComment(breaches, PLACE, COMMIT).length).toBeLessThanOrEqual(65_536);
    expect(issueLines(breaches)).toContain('- and 10 more');
  });

  test('that tells of a refusal carries no digest either when it is shortened', () => {
    const lead = ['### Not applied', 'Why'];
    const { breaches: _breaches, ...plan } = hugePlan(5_000);
    const digest = `sha256:${'a'.repeat(64)}`;
    const text = { kind: 'after-merge', place: PLACE, lead, line: 'run', trail: 'Way on' } as const;
    const body = planText({ ...text, plan: { ...plan, breaches: [], digest } });
    expect(body).not.toMatch(/sha256:|Way on/u);
    expect(body).toContain('shortened from the bottom');
  });

  test('that is no approval has a marker that is none', () => {
    const lead = ['### Not applied'];
    const body = planText({
      kind: 'after-merge',
      place: PLACE,
      plan: samplePlan(),
      lead,
      line: 'run',
      trail: 'Way on',
    });
    expect(parseMarker(body)?.kind).toBe('after-merge');
    expect(body).toContain(String(samplePlan().digest));
    expect(body.indexOf('Way on')).toBeGreaterThan(body.indexOf('**Digest**'));
    expect(parseMarker(plainText('drift', PLACE, ['x']))).toEqual({ kind: 'drift', key: PLACE.key, commit: COMMIT });
  });
});

describe('whatever things are called', () => {
  const types = 'root heading paragraph text inlineCode code html strong break blockquote list listItem link'.split(
    ' ',
  );
  const ours =
    /^(?:<!-- cw-gitops [\w:+/= -]+ -->\n?)+$|^<details(?: open)?><summary>[\w ,:-]+<\/summary>$|^<\/details>$/u;

  test('nothing breaks out, mentions, links or hides', () => {
    fc.assert(
      fc.property(fc.array(hostileName, { minLength: 1, maxLength: 3 }), (names) => {
        const plan = hostilePlan(names);
        const issues = [...plan.warnings, ...names.map((message) => ({ ...ISSUE, message, hint: message }))];
        for (const body of [
          planComment(plan, PLACE, COMMIT),
          failureComment(issues, PLACE, COMMIT),
          planText({ kind: 'drift', place: PLACE, plan, lead: [issueLines(issues)], line: 'run' }),
          driftText(plan, PLACE),
        ]) {
          const read = readMarkdown(body);
          expect([...read.types].filter((type) => !types.includes(type))).toEqual([]);
          const prose = read.prose.join('\n').replace(/\[!(?:WARNING|CAUTION)\]/gu, '');
          expect(prose).not.toMatch(/[@#<>&|*_`~[\]\\]|:\/\/|www\.|gh-\d/iu);
          for (const tag of read.html) expect(tag).toMatch(ours);
          // The only links are ours, to the commit and to the run.
          expect(read.links.filter((link) => !link.startsWith('https://github.example/acme/access/'))).toEqual([]);
          expect(body).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('the structure is that of the same plan with plain names', () => {
    const texts = [(plan: Plan) => planComment(plan, PLACE, COMMIT), (plan: Plan) => driftText(plan, PLACE)];
    const structures = (names: readonly string[]) => texts.map((text) => readMarkdown(text(hostilePlan(names))).blocks);
    // By how many names there are.
    const plain = [[], ['name0'], ['name0', 'name1'], ['name0', 'name1', 'name2']].map(structures);
    fc.assert(
      fc.property(fc.uniqueArray(hostileName, { minLength: 1, maxLength: 3 }), (names) => {
        expect(structures(names)).toEqual(plain[names.length]);
      }),
      { numRuns: 40 },
    );
  });

  test('no label breaks out of the picture', () => {
    fc.assert(
      fc.property(hostileName, hostileName, (user, group) => {
        const plan = hostilePlan([user, group]);
        const drawn = diagram(plan);
        if (drawn === undefined) return;
        for (const line of drawn.split('\n').slice(1, -1))
          expect(line).toMatch(
            /^flowchart LR$|^ {2}[uga]\d+(?:\(\["[^"`<>]*"\]\)|\[\["[^"`<>]*"\]\]|\["[^"`<>]*<br\/>on [^"`<>]*"\])$|^ {2}[uga]\d+ (?:-->|==>\|new\||-\.->\|gone\|) [uga]\d+$|^ {2}linkStyle [\d,]+ [\w#:,-]+$/u,
          );
      }),
      { numRuns: 100 },
    );
  });
});

const ISSUE = { code: 'CONFIG_HOSTILE', severity: 'error' } as const;

describe('the picture', () => {
  test('marks the edges that the plan makes and takes away', () => {
    expect(diagram(samplePlan())?.split('\n')).toEqual([
      '```mermaid',
      'flowchart LR',
      '  a0["Auditor (changed)<br/>on prod"]',
      '  u1(["dev_one"])',
      '  g2[["auditors"]]',
      '  a3["AdministratorAccess<br/>on management"]',
      '  u4(["contractor"])',
      '  u5(["ada"])',
      '  u1 ==>|new| g2',
      '  g2 --> a0',
      '  u4 -.->|gone| a3',
      '  u5 -.->|gone| a0',
      '  u5 --> g2',
      '  linkStyle 0 stroke:#1a7f37,color:#1a7f37,stroke-width:3px',
      '  linkStyle 2,3 stroke:#cf222e,color:#cf222e,stroke-width:2px',
      '```',
    ]);
  });

  test('stands once, whatever else is said of people', () => {
    const administrators = [{ permissionSet: 'Admin', account: '111111111111', before: 1, after: 2 }];
    const plan = { ...samplePlan(), administrators };
    expect(planComment(plan, PLACE, COMMIT)).toContain('**Administrators**');
    expect(planComment(plan, PLACE, COMMIT).match(/```mermaid/gu)).toHaveLength(1);
  });

  test('is left out when there is nothing to draw, or too much to read', () => {
    expect(diagram(emptyPlan())).toBeUndefined();
    expect(diagram(hugePlan(1_000))).toBeUndefined();
  });
});

describe('what hides in a comment', () => {
  test('a marker reads back, and only from the first line', () => {
    const marker = { kind: 'plan', key: PLACE.key, commit: COMMIT, digest: `sha256:${'0'.repeat(64)}` } as const;
    expect(parseMarker(`${markerText(marker)}\r\nText`)).toEqual(marker);
    expect(parseMarker(`Text\n${markerText(marker)}`)).toBeUndefined();
    expect(parseMarker(` ${markerText(marker)}`)).toBeUndefined();
    expect(parseMarker(markerText({ ...marker, digest: 'sha256:1' }))).toBeUndefined();
  });

  test('an outline reads back and tells what moved', () => {
    const [ada, bob, cleo] = ['ada', 'bob', 'cleo'].map(aUser);
    if (ada === undefined || bob === undefined || cleo === undefined) throw new Error('three users');
    const reviewed = [creation(ada), creation(bob)];
    const outline = parseOutline(`Text\n\n${outlineText(reviewed)}\n`);
    expect(outline).toEqual(outlineOf(reviewed));
    const now = [update({ ...ada, spec: { ...ada.spec, displayName: 'x' } }, ada), removal(cleo)];
    expect(outline === undefined ? [] : movedSince(outline, now)).toEqual([
      { key: ada.key, how: 'became another', verb: 'update' },
      { key: bob.key, how: 'went', verb: 'create' },
      { key: cleo.key, how: 'came', verb: 'delete' },
    ]);
    expect(movedSince(outlineOf(now), now)).toEqual([]);
    expect(parseOutline(outlineText([]))).toEqual(new Map());
  });

  test('an outline that somebody wrote by hand is none', () => {
    for (const packed of ['AAAA', Buffer.from('garbage').toString('base64'), 'S0nNyclXCM8vyklRBAA='])
      expect(parseOutline(`<!-- cw-gitops outline ${packed} -->`)).toBeUndefined();
    expect(parseOutline('nothing')).toBeUndefined();
    const far = Array.from({ length: 3_000 }, (_, index) => creation(aUser(`user-${index}`)));
    expect(outlineText(far)).toBe('');
  });
});

test('what does not fit goes from the bottom, what is essential last, the first never', () => {
  const sections = ['head', 'one', 'must', 'two two two', 'end'].map((markdown) => ({
    markdown,
    essential: !['one', 'two two two'].includes(markdown),
  }));
  expect(fitted(sections, 100, 'cut')).toEqual({ markdown: 'head\n\none\n\nmust\n\ntwo two two\n\nend', whole: true });
  expect(fitted(sections, 30, 'cut').markdown).toBe('head\n\none\n\nmust\n\nend\n\ncut');
  expect(fitted(sections, 21, 'cut').markdown).toBe('head\n\nmust\n\nend\n\ncut');
  expect(fitted(sections, 5, 'cut')).toEqual({ markdown: 'head\n\ncut', whole: false });
});
