import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  SSOClient,
} from '@aws-sdk/client-sso';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Problem } from '../problem.ts';
import { textIn, timeIn } from './answered.ts';
import { allPages, call } from './call.ts';
import type { AwsReader } from './clients.ts';

/** Temporary credentials of a role. They are never written anywhere. */
interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The AWS access portal, for somebody who has signed in. */
export interface AccessPortal {
  listAccounts(): Promise<{ readonly id: string; readonly name: string }[]>;
  /** Names of permission sets. */
  listRoles(account: string): Promise<string[]>;
  /** Undefined: no access, or not yet (right after an assignment). */
  roleCredentials(account: string, role: string): Promise<RoleCredentials | undefined>;
  /** Who AWS says that these credentials belong to. */
  identityOf(credentials: RoleCredentials): Promise<{ readonly arn: string; readonly account: string }>;
}

/** @param region that of the instance: tokens are good for one Region (user guide, multi-region-workforce-access) */
export function accessPortal(aws: AwsReader, region: string, accessToken: string): AccessPortal {
  const { requestHandler } = aws.sts().config;
  const client = new SSOClient({ region, maxAttempts: 1, requestHandler });
  return {
    listAccounts: () =>
      allPages(async (nextToken) => {
        const command = new ListAccountsCommand({ accessToken, nextToken, maxResults: 100 });
        const answer = await call(aws, 'portal:ListAccounts', region, () => client.send(command));
        const items = answer.accountList?.map(({ accountId, accountName }) => ({
          id: textIn(accountId),
          name: textIn(accountName),
        }));
        return { items, next: answer.nextToken };
      }),
    listRoles: (accountId) =>
      allPages(async (nextToken) => {
        const command = new ListAccountRolesCommand({ accessToken, accountId, nextToken, maxResults: 100 });
        const answer = await call(aws, 'portal:ListAccountRoles', region, () => client.send(command));
        return { items: answer.roleList?.map(({ roleName }) => textIn(roleName)), next: answer.nextToken };
      }),
    async roleCredentials(accountId, roleName) {
      const command = new GetRoleCredentialsCommand({ accessToken, accountId, roleName });
      try {
        const answer = await call(aws, 'portal:GetRoleCredentials', region, () => client.send(command));
        const given = answer.roleCredentials ?? {};
        const [accessKeyId, sessionToken] = [textIn(given.accessKeyId), textIn(given.sessionToken)];
        const secretAccessKey = textIn(given.secretAccessKey);
        aws.secrets.keep(accessKeyId, secretAccessKey, sessionToken);
        return { accessKeyId, secretAccessKey, sessionToken, expiresAt: timeIn(given.expiration) };
      } catch (error) {
        // Not in the model, and what the portal answers where nothing is assigned (aws/aws-sam-cli#2129).
        if (error instanceof Problem && NO_ACCESS.has(error.facts.code ?? '')) return undefined;
        throw error;
      }
    },
    async identityOf({ expiresAt: _, ...credentials }) {
      const sts = new STSClient({ region, maxAttempts: 1, requestHandler, credentials });
      const answer = await call(aws, 'sts:GetCallerIdentity', region, () => sts.send(new GetCallerIdentityCommand({})));
      return { arn: answer.Arn ?? '', account: answer.Account ?? '' };
    },
  };
}

const NO_ACCESS = new Set(['ForbiddenException', 'ResourceNotFoundException']);
