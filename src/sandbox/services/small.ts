import { notFound } from '../error.ts';
import type { Operations } from '../operation.ts';
import { callerOf } from '../role-session.ts';

/** STS: who is calling. */
export const sts: Operations = {
  /** Credentials of the portal are those of a role, in any account of the organization. */
  GetCallerIdentity: ({ world, session }) => {
    const { arn, userId } = session === undefined ? world.caller : callerOf(session);
    return { Arn: arn, UserId: userId, Account: session?.accountId ?? world.account.id };
  },
};

/** Free Tier: which plan the account is on. */
export const freetier: Operations = {
  /** Accounts from before plans existed have none. */
  GetAccountPlanState: ({ world }) => {
    if (world.plan === null) throw notFound('The account has no plan.');
    const { type, credit, expiresAt } = world.plan;
    return {
      accountId: world.account.id,
      accountPlanType: type,
      accountPlanStatus: 'ACTIVE',
      accountPlanRemainingCredits: credit === undefined ? undefined : { amount: credit, unit: 'USD' },
      accountPlanExpirationDate: expiresAt === undefined ? undefined : new Date(expiresAt).toISOString(),
    };
  },
};
