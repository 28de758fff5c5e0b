/** Which scopes hold for a file, and what they allow (DESIGN section 2, References). */

import type { Configuration } from './configuration.ts';
import { at } from './configuration.ts';
import type { Scope } from './document.types.ts';
import { pathGlob } from './glob.ts';
import type { Step } from './node.ts';

/** A scope that matches a file, with its place. */
export interface MatchedScope {
  readonly scope: Scope;
  readonly path: readonly Step[];
}

/** The scopes that match each file, by how people know it; a file that none matches is not there. */
export function scopesByFile({ document, parts }: Configuration): ReadonlyMap<string, readonly MatchedScope[]> {
  const matchers = (document.scopes ?? []).map((scope, index) => ({
    scope,
    path: ['scopes', index],
    matches: pathGlob(scope.files),
  }));
  const byFile = new Map<string, readonly MatchedScope[]>();
  for (const { file, path } of parts) {
    const matched = matchers.filter(({ matches }) => matches(path));
    if (matched.length > 0) byFile.set(file, matched);
  }
  return byFile;
}

/** Where the scopes stand that hold for a file: `config/scopes.yaml:4`. */
export function scopePlaces(configuration: Configuration, scopes: readonly MatchedScope[]): string {
  const places = scopes.map(({ path }) => at(configuration, path)).map(({ file, line }) => `${file}:${line}`);
  return `${places.length === 1 ? 'the scope' : 'the scopes'} at ${places.join(', ')}`;
}

/** The parts, by their path below the folder, that a scope matches. */
export function scopedPaths(configuration: Configuration): ReadonlySet<string> {
  const scoped = scopesByFile(configuration);
  return new Set(configuration.parts.filter(({ file }) => scoped.has(file)).map(({ path }) => path));
}
