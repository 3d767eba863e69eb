import { describe, expect, it } from 'vitest';
import { type ScenarioName, simulatedAws } from '../../src/sandbox/index.ts';
import { anAws, anInstance, clients } from './helpers.ts';

describe('the console', () => {
  it('S143 enables Identity Center', async () => {
    const { aws, sso, org } = anAws();
    aws.console.enableInstance('us-east-1');
    expect((await sso.listInstances({})).Instances).toMatchObject([
      { Status: 'ACTIVE', OwnerAccountId: '111122223333' },
    ]);
    expect((await org.describeOrganization({})).Organization?.FeatureSet).toBe('ALL');
    const trusted = await org.listAWSServiceAccessForOrganization({});
    expect(trusted.EnabledServicePrincipals).toMatchObject([{ ServicePrincipal: 'sso.amazonaws.com' }]);
    const without = anAws({ scenario: 'organization' });
    without.aws.console.enableInstance('us-east-1', { permissionSetsEnabled: false });
    expect(without.aws.world.instances[0]?.permissionSetsEnabled).toBe(false);
  });

  it('S144 refuses what the console would refuse', () => {
    const enable = (scenario: ScenarioName, region = 'us-east-1') => {
      const { aws } = anAws({ scenario });
      const before = structuredClone(aws.world);
      expect(() => aws.console.enableInstance(region)).toThrow();
      expect(() => aws.console.enableInstanceSoon(region)).toThrow();
      expect(aws.world).toEqual(before);
    };
    for (const scenario of ['enabled', 'member-account', 'account-instance', 'consolidated-billing'] as const) {
      enable(scenario, 'eu-west-1');
    }
    enable('organization', 'ap-east-1');
    const { aws } = anAws({ scenario: 'organization' });
    aws.console.enableInstanceSoon('us-east-1', 1000);
    expect(() => aws.console.enableInstanceSoon('us-east-1', 1000)).toThrow('enabled already, in us-east-1');
  });

  it('S145 enables Identity Center soon', async () => {
    const { aws, clock, sso } = anAws({ behaviour: { enableAfterMs: 2000 } });
    aws.console.enableInstanceSoon('us-east-1');
    const seen = async () => (await sso.listInstances({})).Instances?.map((one) => one.Status);
    expect(await seen()).toEqual([]);
    await clock.sleep(1000);
    expect(await seen()).toEqual(['CREATE_IN_PROGRESS']);
    const saved = JSON.parse(JSON.stringify(aws.world));
    await clock.sleep(1000);
    expect(await seen()).toEqual(['ACTIVE']);
    const restarted = simulatedAws({ world: saved, clock });
    const { Instances } = await clients(restarted).sso.listInstances({});
    expect(Instances).toMatchObject([{ Status: 'ACTIVE', InstanceArn: aws.world.instances[0]?.arn }]);
  });

  it('S146 names the portal once', () => {
    const { aws } = anInstance();
    for (const bad of ['', 'd-abc', 'Acme', 'a_b', '-a', 'a'.repeat(63)]) {
      expect(() => aws.console.setAlias(bad)).toThrow('An alias has');
    }
    aws.console.setAlias('acme-2');
    expect(aws.world.instances[0]?.portal.alias).toBe('acme-2');
    expect(() => aws.console.setAlias('other')).toThrow('is named acme-2 already');
    expect(() => anAws().aws.console.setAlias('acme')).toThrow('not enabled');
  });

  it('S147 keeps settings that no API tells', async () => {
    const { aws, sso, InstanceArn, newUser } = anInstance();
    const before = await sso.describeInstance({ InstanceArn });
    await newUser('kim');
    aws.console.setSendEmailOtp(true);
    aws.console.setMfa({ prompt: 'never' });
    aws.console.setPassword('Kim');
    expect(() => aws.console.setPassword('lee')).toThrow('There is no user lee.');
    const [instance] = aws.world.instances;
    expect(instance?.portal).toMatchObject({ sendEmailOtp: true, mfa: { prompt: 'never', usersManageDevices: true } });
    expect(instance?.users[0]?.hasPassword).toBe(true);
    const { $metadata, ...after } = await sso.describeInstance({ InstanceArn });
    expect(before).toMatchObject(after);
  });
});
