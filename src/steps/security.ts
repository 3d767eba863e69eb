import type { Actions, State, Step } from '../engine/step.ts';
import { consolePage } from '../portal-urls.ts';
import type { ConfirmedId, Settings } from '../settings/settings.ts';
import type { AssignmentStep } from './assignment.ts';
import type { InstanceStep } from './instance.ts';
import type { MembershipStep } from './membership.ts';
import type { UserStep } from './user.ts';

/** What only the console can do for people who sign in, and no API can read. */
const SECURITY_KEYS = ['password', 'mfa', 'portalSession'] as const satisfies readonly ConfirmedId[];
type SecurityKey = (typeof SECURITY_KEYS)[number];

type Needs = {
  readonly instance: InstanceStep;
  readonly user: UserStep;
  readonly membership: MembershipStep;
  readonly assignment: AssignmentStep;
};
type SecurityStep = Step<Record<string, never>, State, Needs>;

/**
 * Password, MFA and the length of portal sessions: a person sees to them in the console. They are due while something
 * is made for people to sign in with, and done when a person has confirmed them. Users that are made by API have no
 * password; with "Send email OTP" turned on they get a code at their first sign-in (user guide, userswithoutpwd).
 */
export function securityStep(needs: Needs, settings: Settings, partition: string): SecurityStep {
  const { confirmed, users, region } = settings;
  const wanted = SECURITY_KEYS.filter((key) => confirmed[key === 'password' ? 'emailOtp' : key] === undefined);
  return {
    id: 'security',
    needs,
    quiet: true,
    want: new Map(users.length === 0 ? [] : wanted.map((key) => [key, {}])),
    async read(_aws, _found, keys, planned) {
      const [newUsers, ...others] = await Promise.all(
        (['user', 'membership', 'assignment'] as const).map(async (step) => makesSome(await planned(step))),
      );
      const newAccess = newUsers || others.some(Boolean);
      const due = (key: string) => (key === 'password' && confirmed.password !== undefined ? newUsers : newAccess);
      return new Map([...keys].filter((key) => !due(key)).map((key) => [key, { fields: {} }]));
    },
    create: { byHand: consolePage(partition, region.name) },
  };
}

/** What a person has not confirmed yet, whether or not something new makes it due. */
export function unconfirmed({ confirmed, users }: Settings): SecurityKey[] {
  if (users.length === 0) return [];
  const isOpen = (key: SecurityKey) => confirmed[key] === undefined;
  return SECURITY_KEYS.filter((key) => isOpen(key) && (key !== 'password' || confirmed.emailOtp === undefined));
}

function makesSome(actions: Actions): boolean {
  return [...actions.values()].some(({ kind }) => kind === 'create');
}
