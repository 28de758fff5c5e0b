// Loaded into a process before the command line (`node --import`): its clock shows another time and runs faster, and so
// do its timers. What it runs is untouched; only nobody waits for the services' quotas in real time.

/* eslint-disable no-extend-native -- the point of this file */
const { FAST_TIME_ORIGIN, FAST_TIME_START, FAST_TIME_FACTOR } = process.env;
const [origin, start, factor] = [FAST_TIME_ORIGIN, FAST_TIME_START, FAST_TIME_FACTOR].map(Number);
const RealDate = Date;
const realTimeout = setTimeout;

globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [globalThis.Date.now()] : args));
  }

  static now() {
    return Math.round(start + (RealDate.now() - origin) * factor);
  }
};
globalThis.setTimeout = (work, milliseconds, ...args) => realTimeout(work, milliseconds / factor, ...args);
