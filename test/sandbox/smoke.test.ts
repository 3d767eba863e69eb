import { GetAccountInformationCommand, ListRegionsCommand } from '@aws-sdk/client-account';
import { CreateUserCommand, DescribeUserCommand } from '@aws-sdk/client-identitystore';
import { CreateOrganizationCommand, DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import {
  CreatePermissionSetCommand,
  ListInstancesCommand,
  UpdatePermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, it } from 'vitest';
import { anAws } from './helpers.ts';

it('smoke', async () => {
  const { aws, sso, store, org, sts, account } = anAws();
  console.log(await sts.send(new GetCallerIdentityCommand({})));
  console.log(await account.send(new ListRegionsCommand({ MaxResults: 2 })));
  console.log(await account.send(new GetAccountInformationCommand({})));
  console.log(await org.send(new DescribeOrganizationCommand({})).catch((e) => [e.name, e.message]));
  console.log(await org.send(new CreateOrganizationCommand({})));
  aws.console.enableInstance('us-east-1');
  const { Instances = [] } = await sso.send(new ListInstancesCommand({}));
  console.log(JSON.stringify(Instances));
  const InstanceArn = Instances[0]?.InstanceArn ?? '';
  console.log(
    await sso.send(
      new CreatePermissionSetCommand({
        InstanceArn,
        Name: 'Admin',
        RelayState: 'https://us-east-2.console.aws.amazon.com/ec2/',
      }),
    ),
  );
  console.log(
    await sso
      .send(new UpdatePermissionSetCommand({ InstanceArn: 'x', PermissionSetArn: undefined as never }))
      .catch((e) => [e.name, e.message, e.$metadata]),
  );
  const made = await store.send(
    new CreateUserCommand({
      IdentityStoreId: Instances[0]?.IdentityStoreId,
      UserName: 'kim',
      DisplayName: '김',
      Name: { GivenName: 'a', FamilyName: 'b' },
    }),
  );
  console.log(
    await store.send(new DescribeUserCommand({ IdentityStoreId: made.IdentityStoreId, UserId: made.UserId })),
  );
  console.log(aws.calls.map((c) => `${c.operation} ${c.error ?? 'ok'}`).join('\n'));
  expect(1).toBe(1);
});
