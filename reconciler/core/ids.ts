/** What ids of AWS look like, where a name could stand in their place. */

/** 12 digits. */
export function isAccountId(text: string): boolean {
  return /^\d{12}$/u.test(text);
}

/** The id of an organisational unit, such as `ou-ab12-34cd56ef`. */
export function isUnitId(text: string): boolean {
  return /^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/u.test(text);
}
