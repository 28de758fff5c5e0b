/** A folder as it would be with some files written. */

import { byCodePoint } from '../core/json.ts';
import type { Files } from '../files.ts';

/** Reads these texts, by path below the folder, in the place of what is there; writes nothing. */
export function overlaid(files: Files, texts: ReadonlyMap<string, string>): Files {
  return {
    ...files,
    list: async (endings) => {
      const { paths, issues } = await files.list(endings);
      const added = [...texts.keys()].filter((path) => endings.some((ending) => path.endsWith(ending)));
      return { paths: [...new Set([...paths, ...added])].toSorted(byCodePoint), issues };
    },
    has: async (file) => texts.has(file) || files.has(file),
    read: async (file, limit) => {
      const text = texts.get(file);
      return text === undefined ? files.read(file, limit) : { ok: true, value: text, warnings: [] };
    },
  };
}
