/**
 * So many pieces of work are begun at the same time: more than any limiter lets through, few enough to be nothing in memory,
 * where a hundred thousand calls that wait for their turn are hundreds of megabytes.
 */
const BEGUN = 100;

/** What the work gives for each item, in their order. With the first failure nothing more is begun, and it rejects. */
export async function allOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const left = items.entries();
  let failed = false;
  async function workThrough(): Promise<void> {
    for (const [index, item] of left) {
      if (failed) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(BEGUN, items.length) }, workThrough));
  return results;
}
