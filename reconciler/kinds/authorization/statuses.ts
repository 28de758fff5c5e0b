/** What the service lists of everybody's seat, by the names that plans use. */

import { GONE } from '../../aws/names.ts';
import type { Place } from '../../aws/profile.ts';
import type { AwsSession } from '../../aws/session.ts';
import type { SeatStatus, SeatStatuses } from '../../core/seats.ts';
import { seatsOnce } from './listing.ts';

/**
 * The states of the seats of the Region of a profile; nobody's where the profile is not there. Makes no call that reading
 * the authorisations has not made.
 */
export async function seatStatuses(session: AwsSession, place: Place): Promise<SeatStatuses> {
  const { codewhisperer, survey } = session;
  const application = await codewhisperer.application(place);
  if (application === undefined) return new Map<string, SeatStatus>();
  const [{ statuses }, users] = await Promise.all([
    seatsOnce(session, { applicationArn: application.arn, region: place.region }),
    survey.users(),
  ]);
  const names = new Map([...users.values()].map(({ id, name }) => [id, name]));
  return new Map([...statuses].map(([id, status]) => [names.get(id) ?? GONE + id, status]));
}
