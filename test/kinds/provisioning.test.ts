import { describe, expect, it } from 'vitest';
import type { ProvisioningTarget } from '../../reconciler/aws/operations.ts';
import { OperationFailed } from '../../reconciler/aws/operations.ts';
import type { AwsSession } from '../../reconciler/aws/session.ts';
import { provisionEverywhere } from '../../reconciler/kinds/permission-set/provisioning.ts';

interface World {
  /** Accounts where the set is provisioned. */
  provisioned: string[];
  readonly suspended?: readonly string[];
  /** Accounts with an older version, where that is all that differs. */
  readonly outdated?: readonly string[];
  readonly provision?: (target: ProvisioningTarget) => Promise<void>;
}

/** What was provisioned, in order: an account, or `all N`. */
async function provisionings(world: World): Promise<readonly string[]> {
  const done: string[] = [];
  const session = {
    ssoAdmin: { list: () => Promise.resolve(world.provisioned) },
    survey: {
      instance: () => Promise.resolve({ instanceArn: 'instance' }),
      accounts: () =>
        Promise.resolve(world.provisioned.map((id) => ({ id, active: world.suspended?.includes(id) !== true }))),
    },
    operations: {
      provision: async (target: ProvisioningTarget) => {
        await Promise.resolve();
        done.push(target.account ?? `all ${target.accounts.length}`);
        await world.provision?.(target);
      },
    },
  } as unknown as AwsSession;
  await provisionEverywhere(session, { arn: 'set', name: 'Auditor' }, world.outdated);
  return done;
}

const accounts = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => String(100_000_000_000 + index));

describe('provisionEverywhere', () => {
  it('takes one operation for as many accounts as it reaches', async () => {
    expect(await provisionings({ provisioned: accounts(1) })).toEqual(['all 1']);
    expect(await provisionings({ provisioned: accounts(3_500) })).toEqual(['all 3500']);
  });

  it('takes one for each account beyond that', async () => {
    expect(await provisionings({ provisioned: accounts(3_501) })).toEqual(accounts(3_501));
  });

  it('leaves out suspended accounts, and does nothing where nothing is provisioned', async () => {
    expect(await provisionings({ provisioned: ['1', '2', '3'], suspended: ['2'] })).toEqual(['1', '3']);
    expect(await provisionings({ provisioned: ['2'], suspended: ['2'] })).toEqual([]);
    expect(await provisionings({ provisioned: [] })).toEqual([]);
  });

  it('takes only outdated accounts where that is sooner done', async () => {
    const all = accounts(100);
    expect(await provisionings({ provisioned: all, outdated: all.slice(0, 2) })).toEqual(all.slice(0, 2));
    expect(await provisionings({ provisioned: all, outdated: all.slice(0, 75) })).toEqual(['all 100']);
    expect(await provisionings({ provisioned: all, outdated: all.slice(0, 2), suspended: all.slice(1, 3) })).toEqual(
      all.slice(0, 1),
    );
    // Somebody may have taken it away meanwhile.
    expect(await provisionings({ provisioned: all, outdated: ['999999999999'] })).toEqual([]);
  });

  it('takes a failure for done when nothing is provisioned any more', async () => {
    const world: World = {
      provisioned: ['1'],
      provision: () => {
        world.provisioned = [];
        return Promise.reject(new OperationFailed('Auditor', 'Received a 404 status error: assignment not found'));
      },
    };
    expect(await provisionings(world)).toEqual(['all 1']);
  });

  it('passes on a failure while something is provisioned', async () => {
    const provision = (): Promise<void> => Promise.reject(new OperationFailed('Auditor', 'no such policy'));
    await expect(provisionings({ provisioned: ['1'], provision })).rejects.toThrow('no such policy');
  });
});
