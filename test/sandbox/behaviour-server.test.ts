import { request } from 'node:http';
import { connect } from 'node:net';
import { STS } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type SandboxServer,
  type SimulatedAwsOptions,
  scenarios,
  serve,
  simulatedAws,
} from '../../src/sandbox/index.ts';
import { credentials, refused, signature } from './helpers.ts';

const open: SandboxServer[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function aServer(options: SimulatedAwsOptions = {}) {
  const aws = simulatedAws(options);
  const server = await serve(aws, { port: 0 });
  open.push(server);
  return { aws, server, port: Number(new URL(server.url).port) };
}

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

function send(port: number, sent: Sent): Promise<{ status: number | undefined; body: string }> {
  const { method = 'POST', path = '/', headers = {}, body = '' } = sent;
  return new Promise((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', port, method, path, headers: { host: `127.0.0.1:${port}`, ...headers } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => resolve({ status: answer.statusCode, body: Buffer.concat(chunks).toString() }));
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

const listInstances = {
  headers: { 'x-amz-target': 'SWBExternalService.ListInstances', authorization: signature },
  body: '{}',
};

/** Sends bytes that are not HTTP, or only the beginning of it; gives what comes back. */
function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let seen = '';
    socket.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(seen));
  });
}

describe('over HTTP', () => {
  it('S148 listens on this computer, and closes', async () => {
    const { server, port } = await aServer({ world: scenarios.enabled() });
    expect(server.url).toBe(`http://127.0.0.1:${port}`);
    const sts = new STS({ endpoint: server.url, region: 'us-east-1', credentials });
    expect((await sts.getCallerIdentity({})).Account).toBe('111122223333');
    const answered = await send(port, listInstances);
    expect(JSON.parse(answered.body).Instances).toHaveLength(1);
    const idle = connect(port, '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    const dropped = new Promise((resolve) => idle.once('close', resolve));
    idle.on('error', () => {});
    await server.close();
    await dropped;
    expect((await refused(send(port, listInstances))).code).toMatch(/^ECONN/);
  });

  it('S149 refuses other host names', async () => {
    const { port } = await aServer();
    const statusFor = async (host: string) =>
      (await send(port, { ...listInstances, headers: { ...listInstances.headers, host } })).status;
    expect(await statusFor('evil.example')).toBe(403);
    expect(await statusFor('127.0.0.1.evil.example')).toBe(403);
    expect(await statusFor(`localhost:${port}`)).toBe(200);
  });

  it('S150 goes on after malformed input', async () => {
    const { port } = await aServer();
    expect((await send(port, { ...listInstances, body: ' '.repeat(1024 * 1024 + 1) })).status).toBe(413);
    expect((await send(port, { ...listInstances, body: '{' })).status).toBe(400);
    expect((await send(port, { method: 'PUT', path: '/%zz' })).status).toBe(400);
    expect(await sendRaw(port, 'nonsense\r\n\r\n')).toContain('400 Bad Request');
    expect((await send(port, listInstances)).status).toBe(200);
  });

  it('S151 breaks connections', async () => {
    const { aws, port } = await aServer({
      world: scenarios.organization(),
      behaviour: { fault: (call) => (call.write ? { kind: 'unanswered' } : undefined) },
    });
    const headers = { 'x-amz-target': 'AWSOrganizationsV20161128.EnableAWSServiceAccess', authorization: signature };
    const body = '{"ServicePrincipal":"sso.amazonaws.com"}';
    expect((await refused(send(port, { headers, body }))).code).toBe('ECONNRESET');
    expect(aws.world.organization?.serviceAccess).toHaveLength(1);
    expect((await send(port, listInstances)).status).toBe(200);
  });

  it('S152 has routes of its own', async () => {
    const { aws, port } = await aServer();
    const act = (name: string, body: object, headers = {}) =>
      send(port, { path: `/_sandbox/console/${name}`, body: JSON.stringify(body), headers });
    expect((await act('enableInstance', { region: 'us-east-1' })).status).toBe(200);
    const twice = await act('enableInstanceSoon', { region: 'us-east-1', afterMs: 1 });
    expect([twice.status, JSON.parse(twice.body).error]).toEqual([400, expect.stringContaining('enabled already')]);
    expect((await act('setAlias', { alias: 'acme' })).status).toBe(200);
    expect((await act('setSendEmailOtp', { on: true })).status).toBe(200);
    expect((await act('setMfa', { prompt: 'never' })).status).toBe(200);
    expect((await act('setPassword', { userName: 'nobody' })).status).toBe(400);
    for (const bad of [
      { region: 1 },
      { region: 'us-east-1', afterMs: -1 },
      { region: 'us-east-1', permissionSetsEnabled: 'no' },
    ]) {
      expect((await act('enableInstanceSoon', bad)).status).toBe(400);
    }
    expect((await act('deleteEverything', {})).status).toBe(404);
    const world = await send(port, { method: 'GET', path: '/_sandbox/world' });
    expect(JSON.parse(world.body)).toEqual(aws.world);
    const page = { origin: `http://127.0.0.1:${port}` };
    expect((await act('setMfa', {}, page)).status).toBe(403);
    expect((await send(port, { method: 'GET', path: '/_sandbox/world', headers: page })).status).toBe(403);
  });
});
