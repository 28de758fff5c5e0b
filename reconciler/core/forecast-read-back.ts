/** Calls that reading back takes: what was written is read once more, each kind in its cheapest way. */

import type { Change } from './change.ts';
import { subjectOf } from './change.ts';
import type { Calls } from './forecast.ts';
import type { KindName } from './key.ts';
import type { AssignmentSpec, MembershipSpec } from './resource.ts';

/** People and groups in the directory. */
export interface Directory {
  readonly users: number;
  readonly groups: number;
}

const PAGE = 100;
/** So many members of one group are looked up singly; of more, the group is listed. */
const FEW_MEMBERS = 3;
/** Of one permission set: its settings, four sorts of content, tags, and where it is outdated. */
const CALLS_OF_SET = 7;
/** The assignments of the application, the claims of seats, and the people behind them. */
const CALLS_OF_AUTHORIZATIONS = 1;
const CALLS_OF_SEATS = 2;

export function readBackCalls(changes: readonly Change[], directory: Directory): Calls {
  const of = (...kinds: readonly KindName[]): readonly Change[] => changes.filter(({ kind }) => kinds.includes(kind));
  const some = (kind: KindName, calls: number): number => (of(kind).length > 0 ? calls : 0);
  const [created, sets] = [(change: Change) => change.verb === 'create', of('permission-set')];
  const users = directory.users + of('user').filter(created).length;
  const groups = directory.groups + of('group').filter(created).length;
  const setCalls = sets.reduce((total, { verb }) => total + (verb === 'delete' ? 1 : CALLS_OF_SET), 0);
  return {
    organizations: of('delegated-administrator').length + some('service-access', 1),
    identitystore:
      fewer(of('user').length, users) + fewer(of('group').length, groups) + membershipCalls(of('membership')),
    'sso-admin':
      setCalls + pairsOf(of('assignment')) + some('application', 1) + some('authorization', CALLS_OF_AUTHORIZATIONS),
    iam: of('service-linked-role').length,
    codewhisperer: of('profile', 'application', 'authorization').length > 0 ? 1 + some('profile', 1) : 0,
    'user-subscriptions': some('authorization', CALLS_OF_SEATS),
  };
}

/** One by one, or the whole list where that has fewer pages. */
function fewer(wanted: number, all: number): number {
  return Math.min(wanted, Math.ceil(all / PAGE));
}

function membershipCalls(changes: readonly Change[]): number {
  const counts = new Map<string, number>();
  for (const change of changes) {
    const { group } = subjectOf(change).spec as MembershipSpec;
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return [...counts.values()].reduce(
    (total, count) => total + (count > FEW_MEMBERS ? Math.ceil(count / PAGE) : count),
    0,
  );
}

/** One list shows everybody who holds a set on an account. */
function pairsOf(changes: readonly Change[]): number {
  const pairs = changes.map((change) => {
    const { permissionSet, account } = subjectOf(change).spec as AssignmentSpec;
    return `${account} ${permissionSet}`;
  });
  return new Set(pairs).size;
}
