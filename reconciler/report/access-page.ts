/** Who can do what where, as a page with its map (`page.ts`). */

import type { AccessReport } from '../core/access-report.ts';
import type { AccessContext } from './access.ts';
import { accessRows, headText } from './access.ts';
import type { MapDocument } from './map.types.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { MOST, rest, table } from './page-parts.ts';
import type { PageAssets } from './page.ts';
import { MAP_SECTION, pageText } from './page.ts';
import { count, countedPeople } from '../core/counted.ts';

/** The page of a report of access. `map` is that of the same question. */
export function renderAccessPage(
  report: AccessReport,
  context: AccessContext,
  map: MapDocument,
  assets: PageAssets,
): string {
  const people = new Set([...report.access, ...report.uses].flatMap(({ user }) => user ?? [])).size;
  const rows = accessRows(report, context, MOST);
  return pageText(
    {
      title: people === 0 ? 'Nobody' : countedPeople(people),
      eyebrow: 'cw-gitops access',
      target: headText(context),
      sections: [
        { id: 'summary', title: 'Summary', content: summary(report, map, people) },
        MAP_SECTION,
        ...(rows.length === 0
          ? []
          : [
              {
                id: 'access',
                title: 'Access, line by line',
                content: lines(rows, report.access.length + report.uses.length),
              },
            ]),
      ],
      map,
    },
    assets,
  );
}

function summary({ seats }: AccessReport, map: MapDocument, people: number): Markup {
  const tiles = [
    ['people', people],
    ['groups', map.groups.length],
    ['permission sets', map.sets.length],
    ['accounts and selectors', map.places.length],
    ['paid seats', seats.size],
  ] as const;
  return html`<dl class="tiles">
    ${tiles.map(
      ([title, number]) =>
        html`<div class="tile">
          <dt>${title}</dt>
          <dd>${count(number)}</dd>
        </div> `,
    )}
  </dl>`;
}

/** Where the line of the file stands in a row: before until when, and why. */
const LINE = 4;

const HEADS = ['Who', 'Holds', 'Where', 'Through', 'Why', 'Line'];

function lines(rows: readonly (readonly string[])[], all: number): Markup {
  // Until when, and the reason, stand together, as in the lists of the map.
  const cells = rows.map((row) => [
    ...row.slice(0, LINE).map((cell) => html`${cell}`),
    html`${row
      .slice(LINE + 1)
      .filter((text) => text !== '')
      .join(', ')}`,
    ...row.slice(LINE, LINE + 1).map((line) => html`<code>${line}</code>`),
  ]);
  return html`${table('Who holds what, and which line gives it', HEADS, cells)}
  ${rest(all, 'line', 'the map finds each person')}`;
}
