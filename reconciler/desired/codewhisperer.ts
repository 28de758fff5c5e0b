/** `codewhisperer` → the profile, its application, the service-linked roles that both need, and who may use it. */

import type { Desired, ExpiredGrant } from '../core/desired.ts';
import type { Facts } from '../core/facts.ts';
import type { Issue } from '../core/issue.ts';
import { applicationKey, authorizationKey, principalKey, profileKey, serviceLinkedRoleKey } from '../core/key.ts';
import type {
  ApplicationSpec,
  AuthorizationSpec,
  ProfileSpec,
  Resource,
  ServiceLinkedRoleSpec,
} from '../core/resource.ts';
import type { Pricing } from '../core/seats.ts';
import { canonicalSubscription } from '../core/subscriptions.ts';
import type { Accounts } from './accounts.ts';
import { caution, mistake } from './codes.ts';
import type { AuthorizedEntry, Configuration } from './configuration.ts';
import { at } from './configuration.ts';
import type { Codewhisperer } from './document.types.ts';
import type { InForce } from './in-force.ts';
import { inForce } from './in-force.ts';

interface Place {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

export interface CodewhispererPart extends Pick<Desired, 'profile'> {
  readonly resources: readonly Resource[];
  readonly expired: readonly ExpiredGrant[];
}

const NOTHING: CodewhispererPart = { resources: [], expired: [] };

/** What the profile needs in its account (reference/codewhisperer-control-plane.md, section 5). */
const ROLE_PRINCIPALS = ['q.amazonaws.com', 'user-subscriptions.amazonaws.com'];

/** Everything of the section, at one moment; nothing of a profile that is to be absent but its place. */
export function codewhispererPart(
  configuration: Configuration,
  accounts: Accounts,
  facts: Facts,
  issues: Issue[],
): CodewhispererPart {
  const { codewhisperer } = configuration.document;
  const place = profilePlace(configuration, accounts, facts, issues);
  if (codewhisperer === undefined || place === undefined) return NOTHING;
  tellOfSharing(configuration, facts, issues);
  tellOfPermissions(configuration, facts, issues);
  const profile = { ...place, state: codewhisperer.state ?? 'present' };
  if (profile.state === 'absent') return { ...NOTHING, profile };
  const here = at(configuration, ['codewhisperer']);
  const roles = ROLE_PRINCIPALS.map((principal): Resource<ServiceLinkedRoleSpec> => ({
    kind: 'service-linked-role',
    key: serviceLinkedRoleKey(principal),
    spec: { principal, account: place.account },
    needs: [],
    at: here,
  }));
  const application: Resource<ApplicationSpec> = {
    kind: 'application',
    key: applicationKey(place.account, place.region),
    spec: { ...place, enabled: codewhisperer.enabled ?? true },
    needs: [profileKey(place.account, place.region)],
    at: here,
  };
  const made: Resource<ProfileSpec> = {
    kind: 'profile',
    key: profileKey(place.account, place.region),
    spec: profileSpec(place, codewhisperer, facts, keyOf(configuration, facts, issues)),
    needs: roles.map(({ key }) => key),
    at: here,
  };
  const { resources, expired } = authorizations(configuration, place, facts.now);
  return { profile, resources: [...roles, made, application, ...resources], expired };
}

/** Where the profile is. Another account than one of the organisation is refused, whatever else the file says. */
export function profilePlace(
  configuration: Configuration,
  accounts: Accounts,
  { organization }: Facts,
  issues: Issue[],
): Place | undefined {
  const { account: name, region } = configuration.document.codewhisperer ?? {};
  if (name === undefined || region === undefined) return undefined;
  const path = ['codewhisperer', 'account'];
  const account = accounts.idOf({ name, path }, issues);
  if (account === undefined) return undefined;
  const known = organization.accounts.find(({ id }) => id === account);
  if (known?.active === true) return { account, region };
  const what = known === undefined ? `is not in the organisation ${organization.id}` : `is ${known.state}`;
  issues.push({
    code: 'PLAN_WRONG_ACCOUNT',
    severity: 'error',
    message: `account ${account}, where the profile is to be, ${what}`,
    hint: 'name an active account of this organisation, or use credentials of the one that is meant',
    at: at(configuration, path),
  });
  return undefined;
}

/** The profile of a management account can be shared with its members, and then overrides theirs. */
function tellOfSharing(configuration: Configuration, { profile }: Facts, issues: Issue[]): void {
  for (const account of profile?.sharing ?? []) {
    const place = at(configuration, ['codewhisperer', 'account']);
    const message = `account ${account} shares its profile with this one: its settings may hold here, whatever this file says`;
    issues.push(caution('CONFIG_SHARED_PROFILE', place, message, 'stop the sharing there, or set that profile up'));
  }
}

/** What the application may do is the service's to say and an administrator's to grant: no call is known for it. */
function tellOfPermissions(configuration: Configuration, { profile }: Facts, issues: Issue[]): void {
  if (profile?.permissionUpdateRequired !== true) return;
  const message = 'the service says that the application of this profile lacks permissions that it has come to need';
  const hint = 'open the profile in the console of the service as its administrator, and let it update the permissions';
  issues.push(caution('CONFIG_PROFILE_PERMISSIONS', at(configuration, ['codewhisperer', 'account']), message, hint));
}

/** The ARN of the key that the file names; one that the profile cannot use is an issue. */
function keyOf(configuration: Configuration, { profile }: Facts, issues: Issue[]): string | undefined {
  const written = configuration.document.codewhisperer?.kmsKey;
  const key = profile?.key;
  if (written === undefined || key === undefined) return undefined;
  // Facts are about the key of the file. Its base may name another one, which is never used and so not looked up.
  if (key.written !== written) return written;
  if (key.problem === undefined) return key.arn;
  const place = at(configuration, ['codewhisperer', 'kmsKey']);
  const hint = "take an enabled symmetric key of the profile's account and Region";
  issues.push(mistake('CONFIG_KEY', place, `the key ${key.written} ${key.problem}`, hint));
  return undefined;
}

function profileSpec(
  place: Place,
  written: Codewhisperer,
  { profile }: Facts,
  kmsKey: string | undefined,
): ProfileSpec {
  const { description, profileName, features = {}, tags = {} } = written;
  // An existing profile is left as it is; a new one must say, and says no.
  const codeReferences = written.codeReferences ?? (profile?.live === true ? undefined : 'block');
  return {
    ...place,
    profileName: profileName ?? `QDevProfile-${place.region}`,
    ...(description === undefined ? {} : { description }),
    ...(codeReferences === undefined ? {} : { codeReferences }),
    ...(kmsKey === undefined ? {} : { kmsKey }),
    features: features as ProfileSpec['features'],
    tags,
  };
}

function authorizations(configuration: Configuration, place: Place, now: number): InForce<AuthorizationSpec> {
  return inForce(configuration, configuration.authorized, now, ({ type, name, subscription }) => {
    const seat = subscription === undefined ? null : canonicalSubscription(subscription);
    return {
      kind: 'authorization',
      key: authorizationKey(type, name),
      spec: { principalType: type, principal: name, ...place, signIn: true, subscription: seat },
      needs: [principalKey(type, name), applicationKey(place.account, place.region)],
    };
  });
}

/** The prices of the file. A type of seat that the file gives without a price is told: it would count nothing. */
export function pricingPart(configuration: Configuration, issues: Issue[]): Pricing | undefined {
  const { pricing } = configuration.document;
  if (pricing === undefined) return undefined;
  const prices = Object.entries(pricing.perSeatMonthly ?? {});
  const perSeatMonthly = new Map(prices.map(([type, price]) => [canonicalSubscription(type), price]));
  const unpriced = new Map(
    configuration.authorized.flatMap(({ subscription, path }) =>
      subscription === undefined || perSeatMonthly.has(canonicalSubscription(subscription))
        ? []
        : [[subscription, path] as const],
    ),
  );
  for (const [type, path] of unpriced) {
    const message = `${type} has no price in pricing.perSeatMonthly: seats of this type count nothing`;
    issues.push(caution('CONFIG_PRICE', at(configuration, path), message, 'give it a price'));
  }
  return { currency: pricing.currency ?? 'USD', perSeatMonthly };
}

/** Those who are authorised by a profile that is to be there. */
export function authorizedPrincipals({ document, authorized }: Configuration): readonly AuthorizedEntry[] {
  return document.codewhisperer?.state === 'absent' ? [] : authorized;
}
