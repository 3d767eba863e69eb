import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, afterEach } from 'vitest';

// Every test file is set up with this: a test that speaks to anything but this computer fails, also where whoever asked
// takes it for a network that is gone. Programs that a test starts are told addresses of this computer instead.

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1|::ffff:127(\.\d+){3})$/;
/** Other addresses of this computer, where a test may find nobody. */
const own = new Set(Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? []));
const elsewhere: string[] = [];

function guard(host: unknown): void {
  if (typeof host !== 'string' || LOOPBACK.test(host) || own.has(host)) return;
  elsewhere.push(host);
  throw new Error(`A test must not speak to ${host}.`);
}

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  // Inner callers give what is already sorted out: [[options, callback]].
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  guard(typeof first === 'object' && first !== null ? (first as { host?: unknown }).host : second);
  return Reflect.apply(connect, this, args);
} as typeof connect;

const { lookup } = dns;
dns.lookup = Object.assign((...args: unknown[]) => {
  guard(args[0]);
  return Reflect.apply(lookup, dns, args);
}, lookup) as typeof lookup;
const lookupPromise = dns.promises.lookup;
dns.promises.lookup = (async (...args: unknown[]) => {
  guard(args[0]);
  return Reflect.apply(lookupPromise, dns.promises, args);
}) as typeof lookupPromise;

const { send } = dgram.Socket.prototype;
dgram.Socket.prototype.send = function (this: dgram.Socket, ...args: unknown[]) {
  guard(args.slice(1).find((arg) => typeof arg === 'string'));
  return Reflect.apply(send, this, args);
} as typeof send;

/** The hosts that were spoken to since this was asked last. */
export function spokenTo(): string[] {
  return [...new Set(elsewhere.splice(0))];
}

function failIfElsewhere(): void {
  const hosts = spokenTo();
  if (hosts.length > 0) throw new Error(`Spoken to, and not on this computer: ${hosts.join(', ')}`);
}

afterEach(failIfElsewhere);
afterAll(failIfElsewhere);
