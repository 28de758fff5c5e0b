/** What is left of a service's own model (scripts/generate-models.mjs): operations, shapes, constraints, errors. */

export type ShapeType =
  | 'structure'
  | 'list'
  | 'map'
  | 'string'
  | 'integer'
  | 'long'
  | 'double'
  | 'boolean'
  | 'timestamp'
  | 'blob';

export interface Shape {
  readonly type: ShapeType;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  /** Exactly one member must be there. */
  readonly union?: boolean;
  /** Any JSON. */
  readonly document?: boolean;
  /** Members that the model does not know are kept, in it and below: the service has learnt more of them before. */
  readonly open?: boolean;
  readonly members?: { readonly [name: string]: string };
  readonly member?: string;
  readonly key?: string;
  readonly value?: string;
}

interface OperationModel {
  readonly input: string;
  readonly output: string;
  /** Names of the declared errors; those that every operation may answer (COMMON_ERRORS) are not repeated. */
  readonly errors: readonly string[];
}

interface ErrorModel {
  readonly code: string;
  readonly status: number;
  readonly members: readonly string[];
}

export interface ServiceModel {
  readonly service: string;
  readonly protocol: 'json' | 'query';
  readonly jsonVersion?: '1.0' | '1.1';
  /** Before the dot of `X-Amz-Target`. */
  readonly targetPrefix?: string;
  readonly signingName: string;
  readonly apiVersion: string;
  readonly xmlNamespace?: string;
  readonly operations: { readonly [name: string]: OperationModel };
  readonly errors: { readonly [name: string]: ErrorModel };
  readonly shapes: { readonly [name: string]: Shape };
}

/** The shape of that name; the generator leaves no name without one. */
export function shapeOf(model: ServiceModel, name: string): Shape {
  const shape = model.shapes[name];
  if (shape === undefined) throw new Error(`the model of ${model.service} has no shape ${name}`);
  return shape;
}

/**
 * A derived model, read from JSON whose literal types TypeScript widens; test/simulator/models.test.ts checks that the
 * files are of this shape.
 */
export function serviceModel(derived: unknown): ServiceModel {
  return derived as ServiceModel;
}
