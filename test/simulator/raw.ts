/** Requests without the SDK: as other AWS tools send them, or as none should. */

import { request as httpRequest } from 'node:http';

import type { World } from './support.ts';

const SIGNATURE = 'a'.repeat(64);

interface Sent {
  readonly method?: string;
  readonly accessKeyId?: string;
  readonly service?: string;
  readonly region?: string;
  readonly target?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Received {
  readonly status: number;
  readonly type: string | undefined;
  readonly errorType: string | undefined;
  readonly body: string;
}

/** A request as any AWS tool would sign it. */
export function send(world: Pick<World, 'simulator'>, options: Sent): Promise<Received> {
  const {
    accessKeyId = 'AKIATEST000000000000',
    service = 'sso',
    region = 'us-east-1',
    target,
    method = 'POST',
    body = '{}',
    headers = {},
  } = options;
  const scope = `${accessKeyId}/20260105/${region}/${service}/aws4_request`;
  const all = {
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${SIGNATURE}`,
    ...(target === undefined ? {} : { 'x-amz-target': target }),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest(world.simulator.url, { method, headers: all }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () => {
        const { 'content-type': type, 'x-amzn-errortype': named } = response.headers;
        const errorType = Array.isArray(named) ? named[0] : named;
        resolve({ status: response.statusCode ?? 0, type, errorType, body: text });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}
