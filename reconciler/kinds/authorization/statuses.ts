/** What the service lists of everybody's seat, by the names that plans use. */

import type { Place } from '../../aws/profile.ts';
import type { AwsSession } from '../../aws/session.ts';
import { goneName } from '../../core/gone.ts';
import type { SeatStatus, SeatStatuses } from '../../core/seats.ts';

/**
 * The states of the seats of the Region of a profile; nobody's where the profile is not there. Makes no call that reading
 * the authorisations has not made, but for the names of users whom nobody met yet.
 */
export async function seatStatuses(session: AwsSession, place: Place): Promise<SeatStatuses> {
  const { codewhisperer, survey } = session;
  const application = await codewhisperer.application(place);
  if (application === undefined) return new Map<string, SeatStatus>();
  const { statuses } = await codewhisperer.seats({ applicationArn: application.arn, region: place.region });
  const users = await survey.users.withIds([...statuses.keys()]);
  return new Map([...statuses].map(([id, status]) => [users.get(id)?.name ?? goneName(id), status]));
}
