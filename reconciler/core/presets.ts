/**
 * The two permission sets that the service's administrator documentation has people make by hand, with its policies
 * copied word for word. Which copy each comes from, and what such an administrator cannot do: `docs/presets.md`.
 */

import type { Json } from './json.ts';

export type PresetName = 'organization-administrator' | 'codewhisperer-administrator';

/** What a preset gives to an entry of `permissionSets`, in the words of the file; a field of the entry replaces it. */
export interface Preset {
  /** The name of the set where only `admins` names it. */
  readonly name: string;
  readonly sessionDuration: string;
  /** AWS managed policies by name: the partition is the instance's. */
  readonly managedPolicies: readonly string[];
  readonly inlinePolicy: Json;
}

/** "Setting up CodeWhisperer Professional with AWS Organizations administration": create and remove the application. */
const ORGANIZATION_ADMINISTRATOR: Json = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Statement1',
      Effect: 'Allow',
      Action: [
        'sso:CreateManagedApplicationInstance',
        'sso:DeleteManagedApplicationInstance',
        'codewhisperer:CreateProfile',
        'codewhisperer:DeleteProfile',
      ],
      Resource: ['*'],
    },
  ],
};

/** "Setting up CodeWhisperer Professional with IAM Identity Center": set up the profile and give people access. */
const CODEWHISPERER_ADMINISTRATOR: Json = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: [
        'sso-directory:SearchUsers',
        'sso-directory:SearchGroups',
        'sso-directory:GetUserPoolInfo',
        'sso-directory:DescribeDirectory',
        'sso:ListApplicationInstances',
        'sso-directory:ListMembersInGroup',
        'sso:CreateManagedApplicationInstance',
      ],
      Resource: ['*'],
    },
    {
      Effect: 'Allow',
      Action: ['iam:ListRoles'],
      Resource: ['*'],
    },
    {
      Effect: 'Allow',
      Action: ['pricing:GetProducts'],
      Resource: ['*'],
    },
    {
      Effect: 'Allow',
      Action: [
        'sso:ListProfileAssociations',
        'sso:ListProfiles',
        'sso:GetSharedSsoConfiguration',
        'sso:ListDirectoryAssociations',
        'sso:DescribeRegisteredRegions',
        'sso:GetSsoConfiguration',
        'sso:GetApplicationInstance',
        'sso:GetManagedApplicationInstance',
        'sso:AssociateProfile',
        'sso:DisassociateProfile',
        'sso:GetProfile',
        'sso:GetSSOStatus',
      ],
      Resource: ['*'],
    },
    {
      Effect: 'Allow',
      Action: ['identitystore:ListUsers', 'identitystore:ListGroups'],
      Resource: ['*'],
    },
    {
      Effect: 'Allow',
      Action: ['organizations:DescribeAccount', 'organizations:DescribeOrganization'],
      Resource: ['*'],
    },
    {
      Effect: 'Allow',
      Action: [
        'kms:ListAliases',
        'kms:CreateGrant',
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:GenerateDataKey*',
        'kms:RetireGrant',
        'kms:DescribeKey',
      ],
      Resource: ['*'],
    },
    {
      Effect: 'Allow',
      Action: ['codeguru-security:UpdateAccountConfiguration'],
      Resource: ['*'],
    },
    {
      Effect: 'Allow',
      Action: ['iam:CreateServiceLinkedRole'],
      Resource: ['*'],
    },
    {
      Effect: 'Allow',
      Action: [
        'codewhisperer:UpdateProfile',
        'codewhisperer:ListProfiles',
        'codewhisperer:TagResource',
        'codewhisperer:UnTagResource',
        'codewhisperer:ListTagsForResource',
        'codewhisperer:CreateProfile',
      ],
      Resource: ['*'],
    },
    {
      Effect: 'Allow',
      Action: ['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'],
      Resource: ['*'],
    },
  ],
};

/** The shipped presets, by what the file calls them. */
export const PRESETS: { readonly [name in PresetName]: Preset } = {
  'organization-administrator': {
    name: 'AdministratorAccess',
    sessionDuration: 'PT1H',
    managedPolicies: ['AdministratorAccess'],
    inlinePolicy: ORGANIZATION_ADMINISTRATOR,
  },
  'codewhisperer-administrator': {
    name: 'CodeWhisperer_administrator',
    sessionDuration: 'PT1H',
    managedPolicies: [],
    inlinePolicy: CODEWHISPERER_ADMINISTRATOR,
  },
};
