/** A report as one page: nothing is loaded, nothing but its own script and style may run. */

import { createHash } from 'node:crypto';
import type { MapDocument } from './map.types.ts';
import type { Markup } from './markup.ts';
import { dataElement, html, ownElement } from './markup.ts';

/** The page's own script and style; neither ends its element. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

export interface PageParts {
  /** Of the window and of the page. All text is shown text (`escape.ts`). */
  readonly title: string;
  readonly eyebrow: string;
  readonly target: string;
  /** In order; the map is one of them. */
  readonly sections: readonly Section[];
  readonly map: MapDocument;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Markup;
}

/** The whole document, with a line end. */
export function pageText({ title, eyebrow, target, sections, map }: PageParts, { script, style }: PageAssets): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · ${eyebrow}</title>
        ${ownElement('style', style)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top">
          <div class="wide">
            <div>
              <p class="eyebrow">${eyebrow}</p>
              <h1>${title}</h1>
              <p class="target">${target}</p>
            </div>
            <div id="theme"></div>
          </div>
        </header>
        <div class="wide">
          <nav aria-label="Parts of the page">
            <ul>
              ${sections.map(({ id, title: text }) => html`<li><a href="#${id}">${text}</a></li>`)}
            </ul>
          </nav>
          <main id="main">${sections.map(sectionMarkup)}</main>
        </div>
        ${dataElement('data', map)} ${ownElement('script', script)}
      </body>
    </html> `;
  return page.markup;
}

function sectionMarkup({ id, title, content }: Section): Markup {
  return html`<section class="card" id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${content}
  </section> `;
}

/** Where the page's script builds the map. */
export const MAP_SECTION: Section = {
  id: 'map',
  title: 'Map',
  content: html`<p id="no-script">
      The map needs JavaScript, of which this page brings its own. All else is here without it.
    </p>
    <div id="map-app" hidden></div>`,
};

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
