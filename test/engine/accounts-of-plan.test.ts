import { expect, test } from 'vitest';
import { accountsOfPlan } from '../../reconciler/engine/accounts-of-plan.ts';

test('a plan that changes nothing calls the accounts of its administrators by their names', () => {
  const names = new Map([
    ['111111111111', 'management'],
    ['222222222222', 'tooling'],
  ]);
  const administrators = [{ permissionSet: 'AdministratorAccess', account: '111111111111', before: 1, after: 1 }];
  const target = {
    organization: { id: 'o-exampleorg1', managementAccount: '111111111111' },
    identityCenter: { instanceArn: 'arn:aws:sso:::instance/ssoins-1111111111111111', region: 'us-east-1' },
  };
  expect(accountsOfPlan({ changes: [], people: [], administrators, target, granted: [] }, names)).toEqual({
    '111111111111': 'management',
  });
});
