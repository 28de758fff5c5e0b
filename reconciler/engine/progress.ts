/** What is left of an apply: as its plan said, or by the pace that is seen where the services are faster or slower. */

import type { Course } from './forecast.ts';

export interface Left {
  readonly calls: number;
  readonly seconds: number;
}

export interface Way {
  /** As the plan said. */
  readonly course: Course;
  /** Changes that have ended. */
  readonly ended: number;
  /** Calls since the first change. */
  readonly made: number;
  /** Seconds since the first change. */
  readonly elapsed: number;
}

/** Before anything was seen it is as if so much of the time had gone as planned: one odd change is no pace. */
const SHARE_AS_PLANNED = 0.1;

export function leftOf({ course, ended, made, elapsed }: Way): Left {
  const planned = course.ends[ended - 1] ?? 0;
  const start = Math.max(1, SHARE_AS_PLANNED * course.seconds);
  const pace = (start + elapsed) / (start + planned);
  return {
    calls: Math.max(0, course.calls - made),
    seconds: Math.round((course.seconds - planned) * pace),
  };
}
