/** The seam between the pure middle and a service: a `Kind` is what the core must know, a `Driver` what only AWS can do. */

import type { Fields } from './json.ts';
import type { Key, KindName } from './key.ts';
import type { LiveResource, Resource } from './resource.ts';

/**
 * What this run needs to be read. A key among `keys` is read with all that belongs to it: a permission set with its
 * content and its assignments, a group with its members, a user (one that is to be removed) with its memberships and
 * grants. A kind in `whole` is read entirely.
 */
export interface Scope {
  readonly keys: ReadonlySet<Key>;
  readonly whole: ReadonlySet<KindName>;
  /** Users and groups of which every grant is read, whatever its permission set; absent: those among `keys`. */
  readonly holders?: ReadonlySet<Key>;
  /** What is read of the assignments of permission sets, by the set's key; one among `keys` that is not here: all of them. */
  readonly grants?: ReadonlyMap<Key, GrantsWanted>;
  /** Permission sets of which the grants of the holders are read: keys; absent: of all. */
  readonly within?: ReadonlySet<Key>;
  /** For reading back: just these resources are read, by the cheapest calls, without what belongs to them; `keys` and `whole` are then empty. */
  readonly only?: ReadonlySet<Key>;
}

/** Which grants of one permission set a run needs to know. */
export interface GrantsWanted {
  /** `everybody`: all grants of the set; `named`: only those in the list `named`. */
  readonly of: 'everybody' | 'named';
  /** Keys of the grants that the file gives, or gave until their time had passed. */
  readonly named: readonly Key[];
  /** Whether grants on an account (12 digits) are wanted. */
  on(account: string): boolean;
  /** The accounts to ask (12 digits each); absent: all where the set is provisioned. */
  readonly accounts?: ReadonlySet<string>;
}

/** The ref of a live or just created resource; throws when there is none. */
export type RefOf = (key: Key) => Fields;

/** How undeclared tags of a declared thing are treated (`unmanaged.tags`). */
export interface SettlePolicy {
  readonly tags: 'ignore' | 'report' | 'remove';
}

/** What the pure core knows of a kind. */
export interface Kind {
  readonly name: KindName;
  /** Fields that cannot change in place: a difference in one of them is a `replace`. */
  readonly fixed: readonly string[];
  /** Fields that only tell what another thing does to this one: no change asks for them. Absent: there are none. */
  readonly told?: readonly string[];
  /** Two changes of this kind with the same lane never run at the same time; absent: any two may. */
  lane?(spec: Fields): string;
  /**
   * A thing whose own change, while it runs, would only keep this one waiting inside the driver. This one is then not
   * started before that has ended, so that it does not take up a place. Absent: there is no such thing.
   */
  behind?(spec: Fields): Key;
  /**
   * The desired spec made comparable with what is live: fields that the file leaves as they are are taken from there.
   * After it, plain equality decides whether there is a change.
   */
  settle(desired: Fields, live: Fields, policy: SettlePolicy): Fields;
  /** Whether the change can give somebody more than they had. */
  widens(before: Fields | undefined, after: Fields | undefined): boolean;
  /** Writing calls that AWS needs for the change, for the forecast. */
  writes(before: Fields | undefined, after: Fields | undefined): number;
}

/** The kind of a resource; every resource that reaches the core has one of `kinds/index.ts`. */
export type KindOf = (name: KindName) => Kind;

/** Effects of one kind on the service. Each call resolves when the service has finished, not when it has accepted. */
export interface Driver<S extends Fields = Fields> {
  read(scope: Scope): Promise<readonly LiveResource<S>[]>;
  create(after: Resource<S>, refOf: RefOf): Promise<Fields>;
  /** Resolves to the ref as it is afterwards. */
  update(before: LiveResource<S>, after: Resource<S>, refOf: RefOf): Promise<Fields>;
  remove(before: LiveResource<S>, refOf: RefOf): Promise<void>;
}
