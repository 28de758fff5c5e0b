// Derives the compact models that the simulator validates against from the services' own models (botocore's
// service-2.json files). Usage: node scripts/generate-models.mjs [folder with NAME.service-2.json]
// What stays: the operations that the simulator serves, their shapes with constraints and required members, their errors
// with HTTP status. No documentation text. Beside each model stands a .types.ts with the inputs and outputs as types.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MEMBERS_OF_THE_JS_CLIENT, SERVED, WRITTEN_BY_HAND } from './served-operations.mjs';

const source = process.argv[2] ?? '../shared/models';
const target = path.join(path.dirname(fileURLToPath(import.meta.url)), '../reconciler/simulator/models');

const CONSTRAINTS = ['min', 'max', 'pattern', 'enum', 'required', 'union', 'document', 'flattened'];

// The models' patterns are Java's, which escapes what JavaScript's unicode mode forbids to escape.
function unicodePattern(pattern) {
  let inClass = false;
  return pattern.replace(/\\[\s\S]|[[\]]/gu, (token) => {
    if (token === '[') inClass = true;
    if (token === ']') inClass = false;
    const escaped = token.startsWith('\\') && /[ '"!#%&,:;<=>@_`~-]/u.test(token);
    return escaped && !(inClass && token === '\\-') ? token.slice(1) : token;
  });
}

function compactShape(shape) {
  const compact = { type: shape.type };
  for (const name of CONSTRAINTS) if (shape[name] !== undefined && shape[name] !== false) compact[name] = shape[name];
  if (compact.pattern) compact.pattern = unicodePattern(compact.pattern);
  if (shape.members) {
    const members = Object.entries(shape.members).map(([name, member]) => [name, member.shape]);
    compact.members = Object.fromEntries(members);
  }
  if (shape.member) compact.member = shape.member.shape;
  if (shape.key) Object.assign(compact, { key: shape.key.shape, value: shape.value.shape });
  return compact;
}

function compactError(name, shape) {
  return {
    code: shape.error?.code ?? name,
    status: shape.error?.httpStatusCode ?? (shape.fault ? 500 : 400),
    members: Object.keys(shape.members ?? {}),
  };
}

function withClientMembers(service, shapes) {
  for (const [name, extra] of Object.entries(MEMBERS_OF_THE_JS_CLIENT[service] ?? {})) {
    const shape = shapes[name] ?? { type: 'structure', members: {} };
    const members = Object.entries(extra).map(([member, its]) => [member, { shape: its }]);
    shapes[name] = { ...shape, members: { ...shape.members, ...Object.fromEntries(members) } };
  }
  return shapes;
}

function reachable(shapes, roots) {
  const found = new Set();
  const visit = (name) => {
    if (found.has(name)) return;
    found.add(name);
    const shape = shapes[name];
    for (const member of Object.values(shape.members ?? {})) visit(member.shape);
    for (const part of [shape.member, shape.key, shape.value]) if (part) visit(part.shape);
  };
  roots.forEach(visit);
  return [...found].toSorted((a, b) => (a < b ? -1 : 1));
}

function compactModel(service, model, operationNames) {
  const shapes = withClientMembers(service, { ...model.shapes, Nothing: { type: 'structure', members: {} } });
  const operations = {};
  const errors = {};
  for (const name of operationNames.toSorted()) {
    const operation = model.operations[name];
    const declared = (operation.errors ?? []).map((error) => error.shape).toSorted();
    operations[name] = {
      input: operation.input?.shape ?? 'Nothing',
      output: operation.output?.shape ?? 'Nothing',
      errors: declared,
    };
    for (const error of declared) errors[error] = compactError(error, shapes[error]);
  }
  const roots = Object.values(operations).flatMap(({ input, output }) => [input, output]);
  const { protocol, jsonVersion, targetPrefix, signingName, endpointPrefix, apiVersion, xmlNamespace } = model.metadata;
  return {
    service,
    protocol,
    ...(jsonVersion ? { jsonVersion, targetPrefix } : {}),
    signingName: signingName ?? endpointPrefix,
    apiVersion,
    ...(xmlNamespace ? { xmlNamespace: xmlNamespace.uri ?? xmlNamespace } : {}),
    operations,
    errors: Object.fromEntries(Object.entries(errors).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    shapes: Object.fromEntries(reachable(shapes, roots).map((name) => [name, compactShape(shapes[name])])),
  };
}

/** One line for each operation, error and shape: small, and a change of the model is one line of a diff. */
function modelText(model) {
  const parts = Object.entries(model).map(([name, value]) => {
    if (!['operations', 'errors', 'shapes'].includes(name))
      return `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`;
    const lines = Object.entries(value).map(([key, its]) => `    ${JSON.stringify(key)}: ${JSON.stringify(its)}`);
    return `  ${JSON.stringify(name)}: {\n${lines.join(',\n')}\n  }`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}

const SCALARS = {
  string: 'string',
  integer: 'number',
  long: 'number',
  double: 'number',
  boolean: 'boolean',
  timestamp: 'number',
  blob: 'string',
};

function typeOf(model, name) {
  const shape = model.shapes[name];
  if (shape.document) return 'Json';
  if (shape.type === 'structure') return name;
  if (shape.type === 'list') return `readonly ${bracketed(typeOf(model, shape.member))}[]`;
  if (shape.type === 'map') return `{ readonly [key: string]: ${typeOf(model, shape.value)} }`;
  if (shape.enum) return shape.enum.map((value) => `'${value}'`).join(' | ');
  return SCALARS[shape.type];
}

function bracketed(type) {
  return /[ |]/.test(type) ? `(${type})` : type;
}

function typesText(model) {
  const structures = Object.entries(model.shapes).filter(([, shape]) => shape.type === 'structure' && !shape.document);
  const interfaces = structures.map(([name, shape]) => {
    const members = Object.entries(shape.members ?? {}).map(([member, its]) => {
      const required = (shape.required ?? []).includes(member);
      return `  readonly ${member}${required ? '' : '?'}: ${typeOf(model, its)}${required ? '' : ' | undefined'};`;
    });
    return members.length === 0 ? `type ${name} = object;` : `interface ${name} {\n${members.join('\n')}\n}`;
  });
  const operations = Object.entries(model.operations).map(
    ([name, { input, output }]) => `  readonly ${name}: { readonly input: ${input}; readonly output: ${output} };`,
  );
  const title = model.service.replace(/(^|-)(.)/g, (_, __, letter) => letter.toUpperCase());
  const body = [...interfaces, `export interface ${title}Operations {\n${operations.join('\n')}\n}`].join('\n\n');
  const json = /\bJson\b/.test(body) ? `import type { Json } from '../json.ts';\n\n` : '';
  return `// Generated by scripts/generate-models.mjs. Instants are milliseconds since 1970.\n\n${json}${body}\n`;
}

for (const [service, operationNames] of Object.entries(SERVED)) {
  const model = JSON.parse(readFileSync(path.join(source, `${service}.service-2.json`), 'utf8'));
  const compact = compactModel(service, model, operationNames);
  writeFileSync(path.join(target, `${service}.json`), modelText(compact));
  writeFileSync(path.join(target, `${service}.types.ts`), typesText(compact));
}

for (const service of WRITTEN_BY_HAND) {
  const model = JSON.parse(readFileSync(path.join(target, `${service}.json`), 'utf8'));
  writeFileSync(path.join(target, `${service}.types.ts`), typesText(model));
}
