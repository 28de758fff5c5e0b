/** Who reaches what, as a Mermaid picture: the people of a plan, their groups, and what they get or lose where. */

import type { Change } from '../core/change.ts';
import type { Key } from '../core/key.ts';
import { assignmentKey, membershipKey, permissionSetKey } from '../core/key.ts';
import type { PeopleEffect, Plan } from '../core/plan.types.ts';
import { fenced, shown } from '../report/escape.ts';
import { accountNamer } from '../report/names.ts';
import type { SingleEffect } from '../report/persons.ts';
import { effectCount, singleEffects } from '../report/persons.ts';

/** A picture with more of them is no longer read. */
const MOST_NODES = 16;
const MOST_EDGES = 20;
/** Most characters of a label. */
const LABEL = 40;

type EdgeState = 'added' | 'removed' | 'kept';

interface Picture {
  /** Id in Mermaid → its text. */
  readonly nodes: ReadonlyMap<string, string>;
  /** `FROM TO` → the change that makes or removes it, if one does. */
  readonly edges: ReadonlyMap<string, EdgeState>;
}

/** The picture as a fenced block; `undefined` when there is nothing to show, or too much to be read. */
export function diagram(plan: Plan): string | undefined {
  // So many people and places at least make one node too many.
  if (effectCount(plan.people) > (MOST_NODES / 2) ** 2) return undefined;
  const { nodes, edges } = picture(plan);
  if (edges.size === 0 || nodes.size > MOST_NODES || edges.size > MOST_EDGES) return undefined;
  const drawn = [...edges].map(([ends, state]) => ({ ends: ends.split(' '), state }));
  const lines = [
    'flowchart LR',
    ...[...nodes].map(([id, text]) => `  ${id}${text}`),
    ...drawn.map(({ ends, state }) => `  ${ends.join(ARROWS[state])}`),
    ...(['added', 'removed'] as const).flatMap((state) => {
      const numbers = drawn.flatMap((edge, index) => (edge.state === state ? [index] : []));
      return numbers.length === 0 ? [] : [`  linkStyle ${numbers.join(',')} ${STYLES[state]}`];
    }),
  ];
  return fenced(lines, 'mermaid');
}

const ARROWS: { readonly [state in EdgeState]: string } = {
  added: ' ==>|new| ',
  removed: ' -.->|gone| ',
  kept: ' --> ',
};
const STYLES = {
  added: 'stroke:#1a7f37,color:#1a7f37,stroke-width:3px',
  removed: 'stroke:#cf222e,color:#cf222e,stroke-width:2px',
} as const;

function picture(plan: Plan): Picture {
  const changes = new Map<Key, Change>(plan.changes.map((change) => [change.key, change]));
  const account = accountNamer(plan.accounts);
  const numbers = new Map<string, string>();
  const nodes = new Map<string, string>();
  const edges = new Map<string, EdgeState>();
  const node = (kind: 'u' | 'g' | 'a', name: string, text: string): string => {
    const thing = `${kind} ${name}`;
    const id = numbers.get(thing) ?? `${kind}${numbers.size}`;
    numbers.set(thing, id);
    nodes.set(id, text);
    return id;
  };
  const edge = (from: string, to: string, state: EdgeState): void => void edges.set(`${from} ${to}`, state);
  for (const effect of singleEffects(plan.people)) {
    const { user, permissionSet } = effect;
    const updated = changes.get(permissionSetKey(permissionSet))?.verb === 'update';
    const what = `${label(permissionSet)}${updated ? ' (changed)' : ''}<br/>on ${label(account(effect.account))}`;
    const access = node('a', `${permissionSet}/${effect.account}`, `["${what}"]`);
    const person = node('u', user, `(["${label(user)}"])`);
    for (const { group } of pathsOf(effect)) {
      if (group === undefined) {
        edge(person, access, ownState(effect));
        continue;
      }
      const through = node('g', group, `[["${label(group)}"]]`);
      edge(person, through, stateOf(changes.get(membershipKey(group, user))));
      edge(through, access, stateOf(changes.get(assignmentKey(permissionSet, effect.account, 'group', group))));
    }
  }
  return { nodes, edges };
}

function pathsOf({ before, after }: SingleEffect): PeopleEffect['before'] {
  return [...before, ...after];
}

/** Of a grant of the person's own, which may also fall with the person. */
function ownState({ before, after }: SingleEffect): EdgeState {
  const [was, is] = [before, after].map((paths) => paths.some(({ group }) => group === undefined));
  if (was === is) return 'kept';
  return is === true ? 'added' : 'removed';
}

function stateOf(change: Change | undefined): EdgeState {
  if (change?.verb === 'create') return 'added';
  return change?.verb === 'delete' ? 'removed' : 'kept';
}

/** Letters, figures and a few harmless signs as they are, all else as Mermaid's `#CODE;`. */
function label(text: string): string {
  return shown(text, LABEL).replaceAll(
    /[^\p{L}\p{N} ._-]/gu,
    (character) => `#${String(character.codePointAt(0)).padStart(2, '0')};`,
  );
}
