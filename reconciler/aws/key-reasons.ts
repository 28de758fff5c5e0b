/** Reasons of errors that are a matter of a KMS key: the thing itself may well exist, and trying again changes nothing. */

/** `KMS_DisabledException` of Identity Center, `CUSTOMER_KMS_KEY_DISABLED` of the profile's service. */
export function isAboutKey(reason: string | undefined): boolean {
  return reason !== undefined && /(?:^|_)KMS_/u.test(reason);
}
