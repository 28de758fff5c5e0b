/** Where a command talks to: AWS (or whatever AWS_ENDPOINT_URL names), or the embedded simulator. */

import type { SessionOptions } from '../aws/session.ts';
import type { Configuration } from '../desired/configuration.ts';
import type { Purpose } from '../desired/roles.ts';
import { rolesFor } from '../desired/roles.ts';
import type { OpenCloud } from '../engine/aws-cloud.ts';
import type { Cloud } from '../engine/cloud.ts';
import type { SimulatorClock } from '../simulator/clock.ts';
import type { Simulator } from '../simulator/server.ts';
import { tuningFrom } from './tuning.ts';
import { readStateFile, writeStateFile } from './state-file.ts';

export interface Opened {
  readonly cloud: Cloud;
  /** Keeps what the simulator now holds, when it has a file. */
  save(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly simulate?: string | true;
  /** Default `plan`: only a run that is to write assumes the roles under `apply`. */
  readonly purpose?: Purpose;
  /** Told again and again of what somebody else began, and what is read next waits for. */
  readonly onWaiting?: (what: string) => void;
}

/** Opens the services for one run. Nothing is called before the first read. */
export async function openServices(configuration: Configuration, options: OpenOptions): Promise<Opened> {
  const { simulate, purpose = 'plan', onWaiting } = options;
  const settings = { ...tuningFrom(process.env), ...regionOf(configuration), operations: { onWaiting } };
  if (simulate !== undefined) {
    return openSimulated(configuration, { purpose, settings, ...(simulate === true ? {} : { file: simulate }) });
  }
  const { openCloud } = await import('../engine/aws-cloud.ts');
  const cloud = await openCloud({ ...assumptions(configuration, purpose), ...settings });
  return { cloud, save: () => Promise.resolve(), close: () => Promise.resolve(cloud.close()) };
}

/** Where the file says that Identity Center is; where it does not, the Region of the AWS chain, or the simulated instance's. */
function regionOf({ document }: Configuration): Pick<SessionOptions, 'region'> {
  const region = document.identityCenter?.region;
  return region === undefined ? {} : { region };
}

interface Simulated {
  readonly purpose: Purpose;
  readonly settings: Pick<SessionOptions, 'limits' | 'assignments' | 'region' | 'operations'>;
  /** Where the state is kept; absent: nowhere. */
  readonly file?: string;
}

async function openSimulated(configuration: Configuration, { purpose, settings, file }: Simulated): Promise<Opened> {
  const { startSimulator } = await import('../simulator/server.ts');
  const { createVirtualClock } = await import('../simulator/clock.ts');
  const { seedState } = await import('../engine/seed.ts');
  const stored = file === undefined ? undefined : await readStateFile(file);
  // Nobody waits for a simulated service: its clock jumps.
  const clock = createVirtualClock(Date.now());
  const simulator = await startSimulator({ state: stored ?? seedState(configuration), clock });
  const save = async (): Promise<void> => {
    if (file !== undefined) await writeStateFile(file, simulator.state());
  };
  try {
    if (stored === undefined) await save();
    const assumed = simulatedAssumptions(configuration, simulator, purpose);
    const cloud = await connectSimulator(simulator, clock, { ...assumed, ...settings });
    const close = async (): Promise<void> => {
      cloud.close();
      await simulator.close();
    };
    return { cloud, save, close };
  } catch (error) {
    // While it listens, the process would not end.
    await simulator.close();
    throw error;
  }
}

/** Those of the configuration; on the simulator a profile's account can be worked in without a role that the file names. */
export function simulatedAssumptions(
  configuration: Configuration,
  simulator: Simulator,
  purpose: Purpose,
): Assumptions {
  const assumed = assumptions(configuration, purpose);
  return { ...assumed, roles: { ...simulatedRoles(configuration, simulator), ...assumed.roles } };
}

/** A role of the profile's account, for files that name none: they could else only be tried in the management account. */
function simulatedRoles({ document }: Configuration, simulator: Simulator): SessionOptions['roles'] {
  const { account: name } = document.codewhisperer ?? {};
  const { accounts, managementAccount } = simulator.state().organization;
  const id =
    document.accounts?.[name ?? ''] ?? accounts.find((account) => [account.id, account.name].includes(name ?? ''))?.id;
  if (id === undefined || id === managementAccount) return {};
  return { codewhisperer: `arn:aws:iam::${id}:role/cw-gitops` };
}

type Assumptions = Pick<SessionOptions, 'roles' | 'sessionName'>;

/** The roles of the configuration, in sessions named after the run, so that CloudTrail leads back to it. */
export function assumptions(configuration: Configuration, purpose: Purpose): Assumptions {
  const { GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: attempt = '1' } = process.env;
  const name = run === undefined ? new Date().toISOString().replaceAll(/[-:]|\.\d+/gu, '') : `${run}-${attempt}`;
  return { roles: rolesFor(configuration, purpose), sessionName: `cw-gitops-${purpose}-${name}` };
}

/** Real SDK clients that talk to a simulator and share its clock. */
export async function connectSimulator(
  simulator: Simulator,
  clock: SimulatorClock,
  options: Assumptions & Omit<SessionOptions, 'clock' | 'endpoint' | 'credentials'> = {},
): Promise<OpenCloud> {
  const { openCloud } = await import('../engine/aws-cloud.ts');
  const region = simulator.state().identityCenter?.region ?? 'us-east-1';
  return openCloud({ endpoint: simulator.url, credentials: SIMULATED, region, clock, ...options });
}

/** The simulator checks the scope of a signature, not the signature: no secret is needed. */
const SIMULATED = { accessKeyId: 'AKIASIMULATEDADMIN00', secretAccessKey: 'not-a-secret' } as const;
