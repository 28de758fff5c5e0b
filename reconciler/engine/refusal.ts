import { IssueError } from '../core/issue.ts';

/** Refused before anything was read further: another organisation, another account (exit 3). */
export class Refusal extends IssueError {}
