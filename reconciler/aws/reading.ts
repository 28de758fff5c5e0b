/** How a run reads, what it found out about that, and what it decided: for people, with `--verbose`. */

import type { Issue } from '../core/issue.ts';
import { byCodePoint } from '../core/json.ts';
import type { ReadPolicy } from '../core/read-plan.ts';

export interface Reading extends ReadPolicy {
  /** Principals may not be asked: nobody tries again in this run. */
  refuseListing(): void;
  /** Notes a decision. */
  note(text: string): void;
  /** Notes that so many pairs were taken for known from the lists of those who hold something there. */
  admit(pairs: number): void;
  /** Notes that an emulator does not know an operation, and that there is nothing of what it would have read. */
  lack(operation: string, of: string): void;
  /** The decisions since this was last asked. */
  notes(): readonly string[];
  /** What the reads may not have seen. */
  admissions(): readonly Issue[];
}

export function createReading(thorough: boolean): Reading {
  let listing: ReadPolicy['listing'] = 'allowed';
  const notes: string[] = [];
  const lacking = new Map<string, string>();
  let unseen = 0;
  return {
    thorough,
    get listing() {
      return listing;
    },
    refuseListing: () => {
      listing = 'refused';
    },
    note: (text) => void notes.push(text),
    admit: (pairs) => {
      unseen += pairs;
    },
    notes: () => notes.splice(0),
    lack: (operation, of) => void lacking.set(operation, of),
    admissions: () => [
      ...(unseen === 0 ? [] : [partly(unseen)]),
      ...[...lacking].toSorted(([a], [b]) => byCodePoint(a, b)).map(([operation, of]) => absent(operation, of)),
    ],
  };
}

function absent(operation: string, of: string): Issue {
  return {
    code: 'AWS_UNSUPPORTED',
    severity: 'warning',
    message: `this endpoint does not know ${operation}: it is taken to have no ${of}`,
    hint: 'as an emulator may; on AWS they are read, or the plan fails',
  };
}

function partly(pairs: number): Issue {
  return {
    code: 'PLAN_PARTIAL',
    severity: 'warning',
    message:
      `on ${pairs} pairs of account and permission set, grants that somebody gave directly to a user whom the file ` +
      'does not name were not looked for',
    hint: 'without CW_GITOPS_ASSIGNMENTS=quick every pair is read, and nothing stays unseen',
  };
}
