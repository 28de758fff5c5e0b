import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccessReport } from '../../reconciler/core/access-report.ts';
import type { Plan } from '../../reconciler/core/plan.types.ts';
import type { Reach } from '../../reconciler/core/reach.ts';
import { renderAccessPage } from '../../reconciler/report/access-page.ts';
import { mapDocument } from '../../reconciler/report/map.ts';
import { dataElement, html } from '../../reconciler/report/markup.ts';
import { renderPlanPage } from '../../reconciler/report/plan-page.ts';
import { aGroup, aMembership, aPlan, aUser, creation, removal } from '../support/builders.ts';
import { HOSTILE_NAMES, hostileName } from '../support/hostile.ts';
import {
  codewhispererPlan,
  emptyPlan,
  endingPlan,
  hostilePlan,
  hugePlan,
  refusedPlan,
  samplePlan,
} from '../support/plans.ts';

const ASSETS = { script: 'start();', style: 'p { color: red }' };
const NOBODY: Reach = { memberships: [], grants: [], changedSets: new Set(), disabled: new Set() };

function page(plan: Plan): string {
  return renderPlanPage(plan, mapDocument(NOBODY, 2), ASSETS);
}

/** The words of a page, without its tags. */
function words(text: string): string {
  return text.replaceAll(/<script.*?<\/script>|<style.*?<\/style>|<[^>]*>/gsu, ' ').replaceAll(/\s+/gu, ' ');
}

describe('markup', () => {
  test('text is text, wherever it stands', () => {
    fc.assert(
      fc.property(hostileName, (name) => {
        const { markup } = html`<p title="${name}">${name}</p>`;
        expect(markup.match(/[<>"]/gu)?.join('')).toBe('<""><>');
        expect(markup).not.toMatch(/&(?!(?:amp|lt|gt|quot|#39);)/u);
      }),
    );
    expect(html`${1} ${[html`<b>${'&'}</b>`, html`${"'"}`]}`.markup).toBe('1 <b>&amp;</b>&#39;');
  });

  test('data reads back as it was, and holds nothing that a page would obey', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(hostileName, fc.constantFrom('</script>', '<!--', ']]>', '\u2028', '&lt;'))),
        (data) => {
          const { markup } = dataElement('data', data);
          const json = markup.slice(markup.indexOf('>') + 1, markup.lastIndexOf('<'));
          expect(JSON.parse(json)).toEqual(data);
          expect(json).not.toMatch(/[<>&\u2028\u2029]/u);
        },
      ),
    );
  });
});

describe('the page of a plan', () => {
  test('allows its own script and style, and nothing else', () => {
    const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
    const text = page(samplePlan());
    expect(text).toContain(`<script>${ASSETS.script}</script>`);
    expect(text).toContain(`<style>${ASSETS.style}</style>`);
    expect(text.replaceAll('&#39;', "'")).toContain(
      `content="default-src 'none'; script-src 'sha256-${hash(ASSETS.script)}'; style-src 'sha256-${hash(ASSETS.style)}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(text).not.toMatch(/ (?:style|on\w+|src)=/u);
  });

  test('tells people first, then the map, the changes, what is unmanaged and the digest', () => {
    const plan = samplePlan();
    const text = words(page(plan));
    const parts = [
      'people gain access 1',
      'The map needs JavaScript',
      '1 membership to create',
      'and not touched',
      'sha256:',
    ];
    const places = parts.map((part) => text.indexOf(part));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(text).toContain('sessions that are already open outlive this');
    expect(text).toContain('Auditor for group auditors on 412 accounts');
    expect(text).toContain('config/assignments.yaml:14');
    expect(text).toContain('PT1H → PT4H');
    expect(text).toContain(String(plan.digest));
    expect(text).toContain('425 writing calls');
  });

  test('of no changes says so', () => {
    const text = words(page(emptyPlan()));
    expect(text).toContain('Nobody gains or loses access.');
    expect(text).toContain('No changes: what is live is as declared.');
    expect(text).not.toContain('writing calls');
    expect(words(page(aPlan()))).not.toContain('Unmanaged');
  });

  test('of a refused plan says by what, and has no digest', () => {
    const text = words(page(refusedPlan()));
    expect(text).toMatch(/^ Refused: 18 to delete/u);
    expect(text).toContain('Refused by guards (2) GUARD_REMOVALS the plan removes 9 users');
    expect(text).toContain('config/guards.yaml:4');
    expect(text).toContain('Warnings (1)');
    expect(text).toContain('nothing of it can be applied');
  });

  test('counts administrators, seats and their cost', () => {
    const held = { permissionSet: 'AdministratorAccess', account: '111111111111' };
    const administrators = [
      { ...held, before: 3, after: 1 },
      { ...held, permissionSet: 'Other', before: 2, after: 2 },
      { ...held, permissionSet: 'Third', before: 0, after: 1 },
    ];
    const seat = { type: 'PRO', through: [{}], state: 'active' } as const;
    const seats = {
      before: 41,
      after: 42,
      active: { before: 41, after: 41 },
      people: [{ users: ['ada'], before: null, after: { ...seat, state: 'pending' } }],
      cancelled: [],
      orphaned: [],
      undeclared: [],
      monthly: { currency: 'USD', before: 779, after: 798, charged: 779 },
    } as const;
    const text = words(page(aPlan({ administrators, seats, changes: [creation(aUser('ada'))] })));
    expect(text).toContain('AdministratorAccess on management 3 1 − fewer');
    expect(text).toContain('Other on management 2 2 as before');
    expect(text).toContain('Third on management 0 1 + more');
    expect(text).toContain('paid seats 41 → 42 779.00 → 798.00 USD a month, at most');
    expect(text).toContain('+ gains ada PRO direct');
    const { monthly, ...free } = seats;
    const still = { ...free, people: [], after: 41, orphaned: [] };
    expect(words(page(aPlan({ seats: still })))).toContain('paid seats 41 ');
    expect(words(page(aPlan({ seats: { ...still, monthly: { ...monthly, after: 779 } } })))).toContain('41 779.00 USD');
  });

  test('shows every kind of change, with what it holds', () => {
    const text = words(page(codewhispererPlan()));
    expect(text).toContain('kmsKey alias/old → alias/new');
    expect(text).toContain('± ');
    expect(words(page(aPlan({ changes: [removal(aMembership('a', 'b'))] })))).toContain('live, not in the file');
  });

  test('of many changes stays small, and says what it leaves out', () => {
    const plan = hugePlan(10_000);
    const text = page(plan);
    expect(text.length).toBeLessThan(600_000);
    expect(words(text)).toMatch(/more lines: the map finds each person/u);
    expect(words(text)).toMatch(/more lines: the plan file has each change/u);
    expect(words(text)).toMatch(/more lines: the plan file lists all/u);
  });

  test('no name becomes a tag', () => {
    const tags = (text: string): readonly string[] =>
      [...text.matchAll(/<[!/a-z][^\s>]*/giu)].map(([tag]) => tag).toSorted();
    expect(page(hostilePlan())).not.toContain('<script>alert');
    expect(new Set(tags(page(hostilePlan())))).toEqual(new Set(tags(page(hostilePlan(['plain'])))));
    expect(page(hostilePlan())).not.toMatch(/[\u202e\u200b\u2028]/u);
  });
});

describe('the map of a page', () => {
  const at = { file: 'config/people.yaml', line: 4, column: 1 };
  const account = (id: string, name = id, via?: string) =>
    ({ type: 'account', id, name, ...(via === undefined ? {} : { via }) }) as const;
  const grant = { principalType: 'group', principal: 'devs', what: 'Audit', side: 3 } as const;

  test('has each name once, and everything else by numbers', () => {
    const reach: Reach = {
      memberships: [
        { group: 'devs', user: 'bob', side: 3, at },
        { group: 'devs', user: 'ada', side: 3, at: { ...at, line: 9 } },
        { group: 'devs', user: 'eve', side: 1, why: 'expired' },
        { group: 'ops', user: 'eve', side: 2, at, expires: Date.UTC(2027, 1, 1), reason: 'Audit' },
      ],
      grants: [
        { ...grant, place: account('222222222222', 'tooling', 'all'), at },
        { ...grant, place: account('111111111111', 'prod', 'all'), at },
        {
          ...grant,
          principalType: 'user',
          principal: 'zoe',
          what: 'Deploy',
          place: account('111111111111', 'prod'),
          side: 2,
        },
        { ...grant, principal: 'ops', place: { type: 'selector', text: 'ou Prod', except: ['lab'] } },
        { ...grant, principal: 'ops', place: { type: 'selector', text: 'all', except: [] } },
        { ...grant, principal: 'ops', place: { type: 'account', name: 'unknown' } },
      ],
      changedSets: new Set(['Audit', 'Gone']),
      disabled: new Set(['bob', 'nobody']),
    };
    expect(mapDocument(reach, 2)).toEqual({
      sides: 2,
      users: ['ada', 'bob', 'eve', 'zoe'],
      groups: ['devs', 'ops'],
      sets: ['Audit', 'Deploy'],
      places: ['all', 'ou Prod but lab', 'prod', 'tooling', 'unknown'],
      ids: ['', '', '111111111111', '222222222222', ''],
      files: ['config/people.yaml'],
      notes: ['all', 'expired', 'until 2027-01-31, “Audit”'],
      disabled: [1],
      changedSets: [0],
      memberships: [
        [0, 1, -1, 1, [2], []],
        [0, 3, 0, -1, [0, 1], [9, 4]],
        [1, 2, 0, 2, [2], [4]],
      ],
      grants: [
        [0, 'group', 3, -1, 0, -1, [1], [0, 1, 4]],
        [0, 'group', 3, 0, 4, 0, [0], [2, 3]],
        [1, 'user', 2, -1, 0, -1, [3], [2]],
      ],
    });
  });

  test('holds only text that can be shown', () => {
    const names = HOSTILE_NAMES;
    const map = mapDocument(
      {
        memberships: names.map((name) => ({
          group: name,
          user: name,
          side: 3,
          reason: name,
          at: { ...at, file: name },
        })),
        grants: names.map((name) => ({ ...grant, principal: name, what: name, place: account(name), why: name })),
        changedSets: new Set(names),
        disabled: new Set(names),
      },
      1,
    );
    expect(JSON.stringify(map)).not.toMatch(/[\u202e\u200b\u2028]|\\u001b/u);
  });
});

describe('the page of access', () => {
  const report: AccessReport = {
    access: [
      {
        user: 'ada',
        group: 'devs',
        disabled: false,
        grant: {
          at: { file: 'config.yaml', line: 3, column: 5 },
          expires: Date.UTC(2027, 1, 1),
          reason: 'Yearly audit',
        },
        permissionSet: 'Auditor',
        places: [{ type: 'account', id: '111111111111', name: 'prod' }],
      },
    ],
    uses: [
      { group: 'nobody', disabled: false, grant: {}, subscription: null },
      { user: 'bob', disabled: false, grant: {}, subscription: 'PRO' },
    ],
    seats: new Map([['bob', 'PRO']]),
  };
  const context = { source: 'file', now: Date.UTC(2026, 10, 21) } as const;

  test('has a line for everything that is held', () => {
    const text = words(renderAccessPage(report, context, mapDocument(NOBODY, 1), ASSETS));
    expect(text).toMatch(/^ 2 people · cw-gitops access/u);
    expect(text).toContain('paid seats 1');
    expect(text).toContain('ada Auditor on prod through group devs until 2027-01-31, Yearly audit config.yaml:3');
    expect(text).toContain('bob CodeWhisperer seat PRO direct not in the file');
  });

  test('of nobody says so', () => {
    const none = { access: [], uses: [], seats: new Map() };
    const text = words(renderAccessPage(none, context, mapDocument(NOBODY, 1), ASSETS));
    expect(text).toMatch(/^ Nobody/u);
    expect(text).not.toContain('line by line');
  });
});

test('a plan that removes a group names it', () => {
  expect(words(page(aPlan({ changes: [removal(aGroup('board'))] })))).toContain('− board');
});

test('a plan that only says otherwise of its grants is not called empty', () => {
  const told = words(page(endingPlan()));
  expect(told).toContain('Another end or reason (4)');
  expect(told).toContain('~ CodeWhisperer for user guest reason “a trial” → none');
  expect(told).toContain('Ending in the next 14 days (2)');
  expect(told).toContain('No changes to what is live, but 8 grants');
});
