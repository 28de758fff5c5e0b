/** Operations as an apply starts and watches them (`aws/operations.ts`, `aws/statuses.ts`), on a stage. */

import type { PlaceQueue } from '../aws/places.ts';
import { createPlaceQueue } from '../aws/places.ts';
import { expectedAfter, pauseBefore } from '../aws/statuses.ts';
import type { Operation, OperationSort } from '../core/forecast.ts';
import type { Stage } from './forecast-stage.ts';

const SERVICE = 'sso-admin';

interface Watched {
  readonly began: number;
  readonly ends: number;
  /** How long it was under way when it was last seen so. */
  seen: number;
  readonly done: () => void;
}

/** Carries out an operation when there is a place for it; tells when the run has seen its end. */
export function createOperationsOn(stage: Stage): (operation: Operation, done: () => void) => void {
  const places: PlaceQueue = createPlaceQueue();
  const watches: { readonly [sort in OperationSort]: (watched: Watched) => void } = {
    creation: createWatchOn(stage),
    deletion: createWatchOn(stage),
    provisioning: createWatchOn(stage),
  };
  return ({ sort, accounts, seconds }, done) => {
    const claim = { pool: sort === 'provisioning' ? sort : 'assignment', accounts } as const;
    places.enter(claim, () => {
      stage.call(SERVICE, () => {
        const began = stage.now();
        const left = (): void => {
          places.leave(claim);
          done();
        };
        watches[sort]({ began, ends: began + seconds * 1_000, seen: 0, done: left });
      });
    });
  };
}

/** One list of what is in progress for each look, and one look at each that left it. */
function createWatchOn(stage: Stage): (watched: Watched) => void {
  const watched = new Set<Watched>();
  let expected = 0;
  let watching = false;

  function rest(): void {
    watching = watched.size > 0;
    if (!watching) return;
    const oldest = Math.max(...[...watched].map(({ began }) => stage.now() - began));
    stage.after(pauseBefore(oldest, expected), look);
  }

  function look(): void {
    const items = [...watched];
    stage.call(SERVICE, () => {
      const ended = items.filter(({ ends }) => ends <= stage.now());
      for (const item of items) if (item.ends > stage.now()) item.seen = stage.now() - item.began;
      let open = ended.length;
      if (open === 0) rest();
      for (const item of ended) {
        stage.call(SERVICE, () => {
          expected = expectedAfter(expected, item.seen);
          watched.delete(item);
          item.done();
          open -= 1;
          if (open === 0) rest();
        });
      }
    });
  }

  return (item) => {
    watched.add(item);
    if (!watching) rest();
  };
}
