import type { AwsReader } from './aws/clients.ts';
import { type AccountPlan, accountPlan } from './aws/free-tier.ts';
import { countPlan, type Plan } from './engine/plan.ts';
import { Problem } from './problem.ts';
import type { Consent, Identity, Screen } from './screen.ts';
import { takesOver } from './steps/cli-profile.ts';

/** What was agreed to beforehand, by flags. */
export interface Agreed {
  /** `--yes` */
  readonly apply: boolean;
  /** `--accept-paid-plan` */
  readonly paidPlan: boolean;
  /** `--allow-root` */
  readonly root: boolean;
  /** `--overwrite-profile` */
  readonly overwriteProfile: boolean;
}

/** What a plan is about, and what comes with it. */
interface About {
  readonly identity: Identity;
  readonly root: boolean;
  readonly freePlan: AccountPlan | undefined;
  /** A user that came from an external identity provider. */
  readonly external?: string | undefined;
  /** Profiles that lead elsewhere, besides those of the plan. */
  readonly elsewhere?: readonly string[];
  /** The AWS config file. */
  readonly configFile?: string | undefined;
  /** Where the settings can be saved instead. */
  readonly saveAs?: string | undefined;
}

/**
 * Whether a person, or a flag, agrees to the plan and to everything that comes with it; `save`: not now, but keep it;
 * `noProfile`: to everything but what would overwrite profiles that lead elsewhere.
 *
 * @throws Problem when nobody is there to ask and no flag says so
 */
export async function agrees(
  plan: Plan,
  about: About,
  agreed: Agreed,
  screen: Screen,
): Promise<'yes' | 'no' | 'save' | 'noProfile'> {
  const { identity, external, freePlan } = about;
  const { account } = identity;
  if (about.root && !agreed.root) {
    if (!screen.interactive) throw new Problem('rootUser', { account, who: identity.arn });
    if ((await screen.confirm({ id: 'root', account })) !== 'yes') return 'no';
  }
  if (freePlan !== undefined && !agreed.paidPlan && !(await agreedToPaidPlan(freePlan, screen))) return 'no';
  const taken = plan.items.filter(({ action }) => takesOver(action)).map(({ key }) => key);
  taken.push(...(about.elsewhere ?? []));
  if (taken.length > 0 && !agreed.overwriteProfile) {
    const file = about.configFile ?? '';
    if (!screen.interactive) throw new Problem('profileNotOurs', { name: taken.join(', '), file });
    if ((await screen.confirm({ id: 'overwriteProfile', names: taken.join(', '), file })) !== 'yes') return 'noProfile';
  }
  if (agreed.apply) return 'yes';
  if (screen.interactive) {
    const asked: Consent[] = [
      ...(external !== undefined && makesPeople(plan) ? [{ id: 'externalIdentities', name: external } as const] : []),
      ...(turnsOnPermissionSets(plan) ? [{ id: 'permissionSets', account } as const] : []),
    ];
    for (const consent of asked) if ((await screen.confirm(consent)) !== 'yes') return 'no';
    return screen.confirm(applying(plan, about));
  }
  // Nothing is at stake in the simulated AWS, and its first command should work everywhere.
  if (identity.sandbox) return 'yes';
  throw new Problem('consentNeeded', { account });
}

function applying(plan: Plan, { identity, saveAs }: About): Consent {
  const { create, change } = countPlan(plan.items);
  return { id: 'apply', identity, changes: create + change, ...(saveAs === undefined ? {} : { saveAs }) };
}

function makesPeople(plan: Plan): boolean {
  return plan.items.some(({ step, action }) => (step === 'user' || step === 'group') && action.kind === 'create');
}

function turnsOnPermissionSets(plan: Plan): boolean {
  return plan.items.some(({ step, action }) => step === 'instance' && action.kind === 'change');
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

async function agreedToPaidPlan({ credits, expires }: AccountPlan, screen: Screen): Promise<boolean> {
  if (!screen.interactive) throw new Problem('freePlan', { credits, expires });
  const answer = await screen.confirm({
    id: 'paidPlan',
    ...(credits === undefined ? {} : { credits }),
    ...(expires === undefined ? {} : { expires }),
  });
  return answer === 'yes';
}
