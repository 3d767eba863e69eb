import { expect, test } from 'vitest';
import {
  attachCustomerPolicy,
  attachManagedPolicy,
  createPermissionSet,
  describePermissionSet,
  detachCustomerPolicy,
  detachManagedPolicy,
  getBoundary,
  listCustomerPolicies,
  listManagedPolicies,
  listTags,
  putBoundary,
  putTags,
} from '../../src/aws/permission-sets.ts';
import { anAccount } from '../helpers/account.ts';

const BODY = { description: 'Reads', sessionDuration: 'PT2H', relayState: 'https://console.aws.amazon.com/ec2/' };

/** A permission set, and who works on it. */
async function aPermissionSet(options: Parameters<typeof anAccount>[0] = {}) {
  const account = anAccount(options);
  const { writer } = account.connect();
  const [instance] = account.simulated.world.instances;
  const at = { arn: instance?.arn ?? '', identityStoreId: instance?.identityStoreId ?? '', region: 'us-east-1' };
  const { arn } = await createPermissionSet(writer, at, 'Reader', BODY);
  return { writer, at, arn };
}

test('a permission set is made with all that it says', async () => {
  const { writer, at, arn } = await aPermissionSet();
  expect(await describePermissionSet(writer, at, arn)).toEqual({ arn, name: 'Reader', ...BODY });
});

test.each([{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }, { reference: { name: 'Wide', path: '/teams/red/' } }])(
  'a boundary is read as it was put: %o',
  async (boundary) => {
    const { writer, at, arn } = await aPermissionSet();
    expect(await getBoundary(writer, at, arn)).toBeUndefined();
    await putBoundary(writer, at, arn, boundary);
    expect(await getBoundary(writer, at, arn)).toEqual(boundary);
  },
);

test('a customer managed policy has a path, and another of its name another one', async () => {
  const { writer, at, arn } = await aPermissionSet();
  const [one, other] = ['/teams/red/', '/'].map((path) => ({ name: 'Team', path })) as [
    { name: string; path: string },
    { name: string; path: string },
  ];
  await attachCustomerPolicy(writer, at, arn, one);
  expect(await listCustomerPolicies(writer, at, arn)).toEqual([one]);
  await detachCustomerPolicy(writer, at, arn, other);
  expect(await listCustomerPolicies(writer, at, arn)).toEqual([one]);
  await detachCustomerPolicy(writer, at, arn, one);
  expect(await listCustomerPolicies(writer, at, arn)).toEqual([]);
});

test('all policies are read, on however many pages they are; one that is attached or gone already is no failure', async () => {
  const { writer, at, arn } = await aPermissionSet({ behaviour: { pageSize: 1 } });
  const [one, other] = ['Billing', 'ReadOnlyAccess'].map((name) => `arn:aws:iam::aws:policy/${name}`) as [
    string,
    string,
  ];
  await attachManagedPolicy(writer, at, arn, one);
  await attachManagedPolicy(writer, at, arn, one);
  await attachManagedPolicy(writer, at, arn, other);
  expect((await listManagedPolicies(writer, at, arn)).sort()).toEqual([one, other]);
  await detachManagedPolicy(writer, at, arn, one);
  await detachManagedPolicy(writer, at, arn, one);
  expect(await listManagedPolicies(writer, at, arn)).toEqual([other]);
});

test('all tags are read, on however many pages they are', async () => {
  const { writer, at, arn } = await aPermissionSet({ behaviour: { pageSize: 1 } });
  const tags = { team: 'red', cost: '42', owner: 'kim' };
  await putTags(writer, at, arn, tags);
  expect(await listTags(writer, at, arn)).toEqual(tags);
});
