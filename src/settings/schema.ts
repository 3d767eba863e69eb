import * as z from 'zod/mini';
import type { Check } from './check.ts';
import * as rules from './rules.ts';

/** What a check found, as a zod issue: the rule and its facts travel in `params`. */
function keeps(check: Check) {
  return z.superRefine<string>((value, context) => {
    const fault = check(value);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault.rule, params: { ...fault } });
  });
}

interface About {
  readonly description: string;
  readonly examples: readonly [string, ...string[]];
  /** For editors; our own check says the same in more words. */
  readonly pattern?: string;
  readonly maxLength?: number;
}

function text(check: Check, about: About) {
  return z.string().check(keeps(check), z.meta({ minLength: 1, ...about, examples: [...about.examples] }));
}

const accountId = text(rules.checkAccountId, {
  description: 'The only account this may run in: 12 digits, in quotes',
  examples: ['111122223333'],
  pattern: String.raw`^\d{12}$|^\d{4}([- ])\d{4}\1\d{4}$`,
});
const region = text(rules.checkRegion, {
  description: 'Home Region of IAM Identity Center',
  examples: ['us-east-1'],
  pattern: String.raw`^([a-z]+-){2,3}\d$`,
});
const groupName = text(rules.checkGroupName, {
  description: "The group's name",
  examples: ['Administrators'],
  maxLength: 1024,
});
const userName = text(rules.checkUserName, {
  description: 'What the person signs in with; cannot have spaces',
  examples: ['kim@example.com'],
  maxLength: 128,
});
const permissionSetName = text(rules.checkPermissionSetName, {
  description: "The permission set's name: 1 to 32 letters, digits and _ + = , . @ -",
  examples: ['AdministratorAccess'],
  pattern: '^[A-Za-z0-9_+=,.@-]+$',
  maxLength: 32,
});
const managedPolicy = text(rules.checkManagedPolicy, {
  description: 'An AWS managed policy: its name or its ARN',
  examples: ['AdministratorAccess'],
});
const accountSelector = text(rules.checkAccountSelector, {
  description: 'management, a 12-digit id in quotes, an account name, ou:PATH, or all',
  examples: ['management'],
});
const cliName = text(rules.checkCliName, {
  description: 'A name for the AWS config file',
  examples: ['admin'],
  pattern: '^[A-Za-z0-9_.@%:/+-]{1,64}$',
});
const day = text(rules.checkDate, {
  description: 'The day on which a person said so',
  examples: ['2026-11-23'],
  pattern: String.raw`^\d{4}-\d{2}-\d{2}$`,
});

const customerManagedPolicy = z.strictObject({
  name: text(rules.checkPolicyName, {
    description: 'A policy of this name must exist in every assigned account',
    examples: ['TeamPolicy'],
    pattern: '^[A-Za-z0-9_+=,.@-]+$',
    maxLength: 128,
  }),
  path: z.optional(
    text(rules.checkPolicyPath, {
      description: 'Starts and ends with /',
      examples: ['/'],
      maxLength: 512,
    }),
  ),
});

const group = z.strictObject({
  name: groupName,
  description: z.optional(
    text(rules.checkGroupDescription, {
      description: 'Shown in the console',
      examples: ['People who may do everything'],
      maxLength: 1024,
    }),
  ),
});

const user = z.strictObject({
  userName,
  email: text(rules.checkEmail, {
    description: 'One address, of nobody else',
    examples: ['kim@example.com'],
    maxLength: 254,
  }),
  givenName: text(rules.checkGivenName, { description: 'First name', examples: ['Minsu'], maxLength: 1024 }),
  familyName: text(rules.checkFamilyName, { description: 'Last name', examples: ['Kim'], maxLength: 1024 }),
  displayName: z.optional(
    text(rules.checkDisplayName, {
      description: 'Default: givenName familyName',
      examples: ['Minsu Kim'],
      maxLength: 1024,
    }),
  ),
  groups: z.optional(z.array(groupName).check(z.meta({ description: 'Names of groups of this file' }))),
});

const tags = z
  .record(
    z.string(),
    text(rules.checkTagValue, { description: 'May be empty', examples: ['platform'], maxLength: 256 }).check(
      z.meta({
        minLength: 0,
      }),
    ),
  )
  .check(z.meta({ description: 'Tags of the permission set', maxProperties: rules.MOST_TAGS }));

const permissionSet = z.strictObject({
  name: permissionSetName,
  description: z.optional(
    text(rules.checkPermissionSetDescription, {
      description: 'Latin-1 only (AWS)',
      examples: ['Full access'],
      maxLength: 700,
    }),
  ),
  sessionDuration: z.optional(
    text(rules.checkSessionDuration, {
      description: '1 to 12 hours: 4h, 90m or PT4H',
      examples: ['4h', '90m', 'PT4H'],
    }),
  ),
  relayState: z.optional(
    text(rules.checkRelayState, {
      description: 'Where the console opens',
      examples: ['https://us-east-1.console.aws.amazon.com/billing/'],
      pattern: '^https://',
      maxLength: 240,
    }),
  ),
  managedPolicies: z.optional(
    z.array(managedPolicy).check(z.meta({ description: 'The exact set of AWS managed policies' })),
  ),
  customerManagedPolicies: z.optional(z.array(customerManagedPolicy).check(z.meta({ description: 'The exact set' }))),
  inlinePolicy: z.optional(
    z
      .union([z.string(), z.record(z.string(), z.unknown())])
      .check(
        z.meta({ description: 'A JSON file beside this one, or the policy itself', examples: ['./team-policy.json'] }),
      ),
  ),
  permissionsBoundary: z.optional(
    z
      .strictObject({
        managedPolicy: z.optional(managedPolicy),
        customerManagedPolicy: z.optional(customerManagedPolicy),
      })
      .check(z.meta({ description: 'Exactly one of both', minProperties: 1, maxProperties: 1 })),
  ),
  tags: z.optional(tags),
});

const assignment = z
  .strictObject({
    group: z.optional(groupName),
    user: z.optional(userName),
    permissionSets: z
      .array(permissionSetName)
      .check(z.meta({ description: 'Names of permission sets of this file', minItems: 1 })),
    accounts: z.array(accountSelector).check(z.meta({ description: 'Where', minItems: 1 })),
  })
  .check(z.meta({ description: 'Who may do what where', oneOf: [{ required: ['group'] }, { required: ['user'] }] }));

const profile = z.strictObject({
  name: cliName,
  account: text(rules.checkOneAccount, {
    description: 'management, a 12-digit id in quotes, or an account name',
    examples: ['management'],
  }),
  permissionSet: permissionSetName,
  region: z.optional(region),
});

/** The settings file, to the letter of the documentation; what it means against itself is checked in `cross.ts`. */
export const settingsSchema = z
  .strictObject({
    account: z.optional(accountId),
    region: z.optional(region),
    portal: z.optional(
      z
        .strictObject({
          alias: z.optional(
            text(rules.checkAlias, {
              description: 'https://ALIAS.awsapps.com/start; can be chosen only once',
              examples: ['lemonlogin'],
              pattern: '^(?!d-)[a-z0-9]([a-z0-9-]*[a-z0-9])?$',
              maxLength: 62,
            }),
          ),
        })
        .check(z.meta({ description: 'The AWS access portal' })),
    ),
    groups: z.optional(
      z.array(group).check(z.meta({ description: 'Groups to create or repair; others are left alone' })),
    ),
    users: z.optional(z.array(user).check(z.meta({ description: 'Users to create or repair; others are left alone' }))),
    permissionSets: z.optional(
      z.array(permissionSet).check(z.meta({ description: 'Permission sets to create or repair' })),
    ),
    assignments: z.optional(
      z.array(assignment).check(z.meta({ description: 'Assignments to create; others are left alone' })),
    ),
    cli: z.optional(
      z
        .strictObject({ session: z.optional(cliName), profiles: z.optional(z.array(profile)) })
        .check(z.meta({ description: 'What to write into the AWS config file' })),
    ),
    confirmed: z.optional(
      z
        .strictObject({
          alias: z.optional(day),
          emailOtp: z.optional(day),
          password: z.optional(day),
          mfa: z.optional(day),
          portalSession: z.optional(day),
        })
        .check(z.meta({ description: 'Console settings that no API can read, and the day on which a person said so' })),
    ),
  })
  .check(z.meta({ title: 'Settings of sso-setup' }));

/** The settings file as zod understands it: complete in shape, nothing normalised yet. */
export type FileContent = z.infer<typeof settingsSchema>;
