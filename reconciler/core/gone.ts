/**
 * Users and groups that no longer exist, as plans name them: `~` and the AWS id (DESIGN section 2, References). A name may
 * begin with `~` too, and is somebody's: only an id of the directory behind it tells that nobody is there.
 */

/** An id of the identity store (model of identitystore, `ResourceId`). */
const GONE = /^~(?:[0-9a-f]{10}-)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;

/** What stands for a user or group of that id in the place of a name. */
export function goneName(id: string): string {
  return `~${id}`;
}

/** Whether it stands for somebody who no longer exists. */
export function isGone(name: string): boolean {
  return name.startsWith('~') && GONE.test(name);
}

/** The id of somebody who no longer exists; `undefined` for a name. */
export function idOfGone(name: string): string | undefined {
  return isGone(name) ? name.slice(1) : undefined;
}
