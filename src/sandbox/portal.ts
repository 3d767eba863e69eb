import { assignedTo, userNamed, userNameOf } from './assigned.ts';
import type { Behaviour } from './behaviour.ts';
import { derivedIds } from './ids.ts';
import { type PortalAddress, portalAt, startUrlOf } from './portal-address.ts';
import { type Client, clientWithId, codeGrant, isRegistered } from './registration.ts';
import { sealed } from './seal.ts';
import type { AuthorizationCode } from './services/tokens.ts';
import { deviceWith, instanceOf } from './sign-in-memory.ts';
import type { Device, Instance, User, World } from './world.ts';

/** A request of an application to act for somebody, which the person has to answer in the browser. */
export interface SignInRequest {
  readonly clientName: string;
  /** The portal that it is about: its start URL as the instance has it, and the instance's Region. */
  readonly startUrl: string;
  readonly region: string;
  /** Of a device: what the person compares. */
  readonly userCode?: string;
  readonly state: 'pending' | 'approved' | 'denied' | 'expired';
}

export interface PortalAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
}

/** What a person does at the AWS access portal. Whatever the portal would refuse is a plain Error with a text for the page. */
export interface AwsPortal {
  /** Undefined: no such code. Case and the hyphen do not matter. */
  device(userCode: string): SignInRequest | undefined;
  approveDevice(userCode: string, userName: string): void;
  denyDevice(userCode: string): void;
  /**
   * Checks the query of /authorize (response_type=code, client_id, redirect_uri, state, code_challenge,
   * code_challenge_method=S256, scopes). Throws an Error where a real page would show one (unknown client, redirect URI
   * not registered: never redirect then).
   */
  authorization(query: URLSearchParams): SignInRequest;
  /** Where to send the browser after the person agreed: redirect_uri with code and state. */
  authorize(query: URLSearchParams, userName: string): string;
  /** Where to send it after they refused: error=access_denied, error_description, state. */
  refuse(query: URLSearchParams): string;
  /**
   * Checks that this user can sign in at that portal (has a password, or Send email OTP is on); throws with a text that
   * says what to do in the console. Gives the user's exact name.
   */
  signIn(startUrl: string, userName: string): string;
  /** What the portal's start page lists for that user. */
  accounts(startUrl: string, userName: string): readonly PortalAccount[];
  /**
   * Somebody who could sign in there, for a run with nobody at a browser: the named user, else the first user with an
   * assignment, else the first user; undefined when there is none. Needs no password.
   */
  somebody(startUrl: string, userName?: string): string | undefined;
  /** As approveDevice/authorize, but without the password check (the sandbox approves by itself). */
  approveDeviceAs(userCode: string, userName: string): void;
}

/** Milliseconds in which an authorization code has to be redeemed. */
const codeMs = 300_000;

/** What the portal needs of the simulator. */
interface Surroundings {
  /** The world as it is now. */
  readonly read: () => World;
  /** Changes the world in one go; nothing happens when `act` throws. */
  readonly change: (act: (world: World) => void) => void;
  readonly behaviour: Behaviour;
  readonly now: () => number;
}

export function awsPortal({ read, change, behaviour, now }: Surroundings): AwsPortal {
  const answer = (userCode: string, act: (device: Device, instance: Instance | undefined) => void) =>
    change((world) => {
      const device = waiting(world, userCode, now());
      act(device, instanceOf(world, device));
    });
  const approve = (userCode: string, find: (instance: Instance) => Readonly<User>) =>
    answer(userCode, (device, instance) => {
      const here = inItsRegion(instance, device.region);
      device.userId = find(here).id;
      device.state = 'approved';
    });
  const asked = (query: URLSearchParams) => authorizationIn(read(), query, now());
  return {
    device(userCode) {
      const world = read();
      const device = deviceWith(world, userCode);
      return device && deviceRequest(world, device, now());
    },
    approveDevice: (userCode, userName) => approve(userCode, (instance) => checkedUser(instance, userName)),
    approveDeviceAs: (userCode, userName) => approve(userCode, (instance) => userIn(instance, userName)),
    denyDevice: (userCode) =>
      answer(userCode, (device) => {
        device.state = 'denied';
      }),
    authorization(query) {
      const { client, portal } = asked(query);
      const region = portal.instance?.region ?? client.region;
      return { clientName: client.name, startUrl: portal.startUrl, region, state: 'pending' };
    },
    authorize(query, userName) {
      const { client, portal, redirectUri, challenge } = asked(query);
      const instance = inItsRegion(portal.instance, client.region);
      const { id: userId } = checkedUser(instance, userName);
      const purpose = `code ${client.id} ${userId} ${challenge} ${query.get('state')} ${now()}`;
      const code: AuthorizationCode = {
        id: derivedIds(behaviour.seed, purpose).uuid(),
        client: client.id,
        instanceArn: instance.arn,
        userId,
        region: instance.region,
        redirectUri,
        challenge,
        expiresAt: now() + codeMs,
      };
      return sendBack(query, redirectUri, { code: sealed('authorization code', code) });
    },
    refuse: (query) =>
      sendBack(query, asked(query).redirectUri, {
        error: 'access_denied',
        error_description: 'The person refused.',
      }),
    signIn: (startUrl, userName) => userNameOf(checkedUser(instanceAt(read(), startUrl), userName)),
    accounts(startUrl, userName) {
      const world = read();
      const instance = instanceAt(world, startUrl);
      const assigned = assignedTo(world, instance, userIn(instance, userName).id);
      return [...new Set(assigned.map((one) => one.account))].map(({ id, name, email }) => ({
        id,
        name,
        email,
        roles: assigned.filter((one) => one.account.id === id).map((one) => one.set.name),
      }));
    },
    somebody(startUrl, userName) {
      const world = read();
      const instance = portalAt(world, startUrl)?.instance;
      if (instance === undefined) return undefined;
      const user =
        (userName === undefined ? undefined : userNamed(instance, userName)) ??
        instance.users.find((one) => assignedTo(world, instance, one.id).length > 0) ??
        instance.users[0];
      return user && userNameOf(user);
    },
  };
}

function deviceRequest(world: World, device: Device, now: number): SignInRequest {
  const { clientName, userCode } = device;
  const instance = instanceOf(world, device);
  const hasLapsed = device.state === 'pending' && now >= device.expiresAt;
  return {
    clientName,
    startUrl: instance === undefined ? device.startUrl : startUrlOf(instance),
    region: instance?.region ?? device.region,
    userCode,
    state: hasLapsed ? 'expired' : device.state,
  };
}

/** A device code that can still be answered. */
function waiting(world: World, userCode: string, now: number): Device {
  const device = deviceWith(world, userCode);
  if (device === undefined) throw new Error(`There is no code ${userCode}.`);
  if (device.state !== 'pending') throw new Error(`The code ${device.userCode} has been answered already.`);
  if (now >= device.expiresAt) throw new Error(`The code ${device.userCode} has expired. Start again.`);
  return device;
}

/** Checks what a browser brings to /authorize (RFC 6749, 4.1.1; RFC 7636, 4.3). */
function authorizationIn(world: World, query: URLSearchParams, now: number) {
  const client = clientWithId(query.get('client_id') ?? undefined, now);
  if (client === undefined || !client.grantTypes.includes(codeGrant)) {
    throw new Error('invalid_client: Invalid client provided');
  }
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!isRegistered(client, redirectUri)) throw new Error('invalid_request: The redirect URI is not registered.');
  if (query.get('response_type') !== 'code') throw new Error('invalid_request: response_type must be code.');
  const challenge = query.get('code_challenge') ?? '';
  if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(challenge)) {
    throw new Error('invalid_request: A code_challenge of method S256 is needed.');
  }
  const scopes = (query.get('scopes') ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
  if (!scopes.every((scope) => client.scopes.includes(scope))) {
    throw new Error('invalid_scope: The client is not registered for these scopes.');
  }
  return { client, portal: portalOf(world, client), redirectUri, challenge };
}

function portalOf(world: World, client: Client): PortalAddress {
  const portal = portalAt(world, client.issuerUrl ?? '');
  if (portal === undefined) throw new Error(`invalid_request: There is no portal at ${client.issuerUrl}.`);
  return portal;
}

/** A portal works in its own Region only; elsewhere real pages show this (aws/aws-cli#5058). */
function inItsRegion(instance: Instance | undefined, region: string): Instance {
  if (instance === undefined) throw new Error("The portal is another company's: you cannot sign in there.");
  if (instance.region !== region) throw new Error('invalid_grant: Invalid grant provided');
  return instance;
}

function instanceAt(world: World, startUrl: string): Instance {
  const portal = portalAt(world, startUrl);
  if (portal === undefined) throw new Error(`There is no portal at ${startUrl}.`);
  return inItsRegion(portal.instance, portal.instance?.region ?? '');
}

function userIn(instance: Instance, userName: string): Readonly<User> {
  const user = userNamed(instance, userName);
  if (user === undefined) throw new Error(`There is no user ${userName}.`);
  return user;
}

/** Users made by API have no password; the first code by e-mail lets them set one (user guide, userswithoutpwd). */
function checkedUser(instance: Instance, userName: string): Readonly<User> {
  const user = userIn(instance, userName);
  const { sendEmailOtp } = instance.portal;
  if (user.hasPassword || (sendEmailOtp && user.attributes.Emails !== undefined)) return user;
  const name = userNameOf(user);
  if (sendEmailOtp) throw new Error(`${name} has no password, and no e-mail address to send a code to: ${reset}.`);
  throw new Error(`${name} has no password. In the console, ${reset}, or turn on ${otp}.`);
}

const reset = 'use Users > (the user) > Reset password';
const otp = 'Settings > Authentication > Standard authentication > Send email OTP';

/** The application's address, with what it is told, and the state that it asked to get back. */
function sendBack(query: URLSearchParams, redirectUri: string, told: Readonly<Record<string, string>>): string {
  const uri = new URL(redirectUri);
  for (const [name, value] of Object.entries(told)) uri.searchParams.set(name, value);
  const state = query.get('state');
  if (state !== null) uri.searchParams.set('state', state);
  return uri.href;
}
