import { type Item, listed, type Outcome } from './engine/plan.ts';
import { consolePage } from './portal-urls.ts';
import type { ConsoleStep, Report } from './screen.ts';
import type { Settings } from './settings/settings.ts';
import { unconfirmed } from './steps/security.ts';

/** What a person still has to do in the console, in the order of the guide. */
export function consoleSteps(
  report: Pick<Report, 'plan' | 'results' | 'portal' | 'identity' | 'region'>,
): ConsoleStep[] {
  const { plan, results, portal, identity, region } = report;
  const items: readonly (Item & { readonly outcome?: Outcome })[] = results ?? plan?.items ?? [];
  const about = { account: identity?.account ?? '', ...(region === undefined ? {} : { region }) };
  return listed(items).flatMap(({ step, key, action, outcome }) => {
    if (outcome?.kind === 'done' || outcome?.kind === 'same') return [];
    const url = outcome?.kind === 'waiting' ? outcome.url : action.kind === 'manual' ? action.url : undefined;
    const name = step === 'portal' ? (aliasIn(portal?.alias) ?? key) : key;
    const users = key === 'password' ? { users: withoutPassword(items) } : {};
    return url === undefined ? [] : [{ step, name, url, ...about, ...users }];
  });
}

/** The same, and what a person has not confirmed in any earlier run either. */
export function openConsoleSteps(
  report: Parameters<typeof consoleSteps>[0],
  settings: Settings,
  partition: string,
): ConsoleStep[] {
  const due = consoleSteps(report);
  const region = report.region ?? settings.region.name;
  const account = report.identity?.account ?? '';
  const about = { step: 'security', url: consolePage(partition, region), account, region } as const;
  const others = unconfirmed(settings).filter(
    (key) => !due.some(({ step, name }) => step === 'security' && name === key),
  );
  const users = settings.users.map(({ userName }) => userName);
  return [...due, ...others.map((name) => ({ ...about, name, ...(name === 'password' ? { users } : {}) }))];
}

/** Users that are new; when none is, any of them may have no password yet. */
function withoutPassword(items: readonly Item[]): string[] {
  const users = items.filter(({ step }) => step === 'user');
  const fresh = users.filter(({ action }) => action.kind === 'create');
  return (fresh.length > 0 ? fresh : users).map(({ key }) => key);
}

/** `lemonlogin` of `https://lemonlogin.awsapps.com/start`, or of `https://start.…/directory/lemonlogin`. */
function aliasIn(url: string | undefined): string | undefined {
  return url?.match(/\/directory\/([^/]+)$/)?.[1] ?? url?.match(/^https:\/\/([^./]+)\./)?.[1];
}
