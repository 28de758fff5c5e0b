/** The profile of CodeWhisperer (today Amazon Q Developer and Kiro): a private API, signed for `codewhisperer`. */

import derived from '../models/codewhisperer.json' with { type: 'json' };
import type { CodewhispererOperations } from '../models/codewhisperer.types.ts';
import { serviceModel } from '../model.ts';
import { untyped, USUAL_ERRORS } from '../service.ts';
import type { Service } from '../service.ts';
import { profileHandlers } from './profiles.ts';
import { tagHandlers } from './tags.ts';

/** Where a profile can be. */
export const PROFILE_REGIONS: ReadonlySet<string> = new Set([
  'us-east-1',
  'eu-central-1',
  'us-gov-east-1',
  'us-gov-west-1',
]);

export const codewhisperer: Service = {
  model: serviceModel(derived),
  handlers: untyped<CodewhispererOperations>({ ...profileHandlers, ...tagHandlers }),
  actionPrefix: 'codewhisperer',
  open: new Set(),
  writes: new Set(['CreateProfile', 'DeleteProfile', 'TagResource', 'UntagResource', 'UpdateProfile']),
  errors: USUAL_ERRORS,
  region: 'any',
  regions: PROFILE_REGIONS,
  errorNamespace: 'com.amazon.aws.codewhisperer',
};
