import { countPlan, type Plan, type Result } from './engine/plan.ts';
import type { Looks } from './engine/preview.ts';
import type { Note, Problem } from './problem.ts';
import type { Identity, Report, Status } from './screen.ts';
import type { Question, Trouble } from './settings/trouble.ts';
import type { InstanceState } from './steps/instance.ts';
import type { OrganizationState } from './steps/organization.ts';
import type { PortalState } from './steps/portal.ts';

/** What a run has found out and done, as far as it got. */
export interface ReportSoFar {
  readonly dryRun: boolean;
  readonly sandbox: boolean;
  readonly notes: Note[];
  identity?: Identity;
  region?: string;
  settingsFile?: string;
  savedFile?: string;
  looks?: Looks;
  plan?: Plan;
  results?: readonly Result[];
  writes?: number;
  problem?: Problem;
  troubles?: readonly Trouble[];
  missing?: readonly Question[];
  stopped?: boolean;
}

/** The report of a run that ended, however it ended. */
export function reportOf({ looks, sandbox, ...soFar }: ReportSoFar, elapsedMs: number): Report {
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
    next: nextOf(status, soFar.settingsFile ?? soFar.savedFile, sandbox),
  };
}

function statusOf(soFar: Omit<ReportSoFar, 'looks' | 'sandbox'>): Status {
  if (soFar.problem?.exitCode === 3) return 'action_required';
  if (soFar.problem !== undefined || soFar.troubles !== undefined || soFar.missing !== undefined || soFar.stopped) {
    return 'failed';
  }
  const { create, change } = countPlan(soFar.plan?.items ?? []);
  if (soFar.dryRun && create + change > 0) return 'changes_pending';
  return soFar.results?.some(({ outcome }) => outcome.kind === 'done') ? 'applied' : 'in_sync';
}

/** The same command goes on, repairs and applies; there is only one. */
function nextOf(status: Status, settingsFile: string | undefined, sandbox: boolean): string[] {
  if (status === 'in_sync' || status === 'applied') return [];
  const config = settingsFile === undefined || settingsFile === 'sso-setup.yaml' ? '' : ` -c ${quoted(settingsFile)}`;
  return [`npx sso-setup${config}${sandbox ? ' --sandbox' : ''}`];
}

function quoted(path: string): string {
  return /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
