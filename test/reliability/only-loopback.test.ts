import dns from 'node:dns';
import { get } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import net from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect, test } from 'vitest';
import { spokenTo } from '../helpers/loopback.ts';

// Addresses and names that are nobody's (RFC 5737, RFC 6761).
const NOWHERE = '192.0.2.1';
const NOBODY = 'nobody.invalid';

const ways: [how: string, host: string, speak: () => unknown][] = [
  ['net', NOWHERE, () => net.connect(443, NOWHERE)],
  ['net with options', NOBODY, () => net.connect({ host: NOBODY, port: 443 })],
  ['tls', NOWHERE, () => connectTls({ host: NOWHERE, port: 443 })],
  ['http', NOWHERE, () => get({ host: NOWHERE })],
  ['http2', NOWHERE, () => connectHttp2(`http://${NOWHERE}`)],
  ['fetch', NOWHERE, () => fetch(`http://${NOWHERE}`)],
  ['dns', NOBODY, () => dns.lookup(NOBODY, () => {})],
  ['dns.promises', NOBODY, () => dns.promises.lookup(NOBODY)],
];

test.each(ways)('a test that speaks to another computer by %s fails, and it is named', async (_how, host, speak) => {
  await expect((async () => speak())()).rejects.toThrow();
  expect(spokenTo()).toEqual([host]);
});
