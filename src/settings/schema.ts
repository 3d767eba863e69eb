import * as z from 'zod';
import type { Check } from './check.ts';
import * as rules from './rules.ts';

/** What a check found, as a zod issue: the rule and its facts travel in `params`. */
function keeps<T>(...checks: readonly Check<T>[]) {
  return (value: T, context: z.RefinementCtx) => {
    const fault = checks.map((check) => check(value)).find((one) => one !== undefined);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault.rule, params: { ...fault } });
  };
}

interface About {
  readonly description: string;
  readonly examples: readonly [string, ...string[]];
  /** For editors; our own check says the same in more words. */
  readonly pattern?: string;
  readonly maxLength?: number;
}

function text(check: Check, about: About) {
  return z
    .string()
    .superRefine(keeps(check))
    .meta({ minLength: 1, ...about, examples: [...about.examples] });
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
  path: text(rules.checkPolicyPath, {
    description: 'Starts and ends with /',
    examples: ['/'],
    maxLength: 512,
  }).optional(),
});

const group = z.strictObject({
  name: groupName,
  description: text(rules.checkGroupDescription, {
    description: 'Shown in the console',
    examples: ['People who may do everything'],
    maxLength: 1024,
  }).optional(),
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
  displayName: text(rules.checkDisplayName, {
    description: 'Default: givenName familyName',
    examples: ['Minsu Kim'],
    maxLength: 1024,
  }).optional(),
  groups: z.array(groupName).meta({ description: 'Names of groups of this file' }).optional(),
});

const tags = z
  .record(
    z.string(),
    text(rules.checkTagValue, { description: 'May be empty', examples: ['platform'], maxLength: 256 }).meta({
      minLength: 0,
    }),
  )
  .meta({ description: 'Tags of the permission set', maxProperties: rules.MOST_TAGS });

const permissionSet = z.strictObject({
  name: permissionSetName,
  description: text(rules.checkPermissionSetDescription, {
    description: 'Latin-1 only (AWS)',
    examples: ['Full access'],
    maxLength: 700,
  }).optional(),
  sessionDuration: text(rules.checkSessionDuration, {
    description: '1 to 12 hours: 4h, 90m or PT4H',
    examples: ['4h', '90m', 'PT4H'],
  }).optional(),
  relayState: text(rules.checkRelayState, {
    description: 'Where the console opens',
    examples: ['https://us-east-1.console.aws.amazon.com/billing/'],
    pattern: '^https://',
    maxLength: 240,
  }).optional(),
  managedPolicies: z.array(managedPolicy).meta({ description: 'The exact set of AWS managed policies' }).optional(),
  customerManagedPolicies: z.array(customerManagedPolicy).meta({ description: 'The exact set' }).optional(),
  inlinePolicy: z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .meta({ description: 'A JSON file beside this one, or the policy itself', examples: ['./team-policy.json'] })
    .optional(),
  permissionsBoundary: z
    .strictObject({ managedPolicy: managedPolicy.optional(), customerManagedPolicy: customerManagedPolicy.optional() })
    .meta({ description: 'Exactly one of both', minProperties: 1, maxProperties: 1 })
    .optional(),
  tags: tags.optional(),
});

const assignment = z
  .strictObject({
    group: groupName.optional(),
    user: userName.optional(),
    permissionSets: z
      .array(permissionSetName)
      .meta({ description: 'Names of permission sets of this file', minItems: 1 }),
    accounts: z.array(accountSelector).meta({ description: 'Where', minItems: 1 }),
  })
  .meta({ description: 'Who may do what where', oneOf: [{ required: ['group'] }, { required: ['user'] }] });

const profile = z.strictObject({
  name: cliName,
  account: text(rules.checkOneAccount, {
    description: 'management, a 12-digit id in quotes, or an account name',
    examples: ['management'],
  }),
  permissionSet: permissionSetName,
  region: region.optional(),
});

/** The settings file, to the letter of the documentation; what it means against itself is checked in `cross.ts`. */
export const settingsSchema = z
  .strictObject({
    account: accountId.optional(),
    region: region.optional(),
    portal: z
      .strictObject({
        alias: text(rules.checkAlias, {
          description: 'https://ALIAS.awsapps.com/start; can be chosen only once',
          examples: ['lemonlogin'],
          pattern: '^(?!d-)[a-z0-9]([a-z0-9-]*[a-z0-9])?$',
          maxLength: 62,
        }).optional(),
      })
      .meta({ description: 'The AWS access portal' })
      .optional(),
    groups: z.array(group).meta({ description: 'Groups to create or repair; others are left alone' }).optional(),
    users: z.array(user).meta({ description: 'Users to create or repair; others are left alone' }).optional(),
    permissionSets: z.array(permissionSet).meta({ description: 'Permission sets to create or repair' }).optional(),
    assignments: z.array(assignment).meta({ description: 'Assignments to create; others are left alone' }).optional(),
    cli: z
      .strictObject({ session: cliName.optional(), profiles: z.array(profile).optional() })
      .meta({ description: 'What to write into the AWS config file' })
      .optional(),
    confirmed: z
      .strictObject({
        alias: day.optional(),
        emailOtp: day.optional(),
        password: day.optional(),
        mfa: day.optional(),
        portalSession: day.optional(),
      })
      .meta({ description: 'Console settings that no API can read, and the day on which a person said so' })
      .optional(),
  })
  .meta({ title: 'Settings of sso-setup' });

/** The settings file as zod understands it: complete in shape, nothing normalised yet. */
export type FileContent = z.infer<typeof settingsSchema>;

/** JSON Schema (2020-12) of the settings file, for editors and for the documentation. */
export function settingsJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(settingsSchema, { io: 'input' }) };
}
