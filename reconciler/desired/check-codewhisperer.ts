/** The profile: what it must say, and where it can be. */

import type { Issue } from '../core/issue.ts';
import { caution, mistake } from './codes.ts';
import type { Configuration } from './configuration.ts';
import { at } from './configuration.ts';
import { keyAt } from './document.ts';
import { IDENTITY_CENTER_REGIONS, PROFILE_REGIONS } from '../core/regions.ts';
import { canonicalSubscription, isKnownSubscription, SUBSCRIPTIONS } from '../core/subscriptions.ts';
import { candidatesHint } from './names.ts';
import { child } from './node.ts';
import { alternatives } from './schema-message.ts';

/** A `codewhisperer` section that, all parts together, lacks its account or its Region. */
export function incompleteProfile(configuration: Configuration): readonly Issue[] {
  const { codewhisperer } = configuration.document;
  const written = child(configuration.written.everything, 'codewhisperer');
  if (codewhisperer === undefined || written?.type !== 'mapping') return [];
  return ['account', 'region']
    .filter((field) => !written.names.has(field))
    .map((field) =>
      mistake(
        'CONFIG_MISSING',
        keyAt(configuration.written, 'codewhisperer'),
        `"${field}" is missing in codewhisperer`,
      ),
    );
}

/** Types of seats that are in no table: they may be new, and may be a slip that only the service would tell. */
export function unknownSubscriptions(configuration: Configuration): readonly Issue[] {
  return (configuration.document.codewhisperer?.authorized ?? []).flatMap(({ subscription }, index) => {
    if (subscription === undefined || isKnownSubscription(canonicalSubscription(subscription))) return [];
    const place = at(configuration, ['codewhisperer', 'authorized', index, 'subscription']);
    const message = `no type of seat "${subscription}" is known: a seat of it would be given, and never taken away or changed`;
    return [caution('CONFIG_SUBSCRIPTION', place, message, candidatesHint(subscription, SUBSCRIPTIONS))];
  });
}

/** Regions where there can be no profile, or no Identity Center beside one; a key in another Region than the profile. */
export function wrongRegions(configuration: Configuration): readonly Issue[] {
  const { codewhisperer, identityCenter } = configuration.document;
  if (codewhisperer === undefined) return [];
  const { region, kmsKey } = codewhisperer;
  const keyRegion = kmsKey?.startsWith('arn:') === true ? kmsKey.split(':')[3] : undefined;
  const center = identityCenter?.region;
  return [
    ...(region === undefined || PROFILE_REGIONS.includes(region)
      ? []
      : [
          mistake(
            'CONFIG_REGION',
            at(configuration, ['codewhisperer', 'region']),
            `a profile cannot be in "${region}"`,
            `it can be in ${alternatives(PROFILE_REGIONS)}`,
          ),
        ]),
    ...(center === undefined || IDENTITY_CENTER_REGIONS.includes(center)
      ? []
      : [
          mistake(
            'CONFIG_REGION',
            at(configuration, ['identityCenter', 'region']),
            `CodeWhisperer does not work with an Identity Center in "${center}"`,
            `it takes ${alternatives(IDENTITY_CENTER_REGIONS)}`,
          ),
        ]),
    ...(keyRegion === undefined || region === undefined || keyRegion === region
      ? []
      : [
          mistake(
            'CONFIG_REGION',
            at(configuration, ['codewhisperer', 'kmsKey']),
            `the key is in ${keyRegion}, and the profile in ${region}`,
            "take a key of the profile's Region",
          ),
        ]),
  ];
}
