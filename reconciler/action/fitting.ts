/** Texts that GitHub takes: as many parts of a report as fit, the last ones left out first. */

import type { MarkdownSection } from '../report/markdown.ts';

/** Most characters of a comment or of an issue. */
export const COMMENT_ROOM = 65_536;
/** Most bytes of a job summary, with some to spare. */
export const SUMMARY_ROOM = 1_000_000;

export interface Fitted {
  readonly markdown: string;
  /** Whether every part is in it. */
  readonly whole: boolean;
}

/**
 * The parts, joined by empty lines, in `room` (as `size` counts it). Where they do not fit, parts that are not essential
 * go first, from the last one on, then essential ones but the first; `note` then takes their place at the end.
 */
export function fitted(
  sections: readonly Pick<MarkdownSection, 'markdown' | 'essential'>[],
  room: number,
  note: string,
  size: (text: string) => number = (text) => text.length,
): Fitted {
  const all = joined(sections.map(({ markdown }) => markdown));
  if (size(all) <= room) return { markdown: all, whole: true };
  const left = sections.map((section, index) => ({ ...section, index, bytes: size(section.markdown) + 2 }));
  let used = left.reduce((sum, { bytes }) => sum + bytes, size(note));
  const droppable = [
    ...left.filter(({ essential }) => !essential).reverse(),
    ...left.filter(({ essential, index }) => essential && index > 0).reverse(),
  ];
  const dropped = new Set<number>();
  for (const { index, bytes } of droppable) {
    if (used <= room) break;
    dropped.add(index);
    used -= bytes;
  }
  const kept = left.filter(({ index }) => !dropped.has(index)).map(({ markdown }) => markdown);
  return { markdown: joined([...kept, note]), whole: false };
}

function joined(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}
