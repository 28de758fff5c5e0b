/** Reading back single assignments after they were written, with the ids that the run knows. */

import type { Named } from '../../aws/by-name.ts';
import type { AwsSession } from '../../aws/session.ts';
import { idOfGone } from '../../core/gone.ts';
import { grouped } from '../../core/grouped.ts';
import type { Key, PrincipalType } from '../../core/key.ts';
import { keysOf, partsOf, permissionSetKey, principalKey } from '../../core/key.ts';
import { readPair } from './lists.ts';
import { type Live, liveResource } from './live.ts';

/** Those of the keys that are live: one list for each pair of account and set. */
export async function readOnly(session: AwsSession, only: ReadonlySet<Key>): Promise<readonly Live[]> {
  const wanted = keysOf(only, 'assignment').flatMap((key) => wantedRow(session, key));
  const pairs = grouped(wanted, ({ arn, account }) => `${arn} ${account}`);
  const found = await Promise.all(
    [...pairs.values()].map(async (rows) => {
      const [first] = rows;
      if (first === undefined) return [];
      const live = await readPair(session, first.arn, first.account);
      const ids = new Set(live.map(({ PrincipalType: type, PrincipalId: id }) => `${type} ${id}`));
      return rows.filter(({ type, id }) => ids.has(`${type.toUpperCase()} ${id}`));
    }),
  );
  return found
    .flat()
    .map(({ arn, account, id, type, set, principal }) =>
      liveResource({ AccountId: account, PermissionSetArn: arn, PrincipalId: id }, type, set, principal),
    );
}

interface WantedRow {
  readonly arn: string;
  readonly set: Named;
  readonly account: string;
  readonly type: PrincipalType;
  readonly id: string;
  /** Absent for a principal that no longer exists. */
  readonly principal: Named | undefined;
}

/** Nothing for what this run knows no ids of: it cannot have written it. */
function wantedRow({ names }: AwsSession, key: Key): readonly WantedRow[] {
  const [setName = '', account = '', word = '', principalName = ''] = partsOf(key);
  const type: PrincipalType = word === 'user' ? 'user' : 'group';
  const principal = { name: principalName, key: principalKey(type, principalName) };
  const goneId = idOfGone(principalName);
  const id = goneId ?? names.idOf(principal.key);
  const set = { name: setName, key: permissionSetKey(setName) };
  const arn = names.idOf(set.key);
  if (arn === undefined || id === undefined) return [];
  return [{ arn, set, account, type, id, principal: goneId === undefined ? principal : undefined }];
}
