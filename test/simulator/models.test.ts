import * as identitystore from '@aws-sdk/client-identitystore';
import * as organizations from '@aws-sdk/client-organizations';
import * as ssoAdmin from '@aws-sdk/client-sso-admin';
import * as sts from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';

import { shapeOf } from '../../reconciler/simulator/model.ts';
import { matchesPattern } from '../../reconciler/simulator/validate.ts';
import { services } from './support.ts';

const CLIENTS: Readonly<Record<string, object>> = { 'sso-admin': ssoAdmin, identitystore, organizations, sts };

/** The JavaScript client's schema of a structure: `[3, namespace, name, traits, members, …]`. */
function membersInClient(service: string, structure: string): readonly string[] | undefined {
  // Private APIs have no client.
  const schemas = (CLIENTS[service] ?? {}) as Readonly<Record<string, readonly unknown[] | undefined>>;
  return schemas[`${structure}$`]?.[4] as readonly string[] | undefined;
}

describe.each(services.map((service) => [service.model.service, service] as const))('%s', (name, service) => {
  const { model } = service;
  const operations = Object.keys(model.operations);

  it('has a handler for each operation of its model, and no other', () => {
    expect(Object.keys(service.handlers).toSorted()).toEqual(operations.toSorted());
  });

  it('knows each operation that changes something', () => {
    const reading = /^(?:List|Describe|Get|IsMember|AssumeRole)/u;
    const writing = operations.filter((operation) => !reading.test(operation));
    expect([...service.writes].toSorted()).toEqual(writing.toSorted());
  });

  it('has the members of the JavaScript client, no more and no fewer', () => {
    const structures = Object.entries(model.shapes).filter(
      ([, shape]) => shape.type === 'structure' && !shape.document,
    );
    for (const [structure, shape] of structures) {
      const members = membersInClient(name, structure);
      if (members !== undefined) expect(Object.keys(shape.members ?? {}).toSorted()).toEqual([...members].toSorted());
    }
  });

  it('has patterns that JavaScript understands', () => {
    const patterns = Object.values(model.shapes).flatMap((shape) => shape.pattern ?? []);
    for (const pattern of patterns) expect(() => matchesPattern(pattern, '')).not.toThrow();
  });

  it('has a shape for every name', () => {
    const named = Object.values(model.shapes).flatMap((shape) => [
      ...Object.values(shape.members ?? {}),
      ...[shape.member, shape.key, shape.value].filter((part) => part !== undefined),
    ]);
    for (const one of named) expect(() => shapeOf(model, one)).not.toThrow();
  });
});

describe('patterns', () => {
  it.each([
    ['[\\w+=,.@-]+', 'Read-Only', true],
    ['[\\w+=,.@-]+', 'Read Only', false],
    // A model's alternative with anchors of its own must still match the whole.
    ['^(r-[0-9a-z]{4,32})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$', 'r-abcd and more', false],
    ['[\\p{L}\\p{N}]+', 'Zoë', true],
    ['a', 'a\n', false],
  ])('%s on %j: %s', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });
});
