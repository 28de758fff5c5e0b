/** What keeps a part from being edited in place, though its values can be read. */

import type { Issue } from '../../core/issue.ts';
import { lineStarts, position } from '../node.ts';
import { composeYaml } from '../yaml-nodes.ts';

const LONE_RETURN = /\r(?!\n)/gu;

/** Where `yaml`, by which a part is edited, does not take what the quick reader takes; `file` is how people know it. */
export function notEditable(file: string, text: string): Issue | undefined {
  const source = { file, lines: lineStarts(text.replaceAll(LONE_RETURN, '\n')) };
  const refusal = (offset: number, message: string, hint: string): Issue => ({
    code: 'USAGE_EXPORT',
    severity: 'error',
    message: `this file cannot be edited in place, so nothing was written: ${message}`,
    hint,
    at: position({ source, offset }),
  });
  const lone = text.search(LONE_RETURN);
  if (lone !== -1) return refusal(lone, 'a line ends with a carriage return alone', 'end each line with a line feed');
  const composed = composeYaml(text);
  // The first mistake is often the cause of the others.
  const [first] = composed.ok ? [] : composed.mistakes;
  return first && refusal(first.offset, first.message, 'not every reader of YAML takes that; write it more plainly');
}
