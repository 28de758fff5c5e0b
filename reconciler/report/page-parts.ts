/** Pieces of a page: folded lists, tables that scroll by themselves, and what counts the rest. All text is shown text. */

import type { SignedLine } from './layout.ts';
import type { Markup } from './markup.ts';
import { html, NOTHING } from './markup.ts';
import { counted } from '../core/counted.ts';

/** Most lines of one list that are open, and that are there at all: the map has every person, the plan file every change. */
export const OPEN = 30;
export const MOST = 400;

export function folded(title: string, content: Markup, open = false): Markup {
  return html`<details ${open ? html`open` : NOTHING}>
    <summary>${title}</summary>
    ${content}
  </details>`;
}

/** `… 12 more lines: WHERE.`, where there are more than a list holds. */
export function rest(all: number, one: string, where: string): Markup {
  return all <= MOST ? NOTHING : html`<p class="faint">… ${counted(all - MOST, `more ${one}`)}: ${where}.</p>`;
}

/** A table that scrolls by itself where it is too wide; every row has as many cells as there are heads. */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly Markup[])[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads.map((text) => html`<th scope="col">${text}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

export function badge(kind: 'new' | 'gone' | 'kept' | 'same', text: string): Markup {
  return html`<span class="badge ${kind}">${text}</span>`;
}

/** The hyphen of a terminal as the minus that it stands for. */
export function minus(sign: string): string {
  return sign === '-' ? '−' : sign;
}

export function note(text: string): Markup {
  return html`<p class="note"><strong>Note:</strong> ${text}.</p>`;
}

/** Lines about people as tables: the first ones open, more of them folded. The effect, then as many cells as there are other heads. */
export function effectTables(title: string, heads: readonly string[], lines: readonly SignedLine[]): Markup {
  const part = (caption: string, some: readonly SignedLine[]): Markup =>
    table(
      caption,
      ['Effect', ...heads],
      some.map((line) => effectCells(line).slice(0, heads.length + 1)),
    );
  const more = lines.slice(OPEN, MOST);
  const others = more.length === 0 ? NOTHING : folded(counted(more.length, 'more line'), part(`${title}, more`, more));
  return html`${part(title, lines.slice(0, OPEN))} ${others} ${rest(lines.length, 'line', 'the map finds each person')}`;
}

function effectCells({ sign, cells: [who, verb, ...others] }: SignedLine): readonly Markup[] {
  const kind = sign === '+' ? 'new' : sign === '-' ? 'gone' : 'kept';
  return [badge(kind, `${minus(sign)} ${verb}`), ...[who, ...others].map((cell) => html`${cell}`)];
}
