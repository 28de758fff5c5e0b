/** docs/iam/*.json: enough for the calls that the code can make, and for nothing else. */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { policyMistakes } from '../reconciler/core/policy-grammar.ts';
import type { Json } from '../reconciler/core/json.ts';
import { isRead } from '../reconciler/aws/reads.ts';
import type { SimulatorState } from '../reconciler/simulator/state.types.ts';
import { parseState } from '../reconciler/simulator/state.ts';
import { seedState } from '../reconciler/engine/seed.ts';
import { validateConfiguration } from '../reconciler/desired/validate.ts';
import { issuesOf } from '../reconciler/commands/failure.ts';
import type { Configuration } from '../reconciler/desired/configuration.ts';
import type { Purpose } from '../reconciler/desired/roles.ts';
import { rolesFor } from '../reconciler/desired/roles.ts';
import { renderIssues } from '../reconciler/report/issues.ts';
import { renderPlanText } from '../reconciler/report/text.ts';
import { ALL_KINDS, beforeAllKinds } from './support/all-kinds.ts';
import { callsOf, everySource } from './support/calls.ts';
import { inProcess, inTemporaryFolder } from './support/command.ts';
import type { SimulatedRun } from './support/simulated.ts';
import { onSimulator } from './support/simulated.ts';

interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
}

/** What an access key's caller is in `connectSimulator`. */
const KEY = 'AKIASIMULATEDADMIN00';
const NOW = Date.UTC(2026, 10, 21, 12);

function textOf(purpose: Purpose): string {
  return readFileSync(`docs/iam/${purpose}.json`, 'utf8');
}

function statementsOf(purpose: Purpose): readonly Statement[] {
  return (JSON.parse(textOf(purpose)) as { readonly Statement: readonly Statement[] }).Statement;
}

function actionsOf(purpose: Purpose): readonly string[] {
  return statementsOf(purpose).flatMap(({ Action }) => Action);
}

/** Everything that Identity Center can be asked for, organisations, and the life of a profile. */
const APPLIED = [
  '022-everything-at-once',
  '103-delegated-administrator-moves-reviewed',
  '105-roles-for-each-group',
  '201-profile-set-up',
  '206-people-come-and-go',
  '210-profile-deleted',
];

/** STS asks for no permission to say who calls. */
const FREE = 'sts:GetCallerIdentity';

const NEEDED = [...new Set(callsOf(everySource()).map(({ action }) => action))].filter((action) => action !== FREE);

function readsOnly(action: string): boolean {
  return isRead(action.slice(action.indexOf(':') + 1));
}

/**
 * What the services do in their caller's name, so that no call of ours names it: the managed application of a profile,
 * the claim behind a seat, grants of a key, and the roles of a permission set in the management account
 * (reference/codewhisperer-control-plane.md, section 8; identity-center-apis.md, pitfall 7).
 */
const IN_OUR_NAME = [
  'sso:CreateApplication',
  'sso:DeleteApplication',
  'sso:PutApplicationAccessScope',
  'sso:PutApplicationAssignmentConfiguration',
  'sso:PutApplicationAuthenticationMethod',
  'sso:PutApplicationGrant',
  'user-subscriptions:CreateClaim',
  'user-subscriptions:DeleteClaim',
  'user-subscriptions:UpdateClaim',
];
const STATEMENTS_IN_OUR_NAME = ['ProvisionInManagementAccount', 'FederateManagementAccount', 'GrantKey'];

describe('the policies', () => {
  test('plan may do each reading call of the code, and nothing else', () => {
    expect(NEEDED.length).toBeGreaterThan(80);
    expect([...actionsOf('plan')].sort()).toEqual(NEEDED.filter(readsOnly).sort());
  });

  test('apply may do each call of the code, and what the services do in its name', () => {
    const others = statementsOf('apply').filter(({ Sid }) => STATEMENTS_IN_OUR_NAME.includes(Sid));
    const expected = [...NEEDED, ...IN_OUR_NAME, ...others.flatMap(({ Action }) => Action)];
    expect([...actionsOf('apply')].sort()).toEqual(expected.sort());
  });

  test('nothing of plan is a write to the simulator', async () => {
    const writes = await writesOfTheSimulator();
    expect(writes.length).toBeGreaterThan(30);
    expect(actionsOf('plan').filter((action) => writes.includes(action))).toEqual([]);
    // What reads and what writes is said twice, here and there, and both agree.
    expect(NEEDED.filter((action) => !readsOnly(action) && !writes.includes(action))).toEqual([]);
  });

  for (const purpose of ['plan', 'apply'] as const) {
    test(`${purpose} is valid, names each action whole, and fits into a managed policy`, () => {
      expect(policyMistakes(JSON.parse(textOf(purpose)) as Json)).toEqual([]);
      expect(actionsOf(purpose).filter((action) => action.includes('*'))).toEqual([]);
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: without white space.
      expect(textOf(purpose).replaceAll(/\s/gu, '').length).toBeLessThanOrEqual(6144);
    });

    test(`what ${purpose} may do to roles, keys and providers is bound to them`, () => {
      const wide = statementsOf(purpose).filter(({ Resource }) => Resource === '*');
      const bound = /^(?:iam|kms|sts|q):/u;
      expect(wide.flatMap(({ Action }) => Action).filter((action) => bound.test(action))).toEqual([]);
    });
  }
});

interface RoleTemplate {
  readonly Properties: {
    readonly AssumeRolePolicyDocument: Json;
    readonly Policies: readonly { readonly PolicyDocument: Json }[];
  };
}

describe('the roles', () => {
  const { Resources } = parse(readFileSync('docs/iam/roles.yaml', 'utf8')) as {
    readonly Resources: { readonly PlanRole: RoleTemplate; readonly ApplyRole: RoleTemplate };
  };

  test.each([
    ['plan', Resources.PlanRole],
    ['apply', Resources.ApplyRole],
  ] as const)('of CloudFormation: %s has that very policy', (purpose, { Properties }) => {
    expect(Properties.Policies.map(({ PolicyDocument }) => PolicyDocument)).toEqual([JSON.parse(textOf(purpose))]);
  });

  test('that may write are not for pull requests, in either template', () => {
    const subjects = (text: string): readonly string[] => text.match(/repo:[^"\]\s]+/gu) ?? [];
    const terraform = readFileSync('docs/iam/roles.tf', 'utf8');
    const [, plan = '', apply = ''] = /^ {4}plan\s+= (.*)\n {4}apply = (.*)$/mu.exec(terraform) ?? [];
    const named = (text: string): readonly string[] =>
      subjects(text).map((subject) =>
        subject.replaceAll('var.repository', 'Repository').replace('var.branch', 'Branch'),
      );
    const [planned, applied] = [Resources.PlanRole, Resources.ApplyRole].map(({ Properties }) =>
      subjects(JSON.stringify(Properties.AssumeRolePolicyDocument)),
    );
    expect(planned).toEqual(['repo:${Repository}:pull_request', 'repo:${Repository}:ref:refs/heads/${Branch}']);
    expect(applied).toEqual(['repo:${Repository}:environment:production', 'repo:${Repository}:environment:baseline']);
    expect([named(plan), named(apply)]).toEqual([planned, applied]);
  });
});

async function writesOfTheSimulator(): Promise<readonly string[]> {
  const { createServices } = await import('../reconciler/simulator/service-list.ts');
  return createServices(new Map()).flatMap(({ actionPrefix, writes }) =>
    [...writes].map((operation) => `${actionPrefix}:${operation}`),
  );
}

const FOLDER = 'test/scenarios';

interface Scenario {
  readonly name: string;
  readonly config: string;
  readonly live: SimulatorState;
}

function scenario(name: string): Scenario {
  const folder = path.join(FOLDER, name);
  const parsed = parseState(readFileSync(path.join(folder, 'live.json'), 'utf8'));
  if (!parsed.ok) throw new Error(`${name}: ${parsed.mistakes.join('; ')}`);
  const config = ['config', 'config.yaml'].map((part) => path.join(folder, part)).find(existsSync);
  return { name, config: config ?? folder, live: parsed.state };
}

async function configured(config: string): Promise<Configuration> {
  const valid = await validateConfiguration(config, { now: NOW });
  if (!valid.ok) throw new Error(`${config} is not valid`);
  return valid.value;
}

/** The same organisation where nobody may do more than the policy: not the caller, and not the roles that it assumes. */
async function limited({ config, live }: Scenario, purpose: Purpose): Promise<SimulatorState> {
  const actions = actionsOf(purpose);
  const caller = live.principals?.[KEY] ?? { account: live.organization.managementAccount, role: 'cw-gitops' };
  const named = Object.values(rolesFor(await configured(config), purpose));
  return {
    ...live,
    principals: { ...live.principals, [KEY]: { ...caller, actions } },
    roles: Object.fromEntries(
      (live.roles === undefined ? named : Object.keys(live.roles)).map((arn) => [arn, { actions }]),
    ),
  };
}

/** What is shown of a plan, or why there is none. */
async function shown(run: SimulatedRun, config: string): Promise<string> {
  try {
    return renderPlanText(await run.planAt(config), { color: false, verbose: false });
  } catch (error) {
    return `${renderIssues(issuesOf(error))}\n`;
  }
}

/** Those about organisations and the profile, and of the others those that read by other ways. */
const SCENARIOS = readdirSync(FOLDER)
  .sort()
  .filter((name) => !name.startsWith('0') || /^0(?:09|13|14|16|17|20|22)-/u.test(name));

describe('with the policy of plan', () => {
  for (const name of SCENARIOS) {
    test(`plan shows all of ${name}, and writes nothing`, async () => {
      const given = scenario(name);
      await onSimulator(await limited(given, 'plan'), async (run) => {
        const before = run.simulator.state();
        const golden = ['plan.txt', 'issues.txt'].map((file) => path.join(FOLDER, name, file)).find(existsSync);
        expect(await shown(run, given.config)).toBe(readFileSync(golden ?? '', 'utf8'));
        expect(run.simulator.writes()).toBe(0);
        expect(run.simulator.state()).toEqual(before);
      });
    });
  }

  // The example that people copy, a file with every field of the format, and one with every kind of change.
  test.each(['config', 'test/desired/whole-format/config.yaml', ALL_KINDS])(
    'the commands that only read do so on %s, and leave everything as it is',
    async (config) => {
      const live = config === ALL_KINDS ? beforeAllKinds() : seedState(await configured(config));
      const state = await limited({ name: config, config, live }, 'plan');
      await inTemporaryFolder(async (folder) => {
        const file = path.join(folder, 'state.json');
        // Without AWS the role of the profile's account is assumed although no file names it.
        const assumed = { ['arn:aws:iam::222222222222:role/cw-gitops']: { actions: actionsOf('plan') } };
        const text = JSON.stringify({ ...state, roles: { ...assumed, ...state.roles } });
        for (const [code, ...args] of [
          [0, 'validate'],
          [0, 'plan'],
          [2, 'drift'],
          [0, 'access', '--live'],
          [0, 'export', '--out', path.join(folder, 'exported')],
        ] as const) {
          writeFileSync(file, text);
          const simulated = args[0] === 'validate' ? [] : ['--simulate', file];
          const ran = await inProcess([...args, ...simulated, '--config', config, '--quiet']);
          expect([args[0], ran.code, ran.err]).toEqual([args[0], code, '']);
          expect(readFileSync(file, 'utf8')).toBe(text);
        }
      });
    },
  );

  for (const name of ['022-everything-at-once', '105-roles-for-each-group', '201-profile-set-up']) {
    test(`an apply of ${name} is refused, and nothing has changed`, async () => {
      const given = scenario(name);
      await onSimulator(await limited(given, 'plan'), async (run) => {
        const before = run.simulator.state();
        const applied = await run.applyAt(given.config);
        const outcomes = applied.ended === 'applied' ? applied.outcomes : [];
        const failed = outcomes.flatMap((outcome) => (outcome.status === 'failed' ? [outcome.issue] : []));
        expect(failed.length).toBeGreaterThan(0);
        for (const { message } of failed) expect(message).toContain('not authorized to perform');
        expect(run.simulator.state()).toEqual(before);
      });
    });
  }
});

describe('with the policy of apply', () => {
  for (const name of APPLIED) {
    test(`everything of ${name} is done`, async () => {
      const given = scenario(name);
      await onSimulator(await limited(given, 'apply'), async (run) => {
        const applied = await run.applyAt(given.config);
        const outcomes = applied.ended === 'applied' ? applied.outcomes : [];
        expect(outcomes.length).toBeGreaterThan(0);
        expect(outcomes.filter(({ status }) => status !== 'done')).toEqual([]);
        // What was called is what the text of the source was read for.
        const called = Object.keys(run.simulator.calls()).map(actionOf);
        expect(called.filter((action) => action !== FREE && !NEEDED.includes(action))).toEqual([]);
      });
    });
  }
});

/** `sso-admin:ListUsers` as IAM writes it. */
function actionOf(call: string): string {
  return call.replace(/^sso-admin:/u, 'sso:');
}
