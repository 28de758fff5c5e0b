import { describe, expect, it } from 'vitest';
import { canonicalDuration, durationSeconds } from '../../reconciler/core/duration.ts';

describe('canonicalDuration', () => {
  it.each([
    ['PT1H', 'PT1H'],
    ['PT60M', 'PT1H'],
    ['PT3600S', 'PT1H'],
    ['PT90M', 'PT1H30M'],
    ['PT1H0M30S', 'PT1H30S'],
    ['PT12H', 'PT12H'],
    ['P1D', 'PT24H'],
    ['P1W', 'PT168H'],
    ['P1DT1H', 'PT25H'],
    ['PT0S', 'PT0S'],
  ])('writes %s as %s', (text, canonical) => {
    expect(canonicalDuration(text)).toBe(canonical);
  });

  it.each(['', 'P', 'PT', 'P1DT', '1H', 'PT1', 'pt1h', 'P1Y', 'P1M', 'PT1.5H', '-PT1H', 'PT1H ', 'PT1234567890H'])(
    'takes %j for no duration',
    (text) => {
      expect(canonicalDuration(text)).toBeUndefined();
      expect(durationSeconds(text)).toBeUndefined();
    },
  );

  it('measures days for limits on dates', () => {
    expect(durationSeconds('P400D')).toBe(400 * 86_400);
  });
});
