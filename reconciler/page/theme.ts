/** Light or dark, or as the system has it. */

import { button, element } from './dom.ts';

const THEMES = [
  ['', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const;

export function themeSwitch(): HTMLElement {
  const buttons = THEMES.map(([theme, text]) =>
    button(text, () => choose(theme), { 'aria-pressed': String(theme === ''), 'data-theme-choice': theme }),
  );

  function choose(theme: string): void {
    document.documentElement.dataset['theme'] = theme;
    for (const each of buttons) each.setAttribute('aria-pressed', String(each.dataset['themeChoice'] === theme));
  }

  return element('div', { class: 'theme', role: 'group', 'aria-label': 'Colours' }, ...buttons);
}
