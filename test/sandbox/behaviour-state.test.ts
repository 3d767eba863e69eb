import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Behaviour,
  behaviourFromEnvironment,
  emptyWorld,
  openWorld,
  saveWorld,
  scenarioNames,
  scenarios,
  simulatedAws,
  type World,
} from '../../src/sandbox/index.ts';
import { virtualClock } from '../helpers/clock.ts';
import { anInstance, clients } from './helpers.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A file with that world. */
function saved(world: World): string {
  const file = join(folder, 'saved.json');
  saveWorld(file, world);
  return file;
}

describe('state and scenarios', () => {
  it('S153 keeps a world in a file', () => {
    const file = join(folder, 'state', 'world.json');
    expect(openWorld(file)).toBeUndefined();
    const world = scenarios['several-accounts']();
    saveWorld(file, world);
    expect(openWorld(file)).toEqual(world);
    for (const damaged of [
      '',
      '{"version":1',
      '[]',
      'null',
      '{"version":2}',
      JSON.stringify({ ...world, instances: 1 }),
    ]) {
      writeFileSync(file, damaged);
      expect(() => openWorld(file)).toThrow(`${file} is not a state of the simulated AWS`);
    }
    expect(() => openWorld(folder)).toThrow(`${folder} cannot be read`);
  });

  it('S154 replaces the file in one step', () => {
    const own = join(folder, 'own');
    const file = join(own, 'world.json');
    saveWorld(file, emptyWorld());
    expect(statSync(own).mode & 0o777).toBe(0o700);
    chmodSync(file, 0o644);
    saveWorld(file, scenarios.enabled());
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(own)).toEqual(['world.json']);
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const broken = { ...emptyWorld(), customerPolicies: circular } as unknown as World;
    expect(() => saveWorld(file, broken)).toThrow();
    expect(readdirSync(own)).toEqual(['world.json']);
    expect(openWorld(file)).toEqual(scenarios.enabled());
  });

  it('S155 tells of every change, and goes on from a saved world', async () => {
    const worlds: World[] = [];
    const first = anInstance({ onWorldChanged: (world) => worlds.push(world) });
    const before = await first.newGroup('First');
    await first.store.listGroups({ IdentityStoreId: first.IdentityStoreId });
    first.aws.console.setSendEmailOtp(true);
    expect(worlds).toHaveLength(2);
    expect(worlds.at(-1)).toBe(first.aws.world);
    const file = join(folder, 'world.json');
    saveWorld(file, first.aws.world);
    const world = openWorld(file);
    const second = clients(simulatedAws({ ...(world && { world }), clock: virtualClock() }));
    const { IdentityStoreId } = first;
    const after = await second.store.createGroup({ IdentityStoreId, DisplayName: 'Second' });
    const { Groups = [] } = await second.store.listGroups({ IdentityStoreId });
    expect(Groups.map((one) => one.GroupId)).toEqual([before, after.GroupId]);
    expect(after.GroupId).not.toBe(before);
  });

  it('S156 has scenarios', () => {
    expect(scenarioNames).toHaveLength(26);
    for (const name of scenarioNames) {
      const world: World = scenarios[name]();
      expect(JSON.parse(JSON.stringify(world))).toEqual(world);
      expect(scenarios[name]()).not.toBe(world);
      expect(scenarios[name]()).toEqual(world);
      expect(openWorld(saved(world))).toEqual(world);
    }
  });

  it('S157 is the same for the same seed', async () => {
    const story = async (seed: number) => {
      const { aws, newSet, newGroup, newUser, assign } = anInstance({ behaviour: { seed } });
      await assign(await newSet(), await newGroup());
      await newUser();
      return aws.world;
    };
    const world = await story(5);
    expect(await story(5)).toEqual(world);
    expect(await story(6)).not.toEqual(world);
  });
});

describe('environment', () => {
  const documented = readFileSync(`${import.meta.dirname}/../../src/sandbox/BEHAVIOUR.md`, 'utf8');
  const table = [...documented.matchAll(/^\| `(SSO_SETUP_SANDBOX_\w+)` +\| `(\w+)`.*\| (.*?) +\|$/gm)];

  it('S158 reads each variable of the table', () => {
    expect(table).toHaveLength(20);
    expect(behaviourFromEnvironment({ PATH: '/bin' })).toEqual({});
    const examples: Record<string, [string, unknown]> = {
      'true, false': ['true', true],
      'IAM actions with commas between': ['sso:CreatePermissionSet, iam:*', ['sso:CreatePermissionSet', 'iam:*']],
      'Regions with commas between': ['eu-west-1,ap-northeast-2', ['eu-west-1', 'ap-northeast-2']],
      '0 to 1': ['0.25', 0.25],
    };
    for (const [, name = '', key = '', values = ''] of table) {
      const [text, value] = examples[values] ?? ['42', 42];
      expect(behaviourFromEnvironment({ [name]: text })).toEqual({ [key]: value } as Partial<Behaviour>);
      expect(behaviourFromEnvironment({ [name]: '' })).toEqual({});
    }
  });

  it('S159 refuses malformed values', () => {
    const bad = ['x', '-1', '1e3', ' 1', '99999999999', 'sso', 'a:b:c', 'eu_west_1', 'yes'];
    for (const [, name = ''] of table) {
      for (const text of bad) {
        expect(() => behaviourFromEnvironment({ [name]: text })).toThrow(new RegExp(`^${name} must be .*"${text}"`));
      }
    }
    expect(() => behaviourFromEnvironment({ SSO_SETUP_SANDBOX_LATENCY_MS: '1.5' })).toThrow(
      'a whole number from 0 to 60000',
    );
  });
});
