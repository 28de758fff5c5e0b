// Numbers that look like chance and come again from the same seed.

/** Draws whole numbers below a limit; its `seed()` is one from which the numbers to come are drawn again. */
export function createDraw(start) {
  let noise = start;
  function draw(below) {
    noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((noise / 2 ** 32) * below);
  }
  return Object.assign(draw, { seed: () => noise });
}
