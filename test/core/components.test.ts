import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { components } from '../../reconciler/core/components.ts';

const graphs = fc
  .integer({ min: 1, max: 9 })
  .chain((count) => fc.array(fc.array(fc.nat(count - 1), { maxLength: 3 }), { minLength: count, maxLength: count }));

function reachable(graph: readonly (readonly number[])[], from: number): ReadonlySet<number> {
  const found = new Set([from]);
  for (const node of found) for (const next of graph[node] ?? []) found.add(next);
  return found;
}

test('two nodes are in one component exactly when each leads to the other', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const { of, sizes } = components(graph.length, (node) => graph[node] ?? []);
      const reach = graph.map((_, node) => reachable(graph, node));
      for (const [a, fromA] of reach.entries()) {
        for (const [b, fromB] of reach.entries()) expect(of[a] === of[b]).toBe(fromA.has(b) && fromB.has(a));
        expect(sizes[of[a] ?? -1]).toBe(of.filter((component) => component === of[a]).length);
      }
    }),
  );
});

test('a chain and a ring of 100,000 nodes do not exhaust the stack', () => {
  const count = 100_000;
  expect(components(count, (node) => (node + 1 < count ? [node + 1] : [])).sizes).toHaveLength(count);
  expect(components(count, (node) => [(node + 1) % count]).sizes).toEqual([count]);
});
