/** HTML in which text is always text: whatever is put into a template is escaped, unless it is markup itself. */

export interface Markup {
  readonly markup: string;
}

type Piece = string | number | Markup | readonly Markup[];

/** A template of HTML. Values may stand between tags and inside quoted attributes. */
export function html(texts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return { markup: texts.reduce((all, text, index) => `${all}${piece(pieces[index - 1] as Piece)}${text}`) };
}

function piece(value: Piece): string {
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (character) => String(ENTITIES[character]));
}

/** Nothing. */
export const NOTHING: Markup = { markup: '' };

/** Data in a script element that is no script. No character of it ends the element, opens a comment, or ends a line of JavaScript. */
export function dataElement(id: string, data: unknown): Markup {
  const json = JSON.stringify(data).replaceAll(
    /[<>&\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return { markup: `<script type="application/json" id="${id}">${json}</script>` };
}

/** A script or a style of the page's own: the very text, since the page's policy has its hash. */
export function ownElement(name: 'script' | 'style', text: string): Markup {
  return { markup: `<${name}>${text}</${name}>` };
}
