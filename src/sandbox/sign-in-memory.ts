import type { Device, Instance, SignInMemory, World } from './world.ts';

/** Device codes that are kept, and things that are known to be over: the newest ones. */
const keptDevices = 100;
const keptSpent = 1000;

/** Milliseconds for which a lapsed device code is still known as one. */
const lapsedMs = 600_000;

/** Begins to remember a device code. */
export function rememberDevice(world: World, device: Device, now: number): void {
  const memory = memoryOf(world, now);
  memory.devices.push(device);
  memory.devices = memory.devices.slice(-keptDevices);
}

/** The device code that a person types so; case and the hyphen do not matter. */
export function deviceWith(world: World, userCode: string): Device | undefined {
  const typed = plain(userCode);
  return world.signIn?.devices.find((one) => plain(one.userCode) === typed);
}

/** The instance whose portal a device code is about; undefined: it is gone, or another company's. */
export function instanceOf(world: World, about: { instanceArn?: string }): Instance | undefined {
  return world.instances.find((one) => one.arn === about.instanceArn && one.status === 'ACTIVE');
}

/** A code was redeemed, or a session signed out: not valid again, though it lapses only then. */
export function spend(world: World, id: string, until: number, now: number): void {
  const memory = memoryOf(world, now);
  memory.spent.push({ id, until });
  memory.spent = memory.spent.slice(-keptSpent);
}

export function isSpent(world: World, id: string): boolean {
  return world.signIn?.spent.some((one) => one.id === id) === true;
}

/** The memory, without what has lapsed. */
function memoryOf(world: World, now: number): SignInMemory {
  const { devices = [], spent = [] } = world.signIn ?? {};
  const memory = {
    devices: devices.filter((one) => now < one.expiresAt + lapsedMs),
    spent: spent.filter((one) => now < one.until),
  };
  world.signIn = memory;
  return memory;
}

function plain(userCode: string): string {
  return userCode.replace(/[^a-z]/gi, '').toUpperCase();
}
