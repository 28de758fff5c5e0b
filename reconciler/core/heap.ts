/** A binary heap of numbers, smallest first: the changes that are free to start, by rank. */

export function pushSmallest(heap: number[], value: number): void {
  let hole = heap.length;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    const above = heap[parent] as number;
    if (above <= value) break;
    heap[hole] = above;
    hole = parent;
  }
  heap[hole] = value;
}

/** Takes the smallest number out of a heap; `undefined` when it is empty. */
export function popSmallest(heap: number[]): number | undefined {
  const smallest = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return smallest;
  let hole = 0;
  for (let child = 1; child < heap.length; child = 2 * hole + 1) {
    if ((heap[child + 1] ?? Infinity) < (heap[child] as number)) child += 1;
    const below = heap[child] as number;
    if (below >= last) break;
    heap[hole] = below;
    hole = child;
  }
  heap[hole] = last;
  return smallest;
}
