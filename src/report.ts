import type { Commands } from './argv.ts';
import { countPlan, type Plan, type Result } from './engine/plan.ts';
import type { Looks } from './engine/preview.ts';
import type { Finding } from './findings.ts';
import type { Note, Problem, ProblemId } from './problem.ts';
import type { Identity, Report, SignedIn, Status } from './screen.ts';
import type { Question, Trouble } from './settings/trouble.ts';
import type { InstanceState } from './steps/instance.ts';
import type { OrganizationState } from './steps/organization.ts';
import type { PortalState } from './steps/portal.ts';

/** What a run has found out and done, as far as it got. */
export interface ReportSoFar {
  readonly dryRun: boolean;
  commands: Commands;
  readonly notes: Note[];
  identity?: Identity;
  region?: string;
  settingsFile?: string;
  savedFile?: string;
  /** What `check` found out. */
  findings?: readonly Finding[];
  looks?: Looks;
  /** When somebody had agreed; milliseconds since 1970. */
  applyingSince?: number;
  plan?: Plan;
  results?: readonly Result[];
  writes?: number;
  backup?: string;
  profileText?: string;
  signedIn?: SignedIn;
  problem?: Problem;
  troubles?: readonly Trouble[];
  missing?: readonly Question[];
  stopped?: boolean;
  /** The person said no to the plan. */
  declined?: boolean;
}

/** The report of a run that ended, however it ended. */
export function reportOf({ looks, commands, applyingSince: _, ...soFar }: ReportSoFar, elapsedMs: number): Report {
  const single = <S>(step: 'organization' | 'instance' | 'portal') =>
    [...(looks?.get(step)?.states.values() ?? [])][0] as S | undefined;
  const organization = single<OrganizationState>('organization');
  const instance = single<InstanceState>('instance');
  const portal = single<PortalState>('portal');
  const region = instance?.region ?? soFar.region;
  const status = statusOf(soFar);
  return {
    ...soFar,
    status,
    ...(region === undefined ? {} : { region }),
    ...(organization === undefined ? {} : { organizationId: organization.id }),
    ...(instance === undefined ? {} : { instanceArn: instance.arn, identityStoreId: instance.identityStoreId }),
    ...(portal === undefined ? {} : { portal: portal.urls }),
    writes: soFar.writes ?? 0,
    elapsedMs,
    next: nextOf(status, soFar.problem, commands),
  };
}

function statusOf(soFar: Omit<ReportSoFar, 'looks' | 'commands'>): Status {
  if (soFar.problem?.exitCode === 3) return 'action_required';
  if (soFar.problem !== undefined || soFar.troubles !== undefined || soFar.missing !== undefined || soFar.stopped) {
    return 'failed';
  }
  const items = soFar.plan?.items ?? [];
  const { create, change } = countPlan(items);
  // Only the file was written, or there was nothing to compare AWS with.
  if ((soFar.savedFile ?? soFar.findings) !== undefined && soFar.plan === undefined) return 'changes_pending';
  if (soFar.dryRun && create + change > 0) return 'changes_pending';
  if (soFar.dryRun && items.some((item) => item.step === 'instance' && item.action.kind === 'manual')) {
    return 'action_required';
  }
  return soFar.results?.some(({ outcome }) => outcome.kind === 'done') ? 'applied' : 'in_sync';
}

/** Flags that say what nobody was there to say. */
const AGREES: Partial<Record<ProblemId, string>> = { consentNeeded: '--yes', freePlan: '--accept-paid-plan' };

function nextOf(status: Status, problem: Problem | undefined, { apply, same, bare }: Commands): string[] {
  if (status === 'in_sync' || status === 'applied' || problem?.id === 'badFlag') return [];
  if (status !== 'failed') return [apply];
  // Where there is no profile to name, there is nothing to sign in at yet.
  if (problem?.id === 'signInNowhere' && problem.facts.known === undefined) return [bare];
  const flag = problem === undefined ? undefined : AGREES[problem.id];
  return [flag === undefined ? same : `${same} ${flag}`];
}
