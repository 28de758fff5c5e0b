/** Removals of what nobody declared, for people: no reviewer has ever seen such a thing in a file. */

import type { Change } from '../core/change.ts';
import type { Plan } from '../core/plan.types.ts';
import type { Block, Paint } from './layout.ts';
import { signedTable } from './layout.ts';
import type { AccountName } from './names.ts';
import { KIND_WORDS, thingName } from './names.ts';

/** One line for each removal of something that the base, or the file as its own base, does not declare. */
export function undeclaredBlocks(
  { changes }: Pick<Plan, 'changes'>,
  account: AccountName,
  paint: Paint,
): readonly Block[] {
  return signedTable(
    changes.filter(isUndeclared).map(({ kind, key }) => ({
      sign: '-',
      cells: [KIND_WORDS[kind][0], thingName(key, account), 'goes: nobody declared it', '', ''],
    })),
    paint,
  );
}

function isUndeclared({ verb, origin }: Change): boolean {
  return verb === 'delete' && origin === 'drift';
}
