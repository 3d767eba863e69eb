import { type Check, troubleAt } from './check.ts';
import { doubles, repeatedPolicies } from './cross.ts';
import { MOST_POLICIES } from './policy.ts';
import * as rules from './rules.ts';
import type { Trouble } from './trouble.ts';

/** Answers given on the command line. */
export interface AnswerFlags {
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  readonly alias?: string | undefined;
  readonly group?: string | undefined;
  readonly userName?: string | undefined;
  readonly email?: string | undefined;
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
  readonly permissionSet?: string | undefined;
  /** One for each `--policy`. */
  readonly policy?: readonly string[] | undefined;
  readonly sessionDuration?: string | undefined;
  readonly relayState?: string | undefined;
  /** Separated by commas. */
  readonly accounts?: string | undefined;
  readonly cliProfile?: string | undefined;
  readonly noCliProfile?: boolean | undefined;
}

type TextFlag = Exclude<keyof AnswerFlags, 'policy' | 'accounts' | 'noCliProfile'>;

const CHECKS: Readonly<Record<TextFlag, Check>> = {
  region: rules.checkRegion,
  account: rules.checkAccountId,
  alias: rules.checkAlias,
  group: rules.checkGroupName,
  userName: rules.checkUserName,
  email: rules.checkEmail,
  givenName: rules.checkGivenName,
  familyName: rules.checkFamilyName,
  permissionSet: rules.checkPermissionSetName,
  sessionDuration: rules.checkSessionDuration,
  relayState: rules.checkRelayState,
  cliProfile: rules.checkCliName,
};

/** `permissionSet` is typed as `--permission-set`. */
export function flagName(flag: keyof AnswerFlags): string {
  return `--${flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The flags without stray spaces around their values. */
export function trimFlags(flags: AnswerFlags): AnswerFlags {
  const trimmed = Object.entries(flags).map(([flag, value]) => {
    if (typeof value === 'string') return [flag, value.trim()] as const;
    return [flag, Array.isArray(value) ? value.map((one: string) => one.trim()) : value] as const;
  });
  return Object.fromEntries(trimmed) as AnswerFlags;
}

/** Everything that is wrong with the flags by themselves. */
export function checkFlags(given: AnswerFlags): Trouble[] {
  const flags = trimFlags(given);
  const texts = Object.entries(CHECKS).flatMap(([flag, check]) => {
    const value = flags[flag as TextFlag];
    const fault = value === undefined ? undefined : check(value);
    return fault ? [troubleAt(flagName(flag as TextFlag), fault)] : [];
  });
  return [...texts, ...policyTroubles(flags), ...accountTroubles(flags), ...conflicts(flags)];
}

/** The selectors of `--accounts`. */
export function accountList(accounts: string): string[] {
  return accounts.split(',').map((account) => account.trim());
}

function policyTroubles({ policy = [] }: AnswerFlags): Trouble[] {
  const path = flagName('policy');
  const count = `${policy.length}`;
  const faults = [
    ...policy.map(rules.checkManagedPolicy),
    ...repeatedPolicies(policy.map((value) => ({ path: [], value }))).map(({ rule, facts }) => ({ rule, facts })),
    policy.length > MOST_POLICIES
      ? { rule: 'tooManyPolicies' as const, facts: { count, max: `${MOST_POLICIES}` } }
      : undefined,
  ];
  return faults.flatMap((fault) => (fault ? [troubleAt(path, fault)] : []));
}

function accountTroubles({ accounts }: AnswerFlags): Trouble[] {
  if (accounts === undefined) return [];
  const list = accountList(accounts);
  const faults = [
    ...list.map(rules.checkAccountSelector),
    ...doubles(list.filter(Boolean).map((value) => ({ path: [], value }))).map(({ rule, facts }) => ({ rule, facts })),
  ];
  return faults.flatMap((fault) => (fault ? [troubleAt(flagName('accounts'), fault)] : []));
}

function conflicts(flags: AnswerFlags): Trouble[] {
  if (flags.cliProfile === undefined || flags.noCliProfile !== true) return [];
  return [troubleAt(flagName('noCliProfile'), { rule: 'flagsConflict', facts: { other: flagName('cliProfile') } })];
}
