/**
 * The switches of a profile between the file's form and the service's `optInFeatures`
 * (reference/codewhisperer-control-plane.md, section 4). What the service has beyond what is known here stays as it is.
 */

import type { Json } from '../core/json.ts';
import { sameJson } from '../core/json.ts';
import type { ProfileFeatures } from '../core/resource.ts';
import type { Members } from './private-answer.ts';

type Value = ProfileFeatures[string];

/** How one feature is written on the wire. */
interface Feature {
  /** Absent for what says nothing. */
  readonly read: (wire: Members) => Value | undefined;
  /** `live` is what the service has now, with members that are not known here. */
  readonly write: (value: Value, live: Members) => Members | readonly Members[];
}

const ON_OFF: Feature = withDetail();

const FEATURES: ReadonlyMap<string, Feature> = new Map([
  ['dashboardAnalytics', ON_OFF],
  ['promptLogging', withDetail('s3Uri')],
  ['byUserAnalytics', withDetail('s3Uri')],
  ['notifications', { read: readNotifications, write: writeNotifications }],
  ['workspaceContext', ON_OFF],
  ['mcpConfiguration', withDetail('mcpRegistryUrl')],
  ['overageConfiguration', { read: readOverage, write: writeOverage }],
  ['autonomousAgents', ON_OFF],
  ['webTools', ON_OFF],
]);

/** The known features of `optInFeatures`, in the file's form. */
export function readFeatures(wire: Members): ProfileFeatures {
  return Object.fromEntries(
    [...FEATURES].flatMap(([name, { read }]) => {
      const written = membersOf(wire[name]);
      const value = written === undefined ? undefined : read(written);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** The complete `optInFeatures` to send: all that the service has, with those of `wanted` that differ changed. */
export function writeFeatures(wanted: ProfileFeatures, wire: Members): Members {
  const live = readFeatures(wire);
  const changed = Object.entries(wanted).flatMap(([name, value]) => {
    const feature = FEATURES.get(name);
    const same = live[name] !== undefined && sameJson(live[name], value);
    return feature === undefined || same ? [] : [[name, feature.write(value, membersOf(wire[name]) ?? {})] as const];
  });
  return { ...(withoutType(wire) as Members), ...Object.fromEntries(changed) };
}

function withDetail(member?: string): Feature {
  return {
    read: ({ toggle, ...wire }) => {
      if (typeof toggle !== 'string') return undefined;
      const detail = member === undefined ? undefined : wire[member];
      if (toggle !== 'ON') return false;
      return member === undefined || typeof detail !== 'string' || detail === '' ? true : { [member]: detail };
    },
    write: (value, live) => ({
      ...(withoutType(live) as Members),
      ...(typeof value === 'object' ? value : {}),
      toggle: value === false ? 'OFF' : 'ON',
    }),
  };
}

function readOverage({ overageStatus, overageLimit }: Members): Value | undefined {
  if (typeof overageStatus !== 'string') return undefined;
  if (overageStatus !== 'ENABLED') return false;
  return typeof overageLimit === 'number' ? { overageLimit } : true;
}

function writeOverage(value: Value, live: Members): Members {
  return {
    ...(withoutType(live) as Members),
    ...(typeof value === 'object' ? value : {}),
    overageStatus: value === false ? 'DISABLED' : 'ENABLED',
  };
}

// A list on the wire; `membersOf` has it by index.
function readNotifications(list: Members): Value {
  return Object.fromEntries(
    Object.values(list).flatMap((item) => {
      const { feature, toggle } = membersOf(item) ?? {};
      return typeof feature === 'string' ? [[feature, toggle === 'ON'] as const] : [];
    }),
  );
}

function writeNotifications(value: Value): readonly Members[] {
  return Object.entries(value).map(([feature, on]) => ({ feature, toggle: on === true ? 'ON' : 'OFF' }));
}

function membersOf(value: unknown): Members | undefined {
  return typeof value === 'object' && value !== null ? (value as Members) : undefined;
}

/** Objects of real answers can carry a `__type`, which no request takes. */
function withoutType(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutType);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as { readonly [name: string]: Json })
      .filter(([name]) => name !== '__type')
      .map(([name, member]) => [name, withoutType(member)]),
  );
}
