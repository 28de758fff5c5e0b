/** What the file says of grants beside what they grant, for people: another end, another reason, an end that is near. */

import { parseInstant } from '../core/time.ts';
import type { Plan } from '../core/plan.types.ts';
import type { GrantsOfEntry, Term } from '../core/terms.ts';
import { lastDay } from './causes.ts';
import { shown } from './escape.ts';
import type { Block, Paint } from './layout.ts';
import { signedTable } from './layout.ts';
import type { AccountName } from './names.ts';
import { keyParts, thingName } from './names.ts';
import { counted } from '../core/counted.ts';

export const ENDING = 'Ending in the next 14 days';

/** One line for each entry of the file whose grants have another end or reason than the base gives them. */
export function termBlocks({ terms = [] }: Pick<Plan, 'terms'>, account: AccountName, paint: Paint): readonly Block[] {
  return signedTable(
    terms.map((grants) => ({
      sign: '~',
      cells: [grantsText(grants, account), changeText(grants.before, grants.after), placeText(grants), '', ''],
    })),
    paint,
  );
}

/** One line for each entry of the file whose grants end soon. */
export function endingBlocks(
  { ending = [] }: Pick<Plan, 'ending'>,
  account: AccountName,
  paint: Paint,
): readonly Block[] {
  return signedTable(
    ending.map((grants) => ({
      sign: '!',
      cells: [
        grantsText(grants, account),
        `until ${dayOf(grants.expires)}`,
        reasonText(grants.reason),
        placeText(grants),
        '',
      ],
    })),
    paint,
  );
}

/** `1 grant` or `3 grants`, of which the plan says that their end or reason is another. */
export function termsText({ terms = [] }: Pick<Plan, 'terms'>): string {
  return counted(
    terms.reduce((sum, { ids }) => sum + ids.length, 0),
    'grant',
  );
}

const FEW = 3;

/** `Auditor for group auditors on 412 accounts`, `contractor in group developers`. */
function grantsText({ ids }: GrantsOfEntry, account: AccountName): string {
  const [first] = ids;
  const [kind, set, , type, principal] = keyParts(first);
  if (kind === 'authorization') return `CodeWhisperer for ${thingName(first, account)}`;
  if (kind !== 'assignment') return thingName(first, account);
  const accounts = ids.map((id) => account(keyParts(id)[2]));
  const where = accounts.length > FEW ? counted(accounts.length, 'account') : accounts.join(', ');
  return `${shown(set)} on ${where} for ${type} ${shown(principal)}`;
}

function changeText(before: Term, after: Term): string {
  const parts = [
    before.expires === after.expires ? '' : `${endText(before)} → ${endText(after)}`,
    before.reason === after.reason
      ? ''
      : `reason ${reasonText(before.reason) || 'none'} → ${reasonText(after.reason) || 'none'}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function endText({ expires }: Term): string {
  return expires === undefined ? 'without an end' : `until ${dayOf(expires)}`;
}

function dayOf(instant: string): string {
  return lastDay(parseInstant(instant));
}

function reasonText(reason: string | undefined): string {
  return reason === undefined ? '' : `“${shown(reason, 200)}”`;
}

function placeText({ at }: GrantsOfEntry): string {
  return at === undefined ? '' : `${shown(at.file, 200)}:${at.line}`;
}
