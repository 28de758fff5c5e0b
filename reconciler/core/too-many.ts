/** Tags and notifications of a thing that, with those that nobody declared and that stay, are more than the service takes. */

import type { Change } from './change.ts';
import type { Issue } from './issue.ts';
import type { Json } from './json.ts';
import { isObject } from './policy.ts';
import { isOfAws } from './tags.ts';

interface Count {
  readonly what: string;
  readonly count: number;
  /** The service's (reference, section 1.2; that of the control plane, section 4). */
  readonly most: number;
  readonly hint: string;
}

const HINT_OF_TAGS = 'set `unmanaged.tags: remove`, or take tags away that nobody needs';
const HINT_OF_NOTIFICATIONS = 'take those away that nobody needs in the console, or declare fewer';

/** An error for each update that would leave a thing with too many. What the file alone asks for is within the limits, or it would not have validated. */
export function tooMany(changes: readonly Change[]): readonly Issue[] {
  return changes.flatMap((change): readonly Issue[] => {
    if (change.verb === 'create' || change.verb === 'delete') return [];
    const { at } = change.after;
    return change.fields
      .flatMap(({ field, after }) => countsIn(change, field, after))
      .filter(({ count, most }) => count > most)
      .map(({ what, count, most, hint }) => ({
        code: 'CONFIG_LIMIT',
        severity: 'error',
        message: `${change.key} would have ${count} ${what}, those that are live and not declared among them, and AWS takes ${most} at most`,
        hint,
        ...(at === undefined ? {} : { at }),
      }));
  });
}

function countsIn({ kind }: Change, field: string, after: Json): readonly Count[] {
  if (field === 'tags') {
    const count = namesIn(after).filter((key) => !isOfAws(key)).length;
    return [{ what: 'tags', count, most: kind === 'profile' ? 50 : 75, hint: HINT_OF_TAGS }];
  }
  if (field !== 'features') return [];
  const count = namesIn(isObject(after) ? (after['notifications'] ?? null) : null).length;
  return [{ what: 'notifications', count, most: 10, hint: HINT_OF_NOTIFICATIONS }];
}

function namesIn(value: Json): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}
