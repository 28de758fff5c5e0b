/** The parts of a plan's report, each as lines of text; `text.ts` and `markdown.ts` put them together. */

import type { Verb } from '../core/change.ts';
import { grouped } from '../core/grouped.ts';
import type { Issue } from '../core/issue.ts';
import { KIND_NAMES } from '../core/key.ts';
import { leavesSomeOut } from '../core/left-out.ts';
import type { PeopleEffect, Plan, Target } from '../core/plan.types.ts';
import { shown } from './escape.ts';
import { issueText } from './issues.ts';
import type { Block, Paint, SignedLine } from './layout.ts';
import { signedTable } from './layout.ts';
import type { AccountName } from './names.ts';
import { KIND_WORDS, thingName } from './names.ts';
import { personLine, signInLines, toldEffects } from './persons.ts';
import { termsText } from './terms.ts';
import { count, counted, countedPeople } from '../core/counted.ts';
import { about } from './words.ts';

/** `o-exampleorg1 · Identity Center us-east-1 · profile tooling/us-east-1`. */
export function targetText({ target }: Plan, account: AccountName): string {
  const { organization, identityCenter, profile } = target;
  return [
    shown(organization.id),
    `Identity Center ${shown(identityCenter.region)}`,
    ...(profile === undefined ? [] : [`profile ${profileText(target, account)}`]),
  ].join(' · ');
}

function profileText({ profile }: Target, account: AccountName): string {
  return profile === undefined ? '' : `${account(profile.account)}/${shown(profile.region)}`;
}

const VERBS: readonly Verb[] = ['create', 'update', 'replace', 'delete'];

/** `413 to create, 1 to update, 5 to delete; 414 may give more access`. */
export function summaryText({ summary, changes }: Pick<Plan, 'summary' | 'changes'>): string {
  const verbs = VERBS.filter((verb) => summary[verb] > 0).map((verb) => `${count(summary[verb])} to ${verb}`);
  const widening = changes.filter(({ widensAccess }) => widensAccess).length;
  return `${verbs.join(', ')}${widening === 0 ? '' : `; ${count(widening)} may give more access`}`;
}

/** Guard breaches and warnings, one line each, with their place. */
export function noticeBlocks(issues: readonly Issue[], paint: Paint): readonly Block[] {
  return issues.map((issue) => {
    const sign = issue.severity === 'error' ? paint.remove('✗') : paint.warn('!');
    const place = issue.at === undefined ? '' : `  ${paint.faint(`${shown(issue.at.file, 200)}:${issue.at.line}`)}`;
    return { lines: [`  ${sign} ${paint.faint(shown(issue.code))} ${issueText(issue)}${place}`], items: 1 };
  });
}

type PeopleParts = Pick<Plan, 'people' | 'signIns' | 'target'>;

interface PeopleOptions {
  readonly account: AccountName;
  readonly each: boolean;
  /** Most effects on access; one more of them stands for all that are left. */
  readonly most: number;
}

/** People first: a table whose lines may each tell of many effects. */
export function personBlocks(plan: PeopleParts, options: PeopleOptions & { readonly paint: Paint }): readonly Block[] {
  const { paint, each, most } = options;
  const told = toldEffects(plan.people, each);
  const blocks = signedTable(linesOf(told, plan, options), paint);
  return blocks.map((block, index) =>
    index === most && told.length > most ? { ...block, items: told.length - most } : block,
  );
}

/** The same as lines. */
export function peopleLines(plan: PeopleParts, options: PeopleOptions): readonly SignedLine[] {
  return linesOf(toldEffects(plan.people, options.each), plan, options);
}

function linesOf(
  told: readonly PeopleEffect[],
  { signIns = [], target }: PeopleParts,
  { account, each, most }: PeopleOptions,
): readonly SignedLine[] {
  return [
    ...told.slice(0, most + 1).map((effect) => personLine(effect, account, each)),
    ...signInLines(signIns, profileText(target, account), { each }),
  ];
}

/** Below the people, where somebody loses something. */
export const SESSIONS_STAY_OPEN =
  'sessions that are already open outlive this: whoever loses access keeps it there until they end';

export function losesAnything({ people, signIns = [] }: Pick<Plan, 'people' | 'signIns'>): boolean {
  return [...people, ...signIns].some(({ effect }) => effect === 'loses');
}

/** Administrators where their number changes: `AdministratorAccess on management  3 → 2 people`. */
export function administratorLines({ administrators }: Plan, account: AccountName): readonly string[] {
  return administrators
    .filter(({ before, after }) => before !== after)
    .map((held) => {
      const people = countedPeople(held.after);
      return `${shown(held.permissionSet)} on ${account(held.account)}  ${count(held.before)} → ${people}`;
    });
}

/** `! last assignee leaves Deploy on 3 accounts: …`, one line for each set. */
export function lastAssigneeBlocks({ lastAssignees }: Plan, account: AccountName, paint: Paint): readonly Block[] {
  return [...grouped(lastAssignees, ({ permissionSet }) => permissionSet)].map(([set, pairs]) => {
    const where =
      pairs.length > 3 ? counted(pairs.length, 'account') : pairs.map((pair) => account(pair.account)).join(', ');
    const text = `last assignee leaves ${shown(set)} on ${where}: the role's name changes there (EKS, trust policies)`;
    return { lines: [`  ${paint.warn('!')} ${text}`], items: 1 };
  });
}

/** `3 permission sets, 2 groups, 4 tags`. */
export function unmanagedText({ unmanaged }: Plan): string {
  const counts = grouped(
    unmanaged.filter(({ tags }) => tags === undefined),
    ({ kind }) => kind,
  );
  const things = KIND_NAMES.flatMap((kind) => {
    const number = counts.get(kind)?.length ?? 0;
    return number === 0 ? [] : [counted(number, ...KIND_WORDS[kind])];
  });
  const tags = unmanaged.flatMap((thing) => thing.tags ?? []).length;
  return [...things, ...(tags === 0 ? [] : [counted(tags, 'tag')])].join(', ');
}

/** Each unmanaged thing by its kind and name. */
export function unmanagedLines({ unmanaged }: Plan, account: AccountName): readonly string[] {
  return unmanaged.map(({ kind, key, tags }) => {
    const thing = `${KIND_WORDS[kind][0]} ${thingName(key, account)}`;
    return tags === undefined
      ? `  ${thing}`
      : `  ${tags.length === 1 ? 'tag' : 'tags'} ${tags.map((tag) => shown(tag)).join(', ')} of ${thing}`;
  });
}

/** `425 writing calls, about 50 min at the quota`. */
export function forecastText({ forecast }: Plan): string {
  return `${counted(forecast.writes, 'writing call')}, ${about(forecast.seconds)} at the quota`;
}

/** A plan without changes is not called empty when what the file says of its grants is not what the base says. */
export function noChangesText(plan: Pick<Plan, 'terms' | 'warnings'>): string {
  if (leavesSomeOut(plan)) return 'No changes here, though more is due, as the warnings say.';
  if (plan.terms === undefined) return 'No changes: what is live is as declared.';
  return `No changes to what is live, but ${termsText(plan)} with another end or reason than in the base, as listed above.`;
}

export const NO_DIGEST = 'none, since a guard refuses this plan: nothing of it can be applied';
