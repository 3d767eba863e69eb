import { notFound } from '../error.ts';
import type { Operations } from '../operation.ts';

/** STS: who is calling. */
export const sts: Operations = {
  GetCallerIdentity: ({ world }) => ({
    Arn: world.caller.arn,
    UserId: world.caller.userId,
    Account: world.account.id,
  }),
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
