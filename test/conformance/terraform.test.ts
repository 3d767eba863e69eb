import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLineConfig, mirrorFolder, NO_MIRROR, providerConfig } from '../helpers/terraform.ts';
import { aDesk, aSimulatedAws, describeWith, inSync, KEYS, REGION, whyMissing } from './programs.ts';

/** The attributes of the provider's resources are those of this major version. */
const VERSION = '>= 5.80, < 7.0';

const mirror = mirrorFolder();
const missing = whyMissing('terraform', '-version') ?? (mirror === undefined ? NO_MIRROR : undefined);

/** The same in the words of sso-setup and of Terraform. */
const SETTINGS = `
region: ${REGION}
groups:
  - { name: Developers, description: People who build }
users:
  - { userName: lee@example.com, email: lee@example.com, givenName: Jiwoo, familyName: Lee, groups: [Developers] }
permissionSets:
  - name: Developer
    description: Build things
    sessionDuration: 8h
    relayState: https://us-east-1.console.aws.amazon.com/cloudwatch/
    managedPolicies: [PowerUserAccess]
    customerManagedPolicies: [{ name: Team, path: /teams/ }]
    inlinePolicy: { Version: '2012-10-17', Statement: [{ Effect: Deny, Action: 'iam:CreateUser', Resource: '*' }] }
    permissionsBoundary: { managedPolicy: ReadOnlyAccess }
    tags: { team: platform }
assignments:
  - { group: Developers, permissionSets: [Developer], accounts: [management] }
`;
/** organization, instance, portal, group, user, membership, permission set, assignment */
const EVERYTHING = 8;

const RESOURCES = `
data "aws_ssoadmin_instances" "this" {}
data "aws_organizations_organization" "this" {}

locals {
  instance = tolist(data.aws_ssoadmin_instances.this.arns)[0]
  store    = tolist(data.aws_ssoadmin_instances.this.identity_store_ids)[0]
  account  = data.aws_organizations_organization.this.master_account_id
}

resource "aws_identitystore_group" "developers" {
  identity_store_id = local.store
  display_name      = "Developers"
  description       = "People who build"
}

resource "aws_identitystore_user" "lee" {
  identity_store_id = local.store
  user_name         = "lee@example.com"
  display_name      = "Jiwoo Lee"
  name {
    given_name  = "Jiwoo"
    family_name = "Lee"
  }
  emails {
    value   = "lee@example.com"
    type    = "work"
    primary = true
  }
}

resource "aws_identitystore_group_membership" "lee" {
  identity_store_id = local.store
  group_id          = aws_identitystore_group.developers.group_id
  member_id         = aws_identitystore_user.lee.user_id
}

resource "aws_ssoadmin_permission_set" "developer" {
  instance_arn     = local.instance
  name             = "Developer"
  description      = "Build things"
  session_duration = "PT8H"
  relay_state      = "https://us-east-1.console.aws.amazon.com/cloudwatch/"
  tags             = { team = "platform" }
}

resource "aws_ssoadmin_managed_policy_attachment" "power_user" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.developer.arn
  managed_policy_arn = "arn:aws:iam::aws:policy/PowerUserAccess"
}

resource "aws_ssoadmin_customer_managed_policy_attachment" "team" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.developer.arn
  customer_managed_policy_reference {
    name = "Team"
    path = "/teams/"
  }
}

resource "aws_ssoadmin_permission_set_inline_policy" "developer" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.developer.arn
  inline_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "iam:CreateUser", Resource = "*" }]
  })
}

resource "aws_ssoadmin_permissions_boundary_attachment" "developer" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.developer.arn
  permissions_boundary {
    managed_policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
  }
}

resource "aws_ssoadmin_account_assignment" "developers" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.developer.arn
  principal_id       = aws_identitystore_group.developers.group_id
  principal_type     = "GROUP"
  target_id          = local.account
  target_type        = "AWS_ACCOUNT"
}
`;
const RESOURCE_COUNT = RESOURCES.match(/^resource /gm)?.length ?? 0;

// Terraform's provider waits 5 seconds after each attachment and 10 before it asks whether an assignment is there.
describeWith(missing, "Terraform's AWS provider and the simulated AWS", () => {
  test('what Terraform makes stays as it is, is the same for sso-setup, and can be destroyed', async () => {
    const { simulated, url } = await aSimulatedAws('enabled');
    const { desk, terraform } = aTerraform(url);
    const settings = desk.write('sso-setup.yaml', SETTINGS);
    expect(await terraform('apply', '-auto-approve')).toMatchObject({ code: 0 });
    expect(await terraform('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
    expect(await desk.look(settings)).toEqual(inSync(EVERYTHING));

    expect(await terraform('destroy', '-auto-approve')).toMatchObject({ code: 0 });
    expect(simulated.world.instances[0]).toMatchObject({
      groups: [],
      users: [],
      memberships: [],
      permissionSets: [],
      assignments: [],
    });
  });

  test('what sso-setup makes is taken over by Terraform, which has nothing to change', async () => {
    const { url, simulated } = await aSimulatedAws('enabled');
    const { desk, terraform } = aTerraform(url);
    const settings = desk.write('sso-setup.yaml', SETTINGS);
    expect(await desk.ssoSetup('-c', settings, '--yes', '--no-input')).toMatchObject({ code: 0 });

    const { instances, account } = simulated.world;
    const [instance] = instances;
    const [set, group, user, membership] = [
      instance?.permissionSets[0]?.arn,
      instance?.groups[0]?.id,
      instance?.users[0]?.id,
      instance?.memberships[0]?.id,
    ];
    const [at, store] = [instance?.arn, instance?.identityStoreId];
    const ids: Record<string, string> = {
      'aws_identitystore_group.developers': `${store}/${group}`,
      'aws_identitystore_user.lee': `${store}/${user}`,
      'aws_identitystore_group_membership.lee': `${store}/${membership}`,
      'aws_ssoadmin_permission_set.developer': `${set},${at}`,
      'aws_ssoadmin_managed_policy_attachment.power_user': `arn:aws:iam::aws:policy/PowerUserAccess,${set},${at}`,
      'aws_ssoadmin_customer_managed_policy_attachment.team': `Team,/teams/,${set},${at}`,
      'aws_ssoadmin_permission_set_inline_policy.developer': `${set},${at}`,
      'aws_ssoadmin_permissions_boundary_attachment.developer': `${set},${at}`,
      'aws_ssoadmin_account_assignment.developers': `${group},GROUP,${account.id},AWS_ACCOUNT,${set},${at}`,
    };
    const imports = Object.entries(ids).map(([to, id]) => `import {\n  to = ${to}\n  id = "${id}"\n}\n`);
    desk.write('imports.tf', imports.join(''));

    const before = simulated.calls.length;
    const plan = await terraform('plan');
    expect(plan).toMatchObject({ code: 0 });
    expect(plan.stdout).toContain(`Plan: ${RESOURCE_COUNT} to import, 0 to add, 0 to change, 0 to destroy.`);
    const since = simulated.calls.slice(before);
    expect(since.length).toBeGreaterThan(RESOURCE_COUNT);
    expect(since.filter((call) => call.error !== undefined)).toEqual([]);
  });
});

/** A folder with the configuration, and Terraform in it, which knows only the simulated AWS and the local mirror. */
function aTerraform(url: string) {
  const desk = aDesk(url);
  desk.write('cli.tfrc', commandLineConfig(mirror ?? ''));
  desk.write('main.tf', `${providerConfig({ url, version: VERSION, region: REGION, keys: KEYS })}\n${RESOURCES}`);
  const env = { TF_CLI_CONFIG_FILE: join(desk.home, 'cli.tfrc'), CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
  const run = (...args: readonly string[]) => desk.run('terraform', args, { ms: 120_000, env });
  let initialized: Promise<unknown> | undefined;
  const terraform = async (command: string, ...args: readonly string[]) => {
    initialized ??= run('init', '-input=false', '-no-color').then((init) => expect(init).toMatchObject({ code: 0 }));
    await initialized;
    return run(command, ...args, '-input=false', '-no-color');
  };
  return { desk, terraform };
}
