/**
 * How long `order` takes on a large organisation: 50,000 users, 3,000 groups, 250,000
 * memberships, 200 permission sets on 5,000 accounts, 100,000 assignments. Run: node bench/order.mjs [part of a
 * scenario's name]
 */

import { build } from 'esbuild';

const bundle = await build({
  stdin: {
    contents: `export { order } from './reconciler/core/order.ts';
      export { assignment, creation, deletion, live, membership, setResource, update } from './test/support/arbitraries.ts';`,
    resolveDir: new URL('..', import.meta.url).pathname,
  },
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
});
const code = Buffer.from(bundle.outputFiles[0].contents).toString('base64');
const { order, assignment, creation, deletion, live, membership, setResource, update } = await import(
  `data:text/javascript;base64,${code}`
);

let noise = 42;
function pick(limit) {
  noise = (noise + 0x6d2b79f5) | 0;
  let bits = Math.imul(noise ^ (noise >>> 15), 1 | noise);
  bits ^= bits + Math.imul(bits ^ (bits >>> 7), 61 | bits);
  return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 4294967296) * limit);
}

const user = (index) => `user-${String(index).padStart(5, '0')}`;
const group = (index) => `group-${String(index).padStart(4, '0')}`;
const set = (index) => `Set${String(index)}`;
const account = (index) => String(100000000000 + index);

/** Resources by key. The first five groups have 20,000 members and a set on every account, in pairs the same. */
function large() {
  const resources = new Map();
  const add = (resource) => resources.set(resource.key, resource);
  for (let index = 0; index < 200; index += 1) add(setResource(set(index), 1));
  for (let index = 0; index < 5; index += 1) {
    for (let member = 0; member < 20_000; member += 1)
      add(membership(group(index), user(member + 5_000 * (index % 2))));
    for (let place = 0; place < 5_000; place += 1)
      add(assignment(set(Math.floor(index / 2)), account(place), 'group', group(index)));
  }
  while (resources.size < 25_000 + 200 + 250_000) add(membership(group(5 + pick(2_995)), user(pick(50_000))));
  while (resources.size < 350_200) {
    const direct = pick(10) === 0;
    const holder = direct ? user(pick(50_000)) : group(5 + pick(2_995));
    add(assignment(set(pick(200)), account(pick(5_000)), direct ? 'user' : 'group', holder));
  }
  return resources;
}

const resources = large();
const everything = [...resources.values()];
const liveThings = everything.map(live);
const renames = { permissionSets: new Map(), groups: new Map() };

/** As many changes: half memberships, half assignments, of each half come and half go; and ten updated sets. */
function mixed(count) {
  const changes = new Map();
  const add = (change) => changes.set(change.key, change);
  for (let index = 0; index < 10; index += 1)
    add(update(setResource(set(100 + index), 1), setResource(set(100 + index), 2)));
  while (changes.size < count) {
    const old = everything[pick(everything.length)];
    if (old.kind === 'membership') {
      add(deletion(old));
      const moved = membership(group(pick(3_000)), old.spec.user);
      if (!resources.has(moved.key)) add(creation(moved));
    }
    if (old.kind !== 'assignment') continue;
    add(deletion(old));
    const moved = assignment(old.spec.permissionSet, old.spec.account, 'group', group(pick(3_000)));
    if (!resources.has(moved.key)) add(creation(moved));
  }
  return [...changes.values()];
}

const places = Array.from({ length: 5_000 }, (_, index) => account(index));
const toRenamed = { permissionSets: new Map([['Renamed', set(0)]]), groups: new Map() };
const scenarios = [
  ...[1_000, 10_000, 100_000].map((count) => ({
    name: `mixed ${count.toLocaleString('en')}`,
    draw: () => mixed(count),
  })),
  {
    name: 'rename a set of a group of 20,000 on 5,000 accounts',
    draw: () => [
      deletion(setResource(set(0), 1)),
      creation(setResource('Renamed', 1)),
      ...places.flatMap((place) => [
        deletion(assignment(set(0), place, 'group', group(0))),
        creation(assignment('Renamed', place, 'group', group(0))),
      ]),
    ],
    renamed: toRenamed,
  },
  {
    name: 'another group of nearly the same 20,000 on 5,000 accounts',
    draw: () =>
      places.flatMap((place) => [
        deletion(assignment(set(0), place, 'group', group(0))),
        creation(assignment(set(0), place, 'group', group(2))),
      ]),
  },
  {
    name: '5,000 people leave a group that gains 5,000 grants',
    draw: () => [
      ...places.map((_, index) => deletion(membership(group(0), user(index)))),
      ...places.map((place) => creation(assignment(set(150), place, 'group', group(0)))),
    ],
  },
  {
    name: '5,000 people move from one group to another',
    draw: () =>
      places.flatMap((_, index) => [
        deletion(membership(group(0), user(index))),
        creation(membership(group(1), user(index))),
      ]),
  },
];

console.log(`${liveThings.length.toLocaleString('en')} live things`);
for (const { name, draw, renamed } of scenarios) {
  if (!name.includes(process.argv[2] ?? '')) continue;
  const changes = draw();
  const administrators = [{ permissionSet: set(0), account: account(0), atLeast: 1 }];
  const started = performance.now();
  const ordered = order({ changes, live: liveThings, renames: renamed ?? renames, administrators });
  const seconds = (performance.now() - started) / 1000;
  const waits = ordered.changes.reduce((sum, { needs }) => sum + needs.length, 0);
  const size = `${changes.length.toLocaleString('en')} changes, ${waits.toLocaleString('en')} waits`;
  console.log(`${name}: ${size}, ${String(ordered.leaks.length)} leaks, ${seconds.toFixed(2)} s`);
}
