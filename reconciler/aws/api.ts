/** One service as typed operations: every call goes through the limiter, the retries and the count. */

import type { Clock } from './clock.ts';
import type { Loaded } from './clients.ts';
import type { ServiceName } from './errors.ts';
import type { Limiter } from './limiter.ts';
import { allPages, createPager, type Page, type Pager } from './pages.ts';
import { isRead } from './reads.ts';
import type { Retry } from './retry.ts';

type CommandsOf<Sdk> = {
  readonly [Name in keyof Sdk as Name extends `${infer Operation}Command` ? Operation : never]: Sdk[Name];
};
/** Names of the operations of a client module: `ListUsers`. */
type OperationOf<Sdk> = keyof CommandsOf<Sdk> & string;
type InputOf<Sdk, Operation extends OperationOf<Sdk>> = CommandsOf<Sdk>[Operation] extends new (
  input: infer Input extends object,
) => unknown
  ? Input
  : never;
type OutputOf<Sdk, Operation extends OperationOf<Sdk>> = CommandsOf<Sdk>[Operation] extends new (...input: never) => {
  resolveMiddleware(...parts: never): (...input: never) => Promise<{ readonly output: infer Output }>;
}
  ? Output
  : never;

interface CallOptions {
  /** The thing concerned, for people: `permission set Auditor`. */
  readonly about?: string;
  readonly onConflict?: 'retry' | 'throw';
  /** What the call names was listed before: that it is not found passes, or it was deleted since. */
  readonly listed?: boolean;
}

interface ListOptions extends CallOptions {
  readonly pageSize?: number | 'unsized';
}

export interface Api<Sdk> {
  /** One call, tried again as the retry policy says; rejects with an `AwsFailure`. */
  call<Operation extends OperationOf<Sdk>>(
    operation: Operation,
    input: InputOf<Sdk, Operation>,
    options?: CallOptions,
  ): Promise<OutputOf<Sdk, Operation>>;
  /** All items of a paged list, each page asked for with an explicit size. */
  list<Operation extends OperationOf<Sdk>, Item>(
    operation: Operation,
    input: InputOf<Sdk, Operation>,
    itemsOf: (output: OutputOf<Sdk, Operation>) => readonly Item[] | undefined,
    options?: ListOptions,
  ): Promise<readonly Item[]>;
  /** The same list page by page. */
  pages<Operation extends OperationOf<Sdk>, Item>(
    operation: Operation,
    input: InputOf<Sdk, Operation>,
    itemsOf: (output: OutputOf<Sdk, Operation>) => readonly Item[] | undefined,
  ): Pager<Item>;
  /** The Region that the client resolved. */
  region(): Promise<string>;
}

export interface CallCounter {
  count(service: ServiceName, operation: string, write: boolean): void;
}

interface ApiParts<Sdk> {
  readonly service: ServiceName;
  readonly load: () => Promise<Loaded<Sdk>>;
  readonly clock: Clock;
  readonly limiter: Limiter;
  readonly retry: Retry;
  readonly counter: CallCounter;
  readonly pageSize: number;
  /** Awaited before each attempt, outside its turn: credentials that have to be fetched by calls of their own. */
  readonly prepare?: (() => Promise<unknown>) | undefined;
}

/** The operations of one client module. */
export function createApi<Sdk>(parts: ApiParts<Sdk>): Api<Sdk> {
  const { service, load, clock, limiter, retry, counter, pageSize, prepare } = parts;

  const call: Api<Sdk>['call'] = async (operation, input, { about, onConflict, listed } = {}) => {
    const write = !isRead(operation);
    const answer = await retry.run({ service, operation, write, about, input, onConflict, listed }, async () => {
      await prepare?.();
      return limiter.run(() =>
        clock.busy(async () => {
          const { client, sdk } = await load();
          counter.count(service, operation, write);
          return client.send(commandOf(sdk, operation, input));
        }),
      );
    });
    return answer as OutputOf<Sdk, typeof operation>;
  };

  function pageOf<Operation extends OperationOf<Sdk>, Item>(
    operation: Operation,
    input: InputOf<Sdk, Operation>,
    itemsOf: (output: OutputOf<Sdk, Operation>) => readonly Item[] | undefined,
    { pageSize: size = pageSize, ...options }: ListOptions,
  ): (token: string | undefined) => Promise<Page<Item>> {
    return async (token) => {
      const sized = size === 'unsized' ? input : { ...input, MaxResults: size };
      const output = await call(operation, token === undefined ? sized : { ...sized, NextToken: token }, options);
      return { items: itemsOf(output), next: (output as { readonly NextToken?: string }).NextToken };
    };
  }

  return {
    call,
    list: (operation, input, itemsOf, options = {}) =>
      allPages(`${service} ${operation}`, pageOf(operation, input, itemsOf, options)),
    pages: (operation, input, itemsOf) => createPager(`${service} ${operation}`, pageOf(operation, input, itemsOf, {})),
    region: () =>
      retry.run({ service, operation: 'Region', write: false, input: {} }, async () =>
        (await load()).client.config.region(),
      ),
  };
}

function commandOf(sdk: unknown, operation: string, input: object): object {
  const commands = sdk as { readonly [name: string]: new (input: object) => object };
  const Command = commands[`${operation}Command`];
  // The types allow only names that the module has.
  if (Command === undefined) throw new TypeError(`no operation ${operation}`);
  return new Command(input);
}
