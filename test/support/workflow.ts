/** The workflows of the documentation, as far as a runner reads them to start the Action: its inputs, job by job. */

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

type Inputs = Readonly<Record<string, string>>;

export interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: Readonly<Record<string, string | boolean>>;
  readonly jobs: Readonly<Record<string, { readonly if?: string; readonly steps: readonly Step[] }>>;
}

interface Metadata {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
}

/** A workflow of `docs/workflows/` by the name of its file, without `.yml`. */
export function workflow(name: string): Workflow {
  return parse(readFileSync(`docs/workflows/${name}.yml`, 'utf8')) as Workflow;
}

/** Whether a step runs this Action. */
export function isOurs({ uses }: Step): boolean {
  return uses?.startsWith('acme/codewhisperer-gitops@') === true;
}

/** What a runner sets for each input of `action.yml` that a step does not give. */
export function inputDefaults(): Inputs {
  const { inputs } = parse(readFileSync('action.yml', 'utf8')) as Metadata;
  const entries = Object.entries(inputs).map(([name, input]) => [name, input.default ?? ''] as const);
  return evaluated(Object.fromEntries(entries), { 'github.token': 'workflow-token' });
}

/** The inputs that a job of a workflow gives the Action. `context` is what stands behind each of its expressions. */
export function actionInputs(name: string, job: string, context: Inputs = {}): Inputs {
  const steps = workflow(name).jobs[job]?.steps.filter(isOurs) ?? [];
  const [step, ...others] = steps;
  if (step === undefined || others.length > 0)
    throw new Error(`${name}.yml: job ${job} runs the Action ${steps.length} times`);
  return evaluated(step.with ?? {}, context);
}

/** Texts of a workflow with what stands behind their expressions. */
export function evaluated(texts: Readonly<Record<string, string | boolean>>, context: Inputs): Inputs {
  const value = (_all: string, expression: string): string => {
    const found = context[expression];
    if (found === undefined) throw new Error(`nothing stands behind ${expression}`);
    return found;
  };
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, String(text).replaceAll(/\$\{\{ *(.+?) *\}\}/gu, value)]),
  );
}
