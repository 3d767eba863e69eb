import type { ServiceName } from '../models.ts';
import type { Operations } from '../operation.ts';
import { accessPortal } from './access-portal.ts';
import { account } from './account.ts';
import { assignments } from './assignments.ts';
import { groups } from './groups.ts';
import { instances } from './instances.ts';
import { memberships } from './memberships.ts';
import { organization } from './organization.ts';
import { organizationTree } from './organization-tree.ts';
import { permissionSets } from './permission-sets.ts';
import { policies } from './policies.ts';
import { provisioning } from './provisioning.ts';
import { signIn } from './sign-in.ts';
import { freetier, sts } from './small.ts';
import { tags } from './tags.ts';
import { tokens } from './tokens.ts';
import { users } from './users.ts';

/** Every simulated operation. */
export const services: Readonly<Record<ServiceName, Operations>> = {
  'sso-admin': { ...instances, ...permissionSets, ...policies, ...assignments, ...provisioning, ...tags },
  identitystore: { ...users, ...groups, ...memberships },
  organizations: { ...organization, ...organizationTree },
  account,
  freetier,
  sts,
  'sso-oidc': { ...signIn, ...tokens },
  sso: accessPortal,
};
