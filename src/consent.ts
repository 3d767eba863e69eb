import type { AwsReader } from './aws/clients.ts';
import { accountPlan } from './aws/free-tier.ts';
import { countPlan, type Plan } from './engine/plan.ts';
import { type Note, Problem } from './problem.ts';
import type { Identity, Screen } from './screen.ts';

/** What was agreed to beforehand, by flags. */
export interface Agreed {
  /** `--yes` */
  readonly apply: boolean;
  /** `--accept-paid-plan` */
  readonly paidPlan: boolean;
  /** `--allow-root` */
  readonly root: boolean;
}

/**
 * Whether a person, or a flag, agrees to the plan and to everything that comes with it.
 *
 * @returns false when the person said no
 * @throws Problem when nobody is there to ask and no flag says so
 */
export async function agrees(
  plan: Plan,
  about: { identity: Identity; root: boolean },
  agreed: Agreed,
  aws: AwsReader,
  screen: Screen,
): Promise<boolean> {
  const { identity } = about;
  if (about.root && !agreed.root) {
    if (!screen.interactive) throw new Problem('rootUser', { account: identity.account, who: identity.arn });
    if (!(await screen.confirm({ id: 'root', account: identity.account }))) return false;
  }
  if (createsOrganization(plan) && !(await agreedToPaidPlan(agreed, aws, screen))) return false;
  if (agreed.apply) return true;
  if (screen.interactive) return confirmed(plan, identity, screen);
  // Nothing is at stake in the simulated AWS, and its first command should work everywhere.
  if (identity.sandbox) return true;
  throw new Problem('consentNeeded', { account: identity.account });
}

function confirmed(plan: Plan, identity: Identity, screen: Screen): Promise<boolean> {
  const { create, change } = countPlan(plan.items);
  return screen.confirm({ id: 'apply', identity, changes: create + change });
}

function createsOrganization(plan: Plan): boolean {
  return plan.items.some((item) => item.step === 'organization' && item.action.kind === 'create');
}

/** An organization ends AWS's free plan and its credits at once (user guide, enable Identity Center). */
async function agreedToPaidPlan(agreed: Agreed, aws: AwsReader, screen: Screen): Promise<boolean> {
  const plan = await planOrNote(aws);
  if ('id' in plan) {
    screen.note(plan);
    return true;
  }
  if (plan.type !== 'FREE' || agreed.paidPlan) return true;
  const { credits, expires } = plan;
  if (!screen.interactive) throw new Problem('freePlan', { credits, expires });
  return screen.confirm({
    id: 'paidPlan',
    ...(credits === undefined ? {} : { credits }),
    ...(expires === undefined ? {} : { expires }),
  });
}

async function planOrNote(aws: AwsReader): Promise<Awaited<ReturnType<typeof accountPlan>> | Note> {
  try {
    return await accountPlan(aws);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { id: 'accountPlanUnknown', code: error.facts.code ?? error.id };
  }
}
