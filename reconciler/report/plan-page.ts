/** A plan as a page to be opened by a reviewer: people first, then the map, then the changes (`page.ts`). */

import type { Issue } from '../core/issue.ts';
import type { Plan } from '../core/plan.types.ts';
import type { Entry, EntryBucket } from './changes.ts';
import { groupedEntries } from './changes.ts';
import { shown } from './escape.ts';
import { changeFieldLines } from './fields.ts';
import { issueText } from './issues.ts';
import type { Block } from './layout.ts';
import { paintOf } from './layout.ts';
import type { MapDocument } from './map.types.ts';
import type { Markup } from './markup.ts';
import { html, NOTHING } from './markup.ts';
import type { AccountName } from './names.ts';
import { accountNamer, KIND_WORDS, VERB_SIGNS } from './names.ts';
import { badge, folded, minus, MOST, OPEN, rest } from './page-parts.ts';
import { peopleMarkup } from './page-people.ts';
import type { PageAssets, Section } from './page.ts';
import { MAP_SECTION, pageText } from './page.ts';
import {
  forecastText,
  lastAssigneeBlocks,
  noChangesText,
  NO_DIGEST,
  summaryText,
  targetText,
  unmanagedLines,
  unmanagedText,
} from './sections.ts';
import { ENDING, endingBlocks, termBlocks } from './terms.ts';
import { undeclaredBlocks } from './undeclared.ts';
import { count, counted } from '../core/counted.ts';

/** Most characters of one value. */
const VALUE = 1_000;

/** The page of a plan. `map` is that of the same plan; what it names is shown, never obeyed. */
export function renderPlanPage(plan: Plan, map: MapDocument, assets: PageAssets): string {
  const account = accountNamer(plan.accounts);
  const title = plan.changes.length === 0 ? 'No changes' : summaryText(plan);
  return pageText(
    {
      title: plan.breaches.length === 0 ? title : `Refused: ${title}`,
      eyebrow: 'cw-gitops plan',
      target: targetText(plan, account),
      sections: [
        { id: 'people', title: 'People', content: peopleMarkup(plan, account) },
        ...told('undeclared', 'Goes, and nobody declared it', undeclaredBlocks(plan, account, PLAIN)),
        ...told('terms', 'Another end or reason', termBlocks(plan, account, PLAIN)),
        ...told('ending', ENDING, endingBlocks(plan, account, PLAIN)),
        ...notices('refused', 'Refused by guards', plan.breaches),
        ...notices('warnings', 'Warnings', plan.warnings),
        MAP_SECTION,
        { id: 'changes', title: 'Changes', content: changes(plan, account) },
        ...unmanaged(plan, account),
        { id: 'digest', title: 'Digest', content: digest(plan) },
      ],
      map,
    },
    assets,
  );
}

const PLAIN = paintOf(false);

/** What the file says of grants beside what they grant, a line each. */
function told(id: string, title: string, blocks: readonly Block[]): readonly Section[] {
  if (blocks.length === 0) return [];
  const lines = blocks.slice(0, MOST).flatMap((block) => block.lines);
  const content = html`<ul class="issues">
      ${lines.map((line) => html`<li>${line.trim()}</li> `)}
    </ul>
    ${rest(blocks.length, 'line', 'the plan file lists all')}`;
  return [{ id, title: `${title} (${count(blocks.length)})`, content }];
}

function notices(id: string, title: string, issues: readonly Issue[]): readonly Section[] {
  if (issues.length === 0) return [];
  const items = issues.slice(0, MOST).map((issue) => {
    const { at, severity, code } = issue;
    const place = at === undefined ? NOTHING : html`<code>${shown(at.file, 200)}:${at.line}</code>`;
    return html`<li>${badge(severity === 'error' ? 'gone' : 'kept', shown(code))} ${issueText(issue)} ${place}</li> `;
  });
  const content = html`<ul class="issues">
      ${items}
    </ul>
    ${rest(issues.length, 'line', 'the plan file lists all')}`;
  return [{ id, title: `${title} (${count(issues.length)})`, content }];
}

function changes(plan: Plan, account: AccountName): Markup {
  if (plan.changes.length === 0) return html`<p>${noChangesText(plan)}</p>`;
  const buckets = groupedEntries(plan.changes, plan, account);
  const open = buckets.reduce((sum, { entries }) => sum + entries.length, 0) <= OPEN;
  const leaving = lastAssigneeBlocks(plan, account, paintOf(false)).flatMap(({ lines }) => lines);
  return html`${buckets.map((bucket) => bucketMarkup(bucket, account, open))}
  ${leaving.slice(0, MOST).map((line) => html`<p class="note">${line.trim()}</p>`)}`;
}

function bucketMarkup({ kind, verb, entries }: EntryBucket, account: AccountName, open: boolean): Markup {
  const items = entries.reduce((sum, entry) => sum + entry.items, 0);
  const list = html`<ul class="changes">
      ${entries.slice(0, MOST).map((entry) => entryMarkup(entry, account))}
    </ul>
    ${rest(entries.length, 'line', 'the plan file has each change')}`;
  return folded(`${counted(items, ...KIND_WORDS[kind])} to ${verb}`, list, open);
}

function entryMarkup({ change, title, place, notes, content }: Entry, account: AccountName): Markup {
  const { verb, widensAccess } = change;
  // Of what goes, the reason stands in the place of the line.
  const where = verb === 'delete' ? html`<small>${place}</small>` : html`<code>${place}</code>`;
  return html`<li>
    <span class="sign ${verb}">${minus(VERB_SIGNS[verb])}</span>
    <div class="what">
      ${title} ${widensAccess ? badge('kept', 'may give more access') : NOTHING}
      ${notes.map((text) => html`<br /><small>${text}</small>`)}
      ${content === undefined ? NOTHING : fieldsMarkup(content, account)}
    </div>
    <div class="where">${where}</div>
  </li> `;
}

function fieldsMarkup(change: Entry['change'], account: AccountName): Markup {
  const rows = changeFieldLines(change, { account, limit: VALUE, statement: VALUE }).map(
    ({ sign, field, text }) =>
      html`<tr>
        <th scope="row">${field}</th>
        <td class="sign ${FIELD_KINDS[sign]}">${minus(sign)}</td>
        <td>${text}</td>
      </tr> `,
  );
  return html`<table>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

const FIELD_KINDS: { readonly [sign in '+' | '-' | ' ']: string } = { '+': 'plus', '-': 'minus', ' ': '' };

function unmanaged(plan: Plan, account: AccountName): readonly Section[] {
  if (plan.unmanaged.length === 0) return [];
  const lines = unmanagedLines(plan, account).slice(0, MOST);
  const list = html`<ul>
      ${lines.map((line) => html`<li>${line.trim()}</li> `)}
    </ul>
    ${rest(plan.unmanaged.length, 'line', 'the plan file lists all')}`;
  const content = html`<p>${unmanagedText(plan)}: live, not in the file, and not touched.</p>
    ${folded('List them', list)}`;
  return [{ id: 'unmanaged', title: 'Unmanaged', content }];
}

function digest(plan: Plan): Markup {
  const { digest: name = NO_DIGEST } = plan;
  const isApplied = plan.digest !== undefined && plan.changes.length > 0;
  return html`<p class="digest">${name}</p>
    ${isApplied ? html`<p>Apply: ${forecastText(plan)}</p>` : NOTHING}`;
}
