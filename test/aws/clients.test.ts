import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { whoAmI } from '../../src/aws/caller.ts';
import { connect, isLook } from '../../src/aws/clients.ts';
import { listInstances } from '../../src/aws/instances.ts';
import { systemClock } from '../../src/clock.ts';
import { SECRET } from '../helpers/account.ts';

const IDENTITY =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/kim</Arn>' +
  '<UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

/** A server on 127.0.0.1 that answers just enough, and counts the connections that are made to it. */
async function aServer() {
  let connections = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end(request.headers['x-amz-target'] ? '{"Instances":[]}' : IDENTITY));
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  return { connections: () => connections };
}

const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
const tools = { clock: systemClock, tell: () => {} };

test('all services, those who look and those who write, share connections that stay open', async () => {
  const server = await aServer();
  const { reader, writer } = connect({ ...tools, credentials });
  await whoAmI(reader);
  await listInstances(reader, 'us-east-1');
  await listInstances(reader, 'eu-west-1');
  await whoAmI(writer);
  expect(server.connections()).toBe(1);

  const together = () => Promise.all(Array.from({ length: 6 }, () => listInstances(writer, 'us-east-1')));
  await together();
  const opened = server.connections();
  expect(opened).toBe(6);
  await together();
  expect(server.connections()).toBe(opened);
});

test('credentials are asked for once, however many clients there are', async () => {
  await aServer();
  const folder = mkdtempSync(join(tmpdir(), 'sso-setup-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [asked, script, config] = ['asked', 'script.cjs', 'config'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const answer = JSON.stringify({ Version: 1, AccessKeyId: 'AKIA', SecretAccessKey: 'secret' });
  writeFileSync(script, `require('fs').appendFileSync(${JSON.stringify(asked)}, '.'); console.log('${answer}')`);
  writeFileSync(config, `[profile asks]\ncredential_process = "${process.execPath}" "${script}"\n`);
  vi.stubEnv('AWS_CONFIG_FILE', config);

  const { reader, writer } = connect({ ...tools, profile: 'asks' });
  await whoAmI(reader);
  await listInstances(reader, 'us-east-1');
  await listInstances(writer, 'us-east-1');
  await whoAmI(writer);
  expect(readFileSync(asked, 'utf8')).toBe('.');
});

test('a client is made when its service is first asked, and then it stays', () => {
  const made: string[] = [];
  const connection = {
    ...tools,
    credentials,
    get requestHandler() {
      made.push('client');
      return { handle: () => Promise.reject(new Error('nothing is sent')) };
    },
  };
  const { reader } = connect(connection);
  expect(made).toEqual([]);
  const clients = [reader.organizations(), reader.ssoAdmin('us-east-1')];
  const before = made.length;
  expect([reader.organizations(), reader.ssoAdmin('us-east-1')]).toEqual(clients);
  expect(made).toHaveLength(before);
  expect(reader.ssoAdmin('eu-west-1')).not.toBe(clients[1]);
});

test.each([
  [undefined, 'us-east-1'],
  ['ap-northeast-2', 'us-east-1'],
  ['cn-north-1', 'cn-north-1'],
  ['us-gov-west-1', 'us-gov-west-1'],
  ['eusc-de-east-1', 'eusc-de-east-1'],
])('from %s global services are asked in %s', (region, expected) => {
  expect(connect({ ...tools, credentials, ...(region === undefined ? {} : { region }) }).reader.globalRegion).toBe(
    expected,
  );
});

test('a look describes, lists, gets, or asks whether something is; putting, attaching and tagging are none', () => {
  expect(['DescribeUser', 'ListUsers', 'GetUserId', 'IsMemberInGroups'].every(isLook)).toBe(true);
  const writes = ['PutInlinePolicyToPermissionSet', 'AttachManagedPolicyToPermissionSet', 'TagResource', 'Isolate'];
  expect(writes.some(isLook)).toBe(false);
});

test('a server that says nothing is given up', async () => {
  await aServer();
  const { reader } = connect({ ...tools, credentials });
  await whoAmI(reader);
  const { requestHandler } = reader.sts().config as { requestHandler: { httpHandlerConfigs?(): object } };
  expect(requestHandler.httpHandlerConfigs?.()).toMatchObject({
    connectionTimeout: 5_000,
    requestTimeout: 9_000,
    throwOnRequestTimeout: true,
  });
});

test('calls that are under way are dropped when nobody waits for any answer', () => {
  const ended = new AbortController();
  const destroy = vi.fn();
  const requestHandler = { handle: () => Promise.reject(new Error('nothing is sent')), destroy };
  connect({ ...tools, credentials, requestHandler, ended: ended.signal }).reader.sts();
  expect(destroy).not.toHaveBeenCalled();
  ended.abort();
  expect(destroy).toHaveBeenCalledOnce();
});

test('what a write is signed with is known as a secret', async () => {
  await aServer();
  const { writer } = connect({ ...tools, credentials: { accessKeyId: 'AKIA', secretAccessKey: SECRET } });
  await whoAmI(writer);
  expect(writer.secrets.hide(SECRET)).toBe('[hidden]');
});

test('a profile that the environment names has to exist, too', async () => {
  vi.stubEnv('AWS_PROFILE', 'nobody');
  onTestFinished(() => void vi.unstubAllEnvs());
  await expect(whoAmI(connect(tools).reader)).rejects.toMatchObject({
    id: 'profileNotFound',
    facts: { name: 'nobody' },
  });
});
