import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import type { Key } from '../../reconciler/core/key.ts';
import { digestOf } from '../../reconciler/core/plan.ts';
import { undoOf } from '../../reconciler/core/undo.ts';
import type { UndoDocument } from '../../reconciler/core/undo.types.ts';
import { kindOf } from '../../reconciler/kinds/index.ts';
import { parseUndoDocument, undoJson } from '../../reconciler/report/undo-file.ts';
import schema from '../../schemas/undo.schema.json' with { type: 'json' };
import {
  aGroup,
  aMembership,
  anAssignment,
  anAuthorization,
  aPermissionSet,
  aPlan,
  aProfile,
  aThing,
  aUser,
  creation,
  removal,
  update,
} from '../support/builders.ts';
import { HOSTILE_NAMES } from '../support/hostile.ts';

const conforms = new Ajv2020({ strict: true, allErrors: true, strictRequired: false }).compile(schema);
const PLACE = { account: '222222222222', region: 'us-east-1' };

function undoing(changes: readonly Change[]): UndoDocument {
  return undoOf(
    aPlan(),
    changes.map((change) => ({ change })),
    true,
    kindOf,
  );
}

function registered(account: string) {
  const spec = { principal: 'sso.amazonaws.com', account };
  return aThing('delegated-administrator', 'delegated-administrator/sso.amazonaws.com', spec);
}

function application(enabled: boolean) {
  return aThing('application', 'application/222222222222/us-east-1', { ...PLACE, enabled });
}

const BOUNDED = aPermissionSet('Auditor', {
  permissionsBoundary: { customerManagedPolicy: { name: 'guard', path: '/' } },
  provisioned: { outdated: ['333333333333'] },
});

const SAMPLE = undoing([
  creation(aUser('ada')),
  update({ ...aGroup('old'), key: 'group/new' as Key }, aGroup('new')),
  removal(aMembership('devs', 'ada')),
  update(BOUNDED, aPermissionSet('Auditor', { permissionsBoundary: { managedPolicy: 'arn:aws:iam::aws:policy/A' } })),
  creation(anAssignment('Auditor', '333333333333', 'group', 'devs')),
  update(registered('333333333333'), registered('222222222222'), { verb: 'replace' }),
  creation(aThing('service-linked-role', 'service-linked-role/q', { principal: 'q', account: '222222222222' })),
  update(aProfile({ features: { a: true } }), aProfile({ features: { a: { s3Uri: 's3://b' } }, tags: { k: 'v' } })),
  update(application(true), application(false)),
  removal(anAuthorization('user', 'ada')),
]);
const TEXT = undoJson(SAMPLE);

test('undo files are what the published schema says, and are read back as they were written', () => {
  const hostile = undoing(HOSTILE_NAMES.flatMap((name) => [creation(aUser(name)), removal(aGroup(name))]));
  for (const undo of [SAMPLE, hostile, undoing([])]) {
    const text = undoJson(undo);
    conforms(JSON.parse(text));
    expect(conforms.errors ?? []).toEqual([]);
    expect(parseUndoDocument(text, digestOf)).toEqual({ ok: true, value: undo, warnings: [] });
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
});

function issuesOf(text: string): readonly string[] {
  const result = parseUndoDocument(text, digestOf);
  return result.ok ? [] : result.issues.map(({ code, message }) => `${code} ${message}`);
}

test.each([
  ['', 'PLAN_NOT_JSON the undo file is empty'],
  [TEXT.slice(0, 300), 'PLAN_CUT the undo file was cut: its end is missing'],
  [
    TEXT.replace('"formatVersion": 1', '"formatVersion": 2'),
    'PLAN_FORMAT_VERSION the undo file has format version 2; this program reads 1',
  ],
  [TEXT.replace('"ended": true', '"ended": 1'), 'PLAN_INVALID no undo file: undoes.ended is not true or false'],
  [TEXT.replace('"verb": "create"', '"verb": "make"'), /changes\[0\]\.verb is not one of/u],
  [TEXT.replace('"verb": "create"', '"verb": "update"'), /changes\[0\] has not the sides of a update/u],
  [TEXT.replace('"verb": "delete"', '"verb": "update"'), /has not the sides of a update/u],
  [TEXT.replace('"id": "user/ada"', '"id": "user/bob"'), /changes\[\d\]\.id is not that of what it is about/u],
  [TEXT.replace('"userName": "ada"', '"userName": 7'), /userName is not a text/u],
  [TEXT.replace('"enabled": true', '"enabled": true, "more": 1'), /more is unknown/u],
  [TEXT.replace('"managedPolicy"', '"policy"'), /permissionsBoundary\.managedPolicy is missing/u],
  [TEXT.replaceAll('333333333333', 'prod'), /account is not 12 digits/u],
])('%#: a file that cannot be used says why', (text, message) => {
  expect(issuesOf(text)[0]).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
});

test('nothing may stand in it twice, and nothing may be edited', () => {
  const twice = { ...SAMPLE, changes: [...SAMPLE.changes, ...SAMPLE.changes] };
  expect(issuesOf(JSON.stringify(twice))).toEqual(['PLAN_INVALID no undo file: changes has an id twice']);
  expect(issuesOf(TEXT.replaceAll('"PT1H"', '"PT12H"'))).toEqual([
    'PLAN_EDITED the undo file was edited: its digest is that of another content',
  ]);
});
