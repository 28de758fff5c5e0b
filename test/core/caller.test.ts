import { expect, test } from 'vitest';
import { parseCallerArn } from '../../reconciler/core/caller.ts';

const ROLE = 'AWSReservedSSO_Power_User_0123456789abcdef';

test.each([
  [`arn:aws:sts::111111111111:assumed-role/${ROLE}/ada@example.com`, 'ada@example.com'],
  [`arn:aws-us-gov:sts::111111111111:assumed-role/${ROLE}/ada`, 'ada'],
  [`arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/${ROLE}`, undefined],
  [`arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/eu-west-1/${ROLE}`, undefined],
  [`arn:aws:sts::111111111111:assumed-role/aws-reserved/sso.amazonaws.com/eu-west-1/${ROLE}/ada`, 'ada'],
])('%s is a permission set on an account', (arn, user) => {
  expect(parseCallerArn(arn)).toEqual({
    permissionSet: 'Power_User',
    account: '111111111111',
    ...(user === undefined ? {} : { user }),
  });
});

test.each([
  'arn:aws:iam::111111111111:user/ada',
  'arn:aws:iam::111111111111:root',
  'arn:aws:sts::111111111111:assumed-role/cw-gitops-apply/run-1',
  'arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Auditor/ada',
  'arn:aws:sts::111111111111:assumed-role/not-AWSReservedSSO_Auditor_0123456789abcdef/ada',
  '',
])('%s is not', (arn) => {
  expect(parseCallerArn(arn)).toBeUndefined();
});
