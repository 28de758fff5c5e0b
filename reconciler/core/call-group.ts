/**
 * The groups of calls, each of which may have a role of its own (DESIGN section 3, "Roles and accounts"): `management` is
 * Organizations and what a delegated administrator may not do; `codewhisperer` the profile with all that belongs to it.
 */
export type CallGroup = 'management' | 'identityCenter' | 'codewhisperer';

/** The ARN of the role to assume for each group; a group without one uses the ambient credentials. */
export type RoleArns = { readonly [group in CallGroup]?: string };
