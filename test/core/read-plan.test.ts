import { describe, expect, it } from 'vitest';
import { planReads, type ReadPolicy } from '../../reconciler/core/read-plan.ts';

const THOROUGH: ReadPolicy = { thorough: true, listing: 'allowed' };
const QUICK: ReadPolicy = { thorough: false, listing: 'allowed' };
const MANY = { pairs: 10_000, principals: 700, namedPairs: 10_000, namedPrincipals: 700 };
const FEW = { pairs: 700, principals: 700, namedPairs: 20, namedPrincipals: 20 };
const NONE = { pairs: 0, principals: 0, namedPairs: 0, namedPrincipals: 0 };

function ways(...input: Parameters<typeof planReads>): readonly string[] {
  const { everybody, named } = planReads(...input);
  return [everybody, named];
}

describe('planReads', () => {
  it("reads everybody's grants by pairs, which alone show them all, unless asked otherwise", () => {
    expect(ways(MANY, THOROUGH)).toEqual(['pairs', 'principals']);
    expect(ways(MANY, QUICK)).toEqual(['principals', 'principals']);
  });

  it('takes the pairs where there are no more of them', () => {
    expect(ways(FEW, QUICK)).toEqual(['pairs', 'pairs']);
    expect(ways(FEW, THOROUGH)).toEqual(['pairs', 'pairs']);
  });

  it('takes the pairs where principals may not be asked', () => {
    expect(ways(MANY, { thorough: true, listing: 'refused' })).toEqual(['pairs', 'pairs']);
    expect(ways(MANY, { thorough: false, listing: 'refused' })).toEqual(['pairs', 'pairs']);
  });

  it('says why, and nothing of what there is nothing of', () => {
    expect(planReads(MANY, THOROUGH).why).toEqual([
      'grants of everybody: by 10000 pairs of account and permission set, since only these show everybody',
      'grants that the file names: by 700 principals instead of 10000 pairs',
    ]);
    expect(planReads(MANY, { thorough: false, listing: 'refused' }).why[0]).toContain('may not be listed');
    expect(planReads(NONE, THOROUGH).why).toEqual([]);
  });
});
