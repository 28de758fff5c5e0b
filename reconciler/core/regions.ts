/** Where the services are offered, and under which hosts; the one place for these tables. */

/**
 * Regions of a CodeWhisperer profile (DESIGN section 2, Values), with the host of the profile and the assignment API. A
 * host is never made from a Region's name: `codewhisperer.eu-central-1` does not exist
 * (reference/codewhisperer-control-plane.md, section 3).
 */
export const PROFILE_HOSTS: ReadonlyMap<string, string> = new Map([
  ['us-east-1', 'codewhisperer.us-east-1.amazonaws.com'],
  ['eu-central-1', 'q.eu-central-1.amazonaws.com'],
]);

export const PROFILE_REGIONS: readonly string[] = [...PROFILE_HOSTS.keys()];

/**
 * Regions that Identity Center may be in when there is a profile: none that must be opted into
 * (reference/codewhisperer-control-plane.md, section 3).
 */
export const IDENTITY_CENTER_REGIONS: readonly string[] = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ap-south-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-north-1',
  'sa-east-1',
];
