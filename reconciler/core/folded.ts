/** What of a name is compared where two that look the same would be a trap: Unicode NFC, lower case, no locale. */
export function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
