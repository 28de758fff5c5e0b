/** Operations as an apply starts and watches them (`aws/operations.ts`, `aws/statuses.ts`), on a stage. */

import type { PlaceQueue } from '../aws/places.ts';
import { createPlaceQueue } from '../aws/places.ts';
import type { Operation, OperationSort } from '../core/forecast.ts';
import type { Begun } from '../core/looks.ts';
import { createLooks } from '../core/looks.ts';
import type { Stage } from './forecast-stage.ts';

const SERVICE = 'sso-admin';

interface Watched extends Begun {
  readonly ends: number;
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
  const looks = createLooks<Watched>();
  let watching = false;

  function rest(): void {
    const pause = looks.pause(stage.now());
    watching = pause !== undefined;
    if (pause !== undefined) stage.after(pause, look);
  }

  function look(): void {
    const items = looks.open();
    stage.call(SERVICE, () => {
      const ended = items.filter(({ ends }) => ends <= stage.now());
      for (const item of items) if (item.ends > stage.now()) looks.found(item, stage.now());
      let open = ended.length;
      if (open === 0) rest();
      for (const item of ended) {
        stage.call(SERVICE, () => {
          looks.end(item);
          item.done();
          open -= 1;
          if (open === 0) rest();
        });
      }
    });
  }

  return (item) => {
    looks.begin(item);
    if (!watching) rest();
  };
}
