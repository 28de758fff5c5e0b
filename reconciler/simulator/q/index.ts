/** Seats of the profile: a private API on the profile's host, signed for `q`. It has no list. */

import { PROFILE_REGIONS } from '../codewhisperer/index.ts';
import derived from '../models/q.json' with { type: 'json' };
import type { QOperations } from '../models/q.types.ts';
import { serviceModel } from '../model.ts';
import { untyped, USUAL_ERRORS } from '../service.ts';
import type { Service } from '../service.ts';
import { assignmentHandlers } from './assignments.ts';

export const qDeveloper: Service = {
  model: serviceModel(derived),
  handlers: untyped<QOperations>(assignmentHandlers),
  actionPrefix: 'q',
  open: new Set(),
  writes: new Set(['CreateAssignment', 'DeleteAssignment', 'UpdateAssignment']),
  errors: USUAL_ERRORS,
  region: 'any',
  regions: PROFILE_REGIONS,
  errorNamespace: 'com.amazon.kiro.controlplane',
};
