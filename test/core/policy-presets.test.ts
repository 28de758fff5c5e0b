import { expect, test } from 'vitest';
import { policySize, policyText, INLINE_POLICY_QUOTA } from '../../reconciler/core/policy.ts';
import { PRESETS } from '../../reconciler/core/presets.ts';

// As the pages "Setting up CodeWhisperer Professional with …" have people paste them (docs/presets.md).
const ORGANIZATION =
  '{ "Version": "2012-10-17", "Statement": [ { "Sid": "Statement1", "Effect": "Allow", "Action": [ "sso:CreateManagedApplicationInstance", "sso:DeleteManagedApplicationInstance", "codewhisperer:CreateProfile", "codewhisperer:DeleteProfile" ], "Resource": [ "*" ] } ] }';
const CODEWHISPERER =
  '{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": [ "sso-directory:SearchUsers", "sso-directory:SearchGroups", "sso-directory:GetUserPoolInfo", "sso-directory:DescribeDirectory", "sso:ListApplicationInstances", "sso-directory:ListMembersInGroup", "sso:CreateManagedApplicationInstance" ], "Resource": [ "*" ] }, { "Effect": "Allow", "Action": [ "iam:ListRoles" ], "Resource": [ "*" ] }, { "Effect": "Allow", "Action": [ "pricing:GetProducts" ], "Resource": [ "*" ] }, { "Effect": "Allow", "Action": [ "sso:ListProfileAssociations", "sso:ListProfiles", "sso:GetSharedSsoConfiguration", "sso:ListDirectoryAssociations", "sso:DescribeRegisteredRegions", "sso:GetSsoConfiguration", "sso:GetApplicationInstance", "sso:GetManagedApplicationInstance", "sso:AssociateProfile", "sso:DisassociateProfile", "sso:GetProfile", "sso:GetSSOStatus" ], "Resource": [ "*" ] }, { "Effect": "Allow", "Action": [ "identitystore:ListUsers", "identitystore:ListGroups" ], "Resource": [ "*" ] }, { "Effect": "Allow", "Action": [ "organizations:DescribeAccount", "organizations:DescribeOrganization" ], "Resource": [ "*" ] }, { "Effect": "Allow", "Action": [ "kms:ListAliases", "kms:CreateGrant", "kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*", "kms:RetireGrant", "kms:DescribeKey" ], "Resource": [ "*" ] }, { "Effect": "Allow", "Action": [ "codeguru-security:UpdateAccountConfiguration" ], "Resource": [ "*" ] }, { "Effect": "Allow", "Action": [ "iam:CreateServiceLinkedRole" ], "Resource": [ "*" ] }, { "Effect": "Allow", "Action": [ "codewhisperer:UpdateProfile", "codewhisperer:ListProfiles", "codewhisperer:TagResource", "codewhisperer:UnTagResource", "codewhisperer:ListTagsForResource", "codewhisperer:CreateProfile" ], "Resource": [ "*" ] }, { "Effect": "Allow", "Action": [ "cloudwatch:GetMetricData", "cloudwatch:ListMetrics" ], "Resource": [ "*" ] } ] }';

test('the organisation administrator has the managed policy, an hour, and the documented inline policy', () => {
  const preset = PRESETS['organization-administrator'];
  expect(preset).toMatchObject({
    name: 'AdministratorAccess',
    sessionDuration: 'PT1H',
    managedPolicies: ['AdministratorAccess'],
  });
  expect(JSON.stringify(preset.inlinePolicy)).toBe(JSON.stringify(JSON.parse(ORGANIZATION)));
});

test('the CodeWhisperer administrator has the documented inline policy alone', () => {
  const preset = PRESETS['codewhisperer-administrator'];
  expect(preset).toMatchObject({ name: 'CodeWhisperer_administrator', sessionDuration: 'PT1H', managedPolicies: [] });
  expect(JSON.stringify(preset.inlinePolicy)).toBe(JSON.stringify(JSON.parse(CODEWHISPERER)));
});

test('a CodeWhisperer administrator cannot delete the profile, which the organisation administrator can', () => {
  expect(policyText(PRESETS['codewhisperer-administrator'].inlinePolicy)).not.toContain('codewhisperer:DeleteProfile');
  expect(policyText(PRESETS['organization-administrator'].inlinePolicy)).toContain('codewhisperer:DeleteProfile');
});

test('both policies are far below the quota', () => {
  for (const { inlinePolicy } of Object.values(PRESETS)) {
    expect(policySize(policyText(inlinePolicy))).toBeLessThan(INLINE_POLICY_QUOTA / 2);
  }
});
