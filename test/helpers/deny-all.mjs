// Loaded into the program before it starts. No connection leaves it: what goes to AWS over HTTPS is answered by the
// simulated AWS on this computer, everything else is refused, and all of it is written down in NETWORK_LOG.
import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const { NETWORK_LOG, SIMULATED_AWS } = process.env;
const { hostname: loopback, port } = new URL(SIMULATED_AWS);
const AWS = /\.(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws)$/;

const note = (what, where) => appendFileSync(NETWORK_LOG, `${what} ${where}\n`);
const refused = (where) => Object.assign(new Error(`connect ECONNREFUSED ${where}`), { code: 'ECONNREFUSED' });

const ask = http.request;
https.request = (options, ...more) => {
  const host = options.hostname ?? options.host;
  const at = options.port ?? 443;
  note('https', at === 443 ? host : `${host}:${at}`);
  if (!AWS.test(host)) return ask({ host: 'refused.invalid' }, ...more);
  // The simulated AWS answers for this computer only; of the host's name it needs no more than the Region.
  const headers = { ...options.headers, host: `${loopback}:${port}`, 'x-asked-host': host };
  return ask(
    { ...options, headers, agent: undefined, protocol: 'http:', host: loopback, hostname: loopback, port },
    ...more,
  );
};

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...words) {
  const [first] = words.flat();
  const { host = 'localhost', port: at, path } = typeof first === 'object' ? first : { host: words[1], port: first };
  if (host === loopback && String(at) === port) return connect.apply(this, words);
  const where = path ?? `${host}:${at}`;
  note('socket', where);
  process.nextTick(() => this.destroy(refused(where)));
  return this;
};

const unknown = (name) => Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
for (const way of Object.keys(dns).filter((name) => /^(lookup|resolve|reverse)/.test(name))) {
  if (typeof dns[way] !== 'function') continue;
  dns[way] = (name, ...more) => {
    note('name', name);
    process.nextTick(more.at(-1), unknown(name));
  };
  dns.promises[way] = async (name) => {
    note('name', name);
    throw unknown(name);
  };
}

dgram.Socket.prototype.send = (...words) => note('datagram', words.slice(1).join(' '));
childProcess.ChildProcess.prototype.spawn = ({ file }) => {
  note('program', file);
  throw refused(file);
};
childProcess.spawnSync = (file) => {
  note('program', file);
  throw refused(file);
};
syncBuiltinESMExports();
