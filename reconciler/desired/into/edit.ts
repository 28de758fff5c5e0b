/** One pass of `export --into` over a folder: what is live is put into its files, as far as the file has words for it. */

import { namesInScope } from '../check-scopes.ts';
import { addGrants } from './added-grants.ts';
import { takeOutGrants } from './assignments.ts';
import { addIdentities, addMembers, takeOutIdentities, writeIdentities } from './identities.ts';
import type { Pass } from './pass.ts';
import { addSets, takeOutSets, writeSets } from './permission-sets.ts';
import { editAuthorized, takeOutServices, writeServices } from './services.ts';

/** The passes in their order: what is added is named by what is added after it. */
export const STAGES = ['takes out', 'adds things', 'adds grants'] as const;
export type Stage = (typeof STAGES)[number];

/** The new text of each file that differs, by its path below the folder; none when there is nothing to do. */
export function editFolder(stage: Stage, pass: Pass): ReadonlyMap<string, string> {
  switch (stage) {
    case 'takes out':
      writeIdentities(pass);
      writeSets(pass);
      writeServices(pass);
      takeOutIdentities(pass);
      takeOutSets(pass);
      takeOutServices(pass);
      takeOutGrants(pass);
      editAuthorized(pass, 'takes out');
      break;
    case 'adds things':
      addIdentities(pass);
      addSets(pass);
      break;
    case 'adds grants':
      addMembers(pass, mayName(pass));
      addGrants(pass);
      editAuthorized(pass, 'adds');
      break;
  }
  return pass.edits.texts();
}

/** Whether a part, by its path below the folder, may name a user. */
function mayName({ configuration }: Pass): (path: string, user: string) => boolean {
  const allowed = namesInScope(configuration);
  const files = new Map(configuration.parts.map(({ file, path }) => [path, file]));
  return (path, user) => allowed.get(String(files.get(path)))?.users.matches(user) !== false;
}
