import type { AwsReader } from './aws/clients.ts';
import { type AccountPlan, accountPlan } from './aws/free-tier.ts';
import { countPlan, type Plan } from './engine/plan.ts';
import { Problem } from './problem.ts';
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
  about: { identity: Identity; root: boolean; freePlan: AccountPlan | undefined },
  agreed: Agreed,
  screen: Screen,
): Promise<boolean> {
  const { identity } = about;
  if (about.root && !agreed.root) {
    if (!screen.interactive) throw new Problem('rootUser', { account: identity.account, who: identity.arn });
    if (!(await screen.confirm({ id: 'root', account: identity.account }))) return false;
  }
  if (about.freePlan !== undefined && !(await agreedToPaidPlan(about.freePlan, agreed, screen))) return false;
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

/**
 * The free plan that creating the organization would end, told at once: plan and credits end then (user guide, enable
 * Identity Center). Undefined when there is none, or when AWS does not tell, which is told.
 */
export async function freePlanEndedBy(plan: Plan, aws: AwsReader, screen: Screen): Promise<AccountPlan | undefined> {
  if (!plan.items.some((item) => item.step === 'organization' && item.action.kind === 'create')) return undefined;
  try {
    const found = await accountPlan(aws);
    if (found.type !== 'FREE') return undefined;
    screen.note({ id: 'freePlanEnds', credits: found.credits ?? '?', expires: found.expires ?? '?' });
    return found;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    screen.note({ id: 'accountPlanUnknown', code: error.facts.code ?? error.id });
    return undefined;
  }
}

function agreedToPaidPlan({ credits, expires }: AccountPlan, agreed: Agreed, screen: Screen): Promise<boolean> {
  if (agreed.paidPlan) return Promise.resolve(true);
  if (!screen.interactive) throw new Problem('freePlan', { credits, expires });
  return screen.confirm({
    id: 'paidPlan',
    ...(credits === undefined ? {} : { credits }),
    ...(expires === undefined ? {} : { expires }),
  });
}
