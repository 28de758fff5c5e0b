import type { KindName } from './key.ts';

/** What `--only` can name. */
export const EXPORT_KINDS = [
  'service-access',
  'delegated-administrator',
  'user',
  'group',
  'membership',
  'permission-set',
  'assignment',
  'profile',
  'authorization',
] as const satisfies readonly KindName[];
export type ExportKind = (typeof EXPORT_KINDS)[number];
