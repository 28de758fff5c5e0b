/** The figures as rows of the table, and each promise of speed with whether it holds. */

import type { ApplyCost, Cost } from './count.ts';
import { SIZES, type SizeName, thingsIn } from './organisation.ts';
import type { UsageOfPlan } from './processes.ts';
import { exponent, type Row } from './table.ts';
import type { WriterFigures } from './writer.ts';

/** How grants are read: by every pair of account and set, or by those who hold something. */
export type Reading = 'thorough' | 'quick';

export type Plan = Cost & { readonly usage: UsageOfPlan };

export interface Figures {
  readonly size: SizeName;
  /** The thorough plan of the largest size is measured when it is asked for. */
  readonly plans: {
    readonly quick: Plan;
    /** By the usual way, where the file does not want to hear of undeclared grants. */
    readonly ignoring: Cost;
    readonly thorough?: Plan;
  };
  /** Absent when it was not asked for, with the plan after it. */
  readonly applied?: { readonly apply: ApplyCost; readonly replan: Cost };
  /** Calls of the replayed pattern. */
  readonly replay: Readonly<Record<string, number>>;
}

/** Calls a second to each of the two directories: what a run takes of the quota of 20. */
const RATE = 10;

function boundOf({ size }: Figures, reading: Reading): number {
  return SIZES[size].bounds[reading] + SIZES[size].sets;
}

function replayCalls({ replay }: Figures): number {
  return Object.values(replay).reduce((total, count) => total + count, 0);
}

function timesFewer(one: Figures, reading: Reading | 'ignoring'): number | undefined {
  const plan = one.plans[reading];
  return plan === undefined ? undefined : replayCalls(one) / plan.calls;
}

/** The two services are called at the same time, so the one with more calls tells. */
function replaySeconds({ replay }: Figures): number {
  const services = new Map<string, number>();
  for (const [name, count] of Object.entries(replay)) {
    const service = name.slice(0, name.indexOf(':'));
    services.set(service, (services.get(service) ?? 0) + count);
  }
  return Math.max(...services.values()) / RATE;
}

export function rows(figures: readonly Figures[]): readonly Row[] {
  const row = (
    title: string,
    of: (one: Figures) => number | undefined,
    rest: Omit<Row, 'title' | 'values'> = {},
  ): Row => ({
    title,
    values: figures.map(of),
    ...rest,
  });
  const readings = [
    { reading: 'quick', what: 'plan, quick' },
    { reading: 'thorough', what: 'plan, thorough' },
  ] as const;
  const fewer = (reading: Reading | 'ignoring'): Row =>
    row('… the replay makes so many times more', (one) => timesFewer(one, reading), {
      digits: 1,
      unit: '×',
      still: true,
    });
  return [
    row('things, declared and live', ({ size }) => thingsIn(SIZES[size])),
    row('calls: plan, undeclared grants ignored', ({ plans }) => plans.ignoring.calls),
    fewer('ignoring'),
    ...readings.flatMap(({ reading, what }) => [
      row(`calls: ${what}`, ({ plans }) => plans[reading]?.calls),
      row('… the cheapest there is', (one) => boundOf(one, reading)),
      fewer(reading),
    ]),
    row('calls: replay of a Terraform refresh', replayCalls),
    row('calls: apply', ({ applied }) => applied?.apply.calls),
    row('… as its plan said', ({ applied }) => applied?.apply.forecast.calls),
    row('… changes in it', ({ applied }) => applied?.apply.changes),
    row('calls: plan after the apply', ({ applied }) => applied?.replan.calls),
    row('time at the quota: plan, undeclared ignored', ({ plans }) => plans.ignoring.seconds, { unit: ' s' }),
    ...readings.map(({ reading, what }) =>
      row(`time at the quota: ${what}`, ({ plans }) => plans[reading]?.seconds, { unit: ' s' }),
    ),
    row('time at the quota: replay', replaySeconds, { unit: ' s' }),
    row('time at the quota: apply', ({ applied }) => applied?.apply.seconds, { unit: ' s' }),
    row('… as its plan said', ({ applied }) => applied?.apply.forecast.seconds, { unit: ' s' }),
    ...readings.flatMap(({ reading, what }) => [
      row(`processor time: ${what}`, ({ plans }) => plans[reading]?.usage.seconds, { digits: 1, unit: ' s' }),
      row('… times that of Node alone', ({ plans }) => plans[reading]?.usage.timesBare, { unit: '×', still: true }),
      row(`peak memory: ${what}`, ({ plans }) => plans[reading]?.usage.megabytes, { unit: ' MiB' }),
    ]),
  ];
}

export interface Measured {
  readonly figures: readonly Figures[];
  readonly writers: readonly WriterFigures[];
  /** Milliseconds. */
  readonly start: { readonly bare: number; readonly validate: number };
}

const TIMES_FEWER: { readonly [name in SizeName]: number } = { S: 4, M: 20, L: 30 };
const SECONDS_AT_MOST: { readonly [name in SizeName]: number } = { S: 3, M: 3, L: 20 };
const MEGABYTES_AT_MOST: { readonly [name in SizeName]: number } = { S: 400, M: 400, L: 1_024 };
/** Fixed costs make figures grow slower than their number of things; noise must not make one fail. */
const LINEAR = 1.05;

/** One line for each promise: `holds` or `DOES NOT HOLD`, and the figures. */
export function promises({ figures, writers, start }: Measured): readonly string[] {
  return [
    ...figures.flatMap(promisesOf),
    ...writers.flatMap(promisesOfWriter),
    line(
      start.validate <= 2 * start.bare + 150,
      `start: validate in ${start.validate.toFixed(0)} ms, at most twice the ${start.bare.toFixed(0)} ms of node -e 0 and 150 ms`,
    ),
    ...growth(figures),
  ];
}

function line(holds: boolean, text: string): string {
  return `${holds ? 'holds        ' : 'DOES NOT HOLD'}  ${text}`;
}

function promisesOf(one: Figures): readonly string[] {
  const { size, plans, applied } = one;
  const fewer = Math.min(timesFewer(one, 'quick') ?? 0, timesFewer(one, 'ignoring') ?? 0);
  const ratios = (['quick', 'thorough'] as const).flatMap((reading) => {
    const plan = plans[reading];
    return plan === undefined ? [] : { reading, ratio: plan.calls / boundOf(one, reading) };
  });
  const known = plans.ignoring.calls / SIZES[size].bounds.quick;
  const { usage } = plans.quick;
  return [
    line(
      ratios.every(({ ratio }) => ratio <= 1.1),
      `${size}: ${ratios.map(({ reading, ratio }) => `${ratio.toFixed(2)} (${reading})`).join(' and ')} times the calls of the cheapest read, at most 1.1`,
    ),
    line(
      known <= 1.1,
      `${size}: ${known.toFixed(2)} times the calls of the cheapest read by principals where undeclared grants are ignored, at most 1.1`,
    ),
    line(
      fewer >= TIMES_FEWER[size],
      `${size}: ${fewer.toFixed(1)} times fewer calls than the replay (quick, or undeclared grants ignored), at least ${TIMES_FEWER[size]}`,
    ),
    ...(applied === undefined ? [] : [promiseOfForecast(size, applied.apply)]),
    line(
      usage.seconds <= SECONDS_AT_MOST[size] && usage.megabytes <= MEGABYTES_AT_MOST[size],
      `${size}: plan (quick) in ${usage.seconds.toFixed(1)} s of processor time (${usage.timesBare.toFixed(0)} times that of Node alone) and ${usage.megabytes.toFixed(0)} MiB, at most ${SECONDS_AT_MOST[size]} s and ${MEGABYTES_AT_MOST[size]} MiB`,
    ),
  ];
}

function promisesOfWriter({ calm, throttled, bound, same, size: { operation } }: WriterFigures): readonly string[] {
  const longer = throttled.seconds / calm.seconds - 1;
  const who = `writer, ${operation} s for an operation`;
  return [
    line(
      calm.writing <= bound * 1.15,
      `${who}: 1,000 assignments on 200 accounts in ${calm.writing.toFixed(0)} s, at most 1.15 times the ${bound} s that places or calls take`,
    ),
    line(
      same && longer < 0.5,
      `${who}: with a tenth of the calls throttled ${same ? 'the same' : 'ANOTHER'} result and ${(longer * 100).toFixed(0)} % longer, at most 50 %`,
    ),
  ];
}

function promiseOfForecast(size: SizeName, apply: ApplyCost): string {
  const [calls, seconds] = [apply.forecast.calls / apply.calls - 1, apply.forecast.seconds / apply.seconds - 1];
  const off = Math.max(Math.abs(calls), Math.abs(seconds));
  return line(off <= 0.2, `${size}: the forecast of the apply is off by ${(off * 100).toFixed(0)} %, at most 20 %`);
}

function growth(figures: readonly Figures[]): readonly string[] {
  if (figures.length < 2) return [];
  const sizes = figures.map(({ size }) => size);
  const steep = rows(figures)
    .filter(({ still, title }) => still !== true && !title.includes('replay'))
    .map(({ title, values }) => ({ title, grows: exponent(sizes, values) ?? 0 }))
    .toSorted((a, b) => b.grows - a.grows)[0];
  const { title = '', grows = 0 } = steep ?? {};
  return [
    line(grows <= LINEAR, `growth: nothing faster than n to the ${grows.toFixed(2)} (${title}), at most ${LINEAR}`),
  ];
}
