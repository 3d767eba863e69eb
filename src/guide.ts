import type { Page } from './aws/call.ts';
import type { Caller } from './aws/caller.ts';
import type { Group, User } from './aws/identity-store.ts';
import type { ListedInstance } from './aws/instances.ts';
import type { Organization } from './aws/organizations.ts';
import type { AwsFiles } from './aws-files.ts';
import type { Guide } from './engine/preview.ts';
import type { Settings } from './settings/settings.ts';
import { assignmentStep, type Held } from './steps/assignment.ts';
import { cliProfileStep } from './steps/cli-profile.ts';
import { groupStep } from './steps/group.ts';
import { instanceStep } from './steps/instance.ts';
import { membershipStep } from './steps/membership.ts';
import { organizationStep } from './steps/organization.ts';
import { permissionSetStep } from './steps/permission-set.ts';
import { portalStep } from './steps/portal.ts';
import { provisioningStep } from './steps/provisioning.ts';
import { securityStep } from './steps/security.ts';
import { userStep } from './steps/user.ts';
import type { Targets } from './targets.ts';

/** What is being found out about the account. */
export interface Known {
  /** The accounts that the settings mean. */
  readonly targets: Promise<Targets>;
  /** Accounts in which AWS changes nothing, as far as that is known. */
  readonly inactive: Promise<ReadonlySet<string>>;
  /** The account's own. */
  readonly organization: Promise<Organization | undefined>;
  /** Where Identity Center is looked for first. */
  readonly instances: () => Promise<ListedInstance[]> | undefined;
  /** The first pages of its groups and users, when it is there. */
  readonly groups: Promise<Page<Group> | undefined>;
  readonly users: Promise<Page<User> | undefined>;
  /** What groups and users hold already, by their ids. */
  readonly held: Promise<Held>;
}

/**
 * The steps that a person would follow by hand, in that order.
 *
 * @param files where profiles are written; without them none is
 */
export function guideFor(settings: Settings, caller: Caller, known: Known, files?: AwsFiles): Guide {
  const { partition } = caller;
  const organization = organizationStep(caller, known.organization);
  const needsAccounts = settings.permissionSets.length > 0;
  const instance = instanceStep(organization, caller, settings.region, needsAccounts, known.instances);
  const portal = portalStep(instance, settings, partition);
  const group = groupStep(instance, settings.groups, known.groups);
  const user = userStep(instance, settings.users, known.users);
  const membership = membershipStep({ instance, group, user }, settings.users);
  const permissionSet = permissionSetStep(instance, settings.permissionSets, partition);
  const assigned = settings.assignments.some(({ principal }) => 'user' in principal) ? { user } : {};
  const assignment = assignmentStep(
    { instance, group, permissionSet, ...assigned },
    settings.assignments,
    known.targets,
    known.held,
  );
  const provisioning = provisioningStep({ instance, permissionSet }, settings.permissionSets, known.inactive);
  const security = securityStep({ instance, user, membership, assignment }, settings, partition);
  const { cli, region } = settings;
  const needed = { instance, portal, assignment };
  const profiles =
    cli === undefined || files === undefined ? [] : [cliProfileStep(needed, cli, known.targets, files, region.name)];
  return [
    organization,
    instance,
    portal,
    group,
    user,
    membership,
    permissionSet,
    assignment,
    provisioning,
    ...profiles,
    security,
  ];
}
