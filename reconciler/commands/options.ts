/** What the command line says, as typed values; reading it is `usage.ts`, acting on it is one file per command. */

import type { Origin } from '../core/change.ts';
import type { ExportKind } from '../core/export-kinds.ts';
import type { ScheduleName } from '../engine/fault-schedules.ts';

export const FORMATS = ['text', 'markdown', 'json'] as const;
export type Format = (typeof FORMATS)[number];
export const PAGE_FORMATS = [...FORMATS, 'html'] as const;

/** Of a command that answers with a page. */
export type PageFormat = Format | 'html';

export interface RunOptions {
  /** A file or a folder. */
  readonly config: string;
  /** False: goes on without a configuration where there is none. */
  readonly needsConfig?: boolean;
  /** `true`: the embedded simulator with a state made from the configuration; a string: with its state in that file. */
  readonly simulate?: string | true;
  /** Milliseconds since 1970: what would it be then. */
  readonly at?: number;
  /** The commit against whose file the cause of a change is told. */
  readonly base?: string;
  readonly color: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

export interface CommonOptions extends RunOptions {
  readonly format: Format;
}

export interface DriftOptions extends RunOptions {
  readonly format: PageFormat;
}

export interface PlanOptions extends DriftOptions {
  /** Where the plan file goes. */
  readonly out?: string;
  readonly detailedExitcode: boolean;
}

export interface ApplyOptions extends CommonOptions {
  /** The plan file that was approved. */
  readonly plan?: string;
  readonly yes: boolean;
  readonly expectDigest?: string;
  readonly only?: readonly Origin[];
  /** The file of an earlier apply that is to be undone. */
  readonly undo?: string;
  /** Where what would undo this apply is written. */
  readonly undoOut: string;
  /** Milliseconds after which no new work starts. */
  readonly deadline?: number;
}

export interface AccessOptions extends RunOptions {
  readonly format: PageFormat;
  readonly user?: string;
  readonly group?: string;
  readonly account?: string;
  readonly permissionSet?: string;
  /** Reads what is live instead of the file. */
  readonly live: boolean;
}

export interface ExportOptions extends CommonOptions {
  /** The folder to write; this or `into` is given. */
  readonly out?: string;
  /** The folder to edit. */
  readonly into?: string;
  /** What is declared and not live leaves the files of `into`. */
  readonly acceptRemovals?: boolean;
  readonly only?: readonly ExportKind[];
}

export interface RehearseOptions extends CommonOptions {
  /** Absent: all of them. */
  readonly faults?: readonly ScheduleName[];
  /** Of the first schedule. */
  readonly seed: number;
}

export interface SimulateOptions {
  readonly state?: string;
  readonly config: string;
  readonly port: number;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** DESIGN section 3, "Exit code". */
export const EXIT = {
  done: 0,
  failed: 1,
  changes: 2,
  refused: 3,
  partial: 4,
} as const;
