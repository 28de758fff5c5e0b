/** Strongly connected components of a directed graph: Tarjan's algorithm with a stack of its own, since a plan may have 100,000 changes in a row. */

export interface Components {
  /** The component of each node. */
  readonly of: Int32Array;
  /** How many nodes each component has; more than one means a cycle, as long as no node leads to itself. */
  readonly sizes: readonly number[];
}

/**
 * The strongly connected components of the nodes `0 … count - 1`, where `next(node)` gives the nodes that a node leads to.
 * Linear in nodes and edges.
 */
export function components(count: number, next: (node: number) => readonly number[]): Components {
  const of = new Int32Array(count).fill(-1);
  const sizes: number[] = [];
  // When a node was first met (0: not yet), and the earliest node on the stack that it is known to reach.
  const met = new Int32Array(count);
  const low = new Int32Array(count);
  const progress = new Int32Array(count);
  const stack: number[] = [];
  let clock = 0;

  function enter(node: number, path: number[]): void {
    clock += 1;
    met[node] = clock;
    low[node] = clock;
    stack.push(node);
    path.push(node);
  }

  function reach(node: number, value: number): void {
    if (value < (low[node] as number)) low[node] = value;
  }

  function close(root: number): void {
    let size = 0;
    let member: number;
    do {
      member = stack.pop() as number;
      of[member] = sizes.length;
      size += 1;
    } while (member !== root);
    sizes.push(size);
  }

  function leave(node: number, path: number[]): void {
    path.pop();
    if (low[node] === met[node]) close(node);
    const parent = path.at(-1);
    if (parent !== undefined) reach(parent, low[node] as number);
  }

  for (let start = 0; start < count; start += 1) {
    if (met[start] !== 0) continue;
    const path: number[] = [];
    enter(start, path);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const target = next(node)[progress[node] as number];
      progress[node] = (progress[node] as number) + 1;
      if (target === undefined) leave(node, path);
      else if (met[target] === 0) enter(target, path);
      else if (of[target] === -1) reach(node, met[target] as number);
    }
  }
  return { of, sizes };
}
