/** A document → the files of a folder, one to a subject, policies beside them. */

import { Document, isCollection, isMap, isSeq, visit } from 'yaml';
import type { DesiredState, PermissionSet } from './document.types.ts';

/** Paths below the folder → texts. */
export type WrittenFiles = ReadonlyMap<string, string>;

/**
 * The same document always gives the same bytes. In the order in which they are to be written: the part with `version`, without
 * which nothing is a configuration, comes last, so that an export that is cut short never reads as one that declares less.
 */
export function writeFiles(document: DesiredState): WrittenFiles {
  const { permissionSets = [] } = document;
  const policies = new Map<string, string>();
  const sets = permissionSets.map((set) => withPolicyFile(set, policies));
  const parts: readonly (readonly [string, string, DesiredState])[] = [
    ['people.yaml', 'Users and groups that are kept in Identity Center.', only(document, 'users', 'groups')],
    ['permission-sets.yaml', 'What can be held.', sets.length === 0 ? {} : { permissionSets: sets }],
    ['assignments.yaml', 'Who holds what where.', only(document, 'assignments')],
    ['codewhisperer.yaml', 'The profile, and who may use it.', only(document, 'codewhisperer')],
    [
      'organization.yaml',
      'The organisation, as it was exported.',
      only(document, 'version', 'organization', 'identityCenter', 'roles', 'accounts', 'unmanaged', 'ignore'),
    ],
  ];
  const files = parts.flatMap(([file, title, part]) =>
    Object.keys(part).length === 0 ? [] : [[file, yamlText(part, title)] as const],
  );
  return new Map([...policies, ...files]);
}

function only(document: DesiredState, ...fields: readonly (keyof DesiredState)[]): DesiredState {
  return Object.fromEntries(fields.filter((field) => field in document).map((field) => [field, document[field]]));
}

function withPolicyFile(set: PermissionSet, policies: Map<string, string>): PermissionSet {
  const { inlinePolicy } = set;
  if (inlinePolicy === undefined || typeof inlinePolicy === 'string') return set;
  const file = `policies/${set.name}.json`;
  policies.set(file, `${JSON.stringify(inlinePolicy, null, 2)}\n`);
  return { ...set, inlinePolicy: file };
}

/** As long as a line may get before a list or mapping is written one item to a line. */
const LINE = 100;

function yamlText(part: DesiredState, title: string): string {
  const document = new Document(part);
  document.commentBefore = ` ${title}`;
  let first = true;
  visit(document, {
    Collection: (_key, node, path) => {
      const depth = path.filter((parent) => isCollection(parent)).length;
      const text = JSON.stringify(node.toJSON());
      // Sections and their entries stand line by line, what is in an entry on one line where it fits.
      const isInner = depth >= 2 && !(depth === 2 && isMap(node) && path.some((parent) => isSeq(parent)));
      if (isInner && text.length <= LINE && (isSeq(node) || !text.includes('[{'))) node.flow = true;
    },
    Pair: (_key, { key }, path) => {
      const isSection = path.filter((parent) => isCollection(parent)).length === 1;
      if (isSection && !first && typeof key === 'object' && key !== null) Object.assign(key, { spaceBefore: true });
      if (isSection) first = false;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
