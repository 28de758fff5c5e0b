/** Who calls: access keys bound to an account, a role and what that role may do. */

import { hexOf } from './ids.ts';
import { own } from './json.ts';
import type { World } from './world.types.ts';

export interface Caller {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  /** Globs of IAM actions. */
  readonly actions: readonly string[];
  /** A session that AssumeRole gave: sessions made from it may last an hour at most. */
  readonly assumed: boolean;
}

/** A session that AssumeRole gave. */
export interface Session {
  readonly caller: Caller;
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** A caller in a role's session. */
export function roleCaller(options: {
  readonly account: string;
  readonly role: string;
  readonly session: string;
  readonly actions: readonly string[];
  readonly assumed: boolean;
}): Caller {
  const { account, role, session, actions, assumed } = options;
  return {
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    userId: `AROA${hexOf(17, 'role', account, role).toUpperCase()}:${session}`,
    actions,
    assumed,
  };
}

/** The caller of a key that is not a session's: as the state says, else an administrator of the management account. */
export function callerOfKey(world: World, accessKeyId: string): Caller {
  const named = own(world.principals, accessKeyId);
  if (named !== undefined) {
    return roleCaller({ session: 'simulator', ...named, assumed: false });
  }
  const account = world.organization.managementAccount;
  return {
    account,
    arn: `arn:aws:iam::${account}:user/administrator`,
    userId: `AIDA${hexOf(17, 'user', account).toUpperCase()}`,
    actions: ['*'],
    assumed: false,
  };
}

/** Whether the caller may do that IAM action. Actions compare without case, as IAM does. */
export function mayDo(caller: Caller, action: string): boolean {
  return caller.actions.some((glob) => matchesGlob(glob.toLowerCase(), action.toLowerCase()));
}

/** `*` any characters, `?` one; the whole text. */
export function matchesGlob(glob: string, text: string): boolean {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/gu, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 'su').test(text);
}
