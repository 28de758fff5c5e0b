/** What was bought for whom: a private API on the host of Identity Center's Region, signed for `user-subscriptions`. */

import derived from '../models/user-subscriptions.json' with { type: 'json' };
import type { UserSubscriptionsOperations } from '../models/user-subscriptions.types.ts';
import { serviceModel } from '../model.ts';
import { untyped } from '../service.ts';
import type { Service } from '../service.ts';
import { listHandlers } from './lists.ts';

export const userSubscriptions: Service = {
  model: serviceModel(derived),
  handlers: untyped<UserSubscriptionsOperations>(listHandlers),
  actionPrefix: 'user-subscriptions',
  open: new Set(),
  writes: new Set(),
  errors: {
    accessDenied: 'AccessDeniedException',
    validation: 'ValidationException',
    throttling: 'ThrottlingException',
    internal: 'InternalServerException',
  },
  region: 'instance',
};
