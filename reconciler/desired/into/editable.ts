/** Opening a part that is edited in place, which some parts cannot be though their values can be read. */

import type { Result } from '../../core/issue.ts';
import { lineStarts, position } from '../node.ts';
import type { SyntaxMistake } from '../yaml-document.ts';
import { documentOf } from '../yaml-document.ts';
import type { EditedPart } from './part.ts';
import { partOf } from './part.ts';

/**
 * A part as it stands. `yaml`, by which it is edited, does not take all that the quick reader takes: the issue says where, and what to do.
 * `shown` is how people know the file.
 */
export function openToEdit(path: string, shown: string, text: string): Result<EditedPart> {
  const lone = text.search(/\r(?!\n)/u);
  if (lone !== -1) {
    const message = 'a line ends with a carriage return alone';
    return refused(shown, text, { offset: lone, message, hint: 'end each line with a line feed' });
  }
  const read = documentOf(text, { keepSourceTokens: true });
  if (read.ok) return { ok: true, value: partOf(path, text, read.document), warnings: [] };
  // The first mistake is often the cause of the others.
  const [first] = read.mistakes;
  return refused(shown, text, { ...first, hint: 'not every reader of YAML takes that; write it more plainly' });
}

function refused(file: string, text: string, { offset, message, hint }: Required<SyntaxMistake>): Result<EditedPart> {
  const issue = {
    code: 'USAGE_EXPORT',
    severity: 'error',
    message: `this file cannot be edited in place, so nothing was written: ${message}`,
    hint,
    at: position({ source: { file, lines: lineStarts(text) }, offset }),
  } as const;
  return { ok: false, issues: [issue] };
}
