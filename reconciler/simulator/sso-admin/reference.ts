/** A reference to a customer managed policy: its path is part of what it refers to. */

export interface Reference {
  readonly Name: string;
  readonly Path?: string | undefined;
}

/** `key` tells references apart. */
export function referenceOf(reference: Reference): { name: string; path: string; key: string } {
  const path = reference.Path ?? '/';
  return { name: reference.Name, path, key: `${path}${reference.Name}` };
}
