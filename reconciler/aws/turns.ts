/**
 * Turns at one permission set: its content changes alone, its assignments together. An assignment that AWS carries out
 * between a policy and the provisioning that follows would be left with the older version, and nobody would know.
 */

export interface Turns {
  /** Work that may run beside other shared work at the same thing. */
  shared<T>(thing: string, work: () => Promise<T>): Promise<T>;
  /** Work that waits for all before it, and lets nothing begin until it has ended. */
  alone<T>(thing: string, work: () => Promise<T>): Promise<T>;
}

interface Queue {
  /** Settles when the last lone work has ended. */
  lone: Promise<unknown>;
  /** The ends of shared work that began since and has not ended. */
  shared: Set<Promise<unknown>>;
}

export function createTurns(): Turns {
  const queues = new Map<string, Queue>();
  const queueOf = (thing: string): Queue => {
    const queue = queues.get(thing) ?? { lone: Promise.resolve(), shared: new Set<Promise<unknown>>() };
    queues.set(thing, queue);
    return queue;
  };
  return {
    shared: (thing, work) => {
      const queue = queueOf(thing);
      const running = queue.lone.then(work);
      const { shared } = queue;
      const ended: Promise<unknown> = running.then(
        () => shared.delete(ended),
        () => shared.delete(ended),
      );
      shared.add(ended);
      return running;
    },
    alone: (thing, work) => {
      const queue = queueOf(thing);
      const running = Promise.all([queue.lone, ...queue.shared]).then(work);
      queue.lone = running.catch(() => undefined);
      queue.shared = new Set();
      return running;
    },
  };
}
