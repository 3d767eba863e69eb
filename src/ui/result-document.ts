import * as z from 'zod/mini';
import { STEP_IDS } from '../engine/step.ts';
import { LEVELS, TOPICS } from '../findings.ts';

const value = z.union([z.string(), z.array(z.string())]);
const text = z.nullable(z.string());
const count = z.int().check(z.nonnegative());

const change = z.strictObject({
  step: z.enum(STEP_IDS),
  name: z.string(),
  action: z.enum(['create', 'change']),
  /** `from` is null where AWS had nothing: for all fields of a new thing. */
  fields: z.array(z.strictObject({ field: z.string(), from: z.nullable(value), to: value })),
});

const manual = z.strictObject({
  step: z.enum(STEP_IDS),
  name: z.string(),
  url: z.string(),
  /** What to do, in the language of the run. */
  instruction: z.string(),
});

const finding = z.strictObject({
  topic: z.enum(TOPICS),
  level: z.enum(LEVELS),
  message: z.string(),
  /** What to do about it; null where nothing is to be done. */
  next: text,
});

const failure = z.strictObject({
  /** AWS's own code where there is one, else the tool's: the name of a problem. */
  code: z.string(),
  message: z.string(),
  hint: text,
  requestId: text,
});

const widening = z.strictObject({
  principal: z.string(),
  principalType: z.enum(['GROUP', 'USER']),
  permissionSet: z.string(),
  /** In how many accounts the principal has administrator access by this permission set, before and after the plan. */
  accountsBefore: count,
  accountsAfter: count,
  /** Of the accounts that are more: where an older version, of which AWS does not tell what it gives, may give as much. */
  accountsUntold: z.optional(count),
  /** Members of a group with those of the plan; 1 for a user. */
  members: count,
  /** Members whom the settings do not put into the group. */
  membersNotInSettings: count,
});

/** The document that `--json` prints. Fields are only ever added; a change of meaning changes `schema`. */
export const ResultDocument = z.strictObject({
  schema: z.literal('sso-setup/result/1'),
  status: z.enum(['in_sync', 'changes_pending', 'applied', 'action_required', 'failed']),
  dryRun: z.boolean(),
  account: text,
  region: text,
  organizationId: text,
  instanceArn: text,
  identityStoreId: text,
  portalUrl: text,
  /** As asked for; no API can verify it. */
  aliasUrl: text,
  /** After a run that applied something: what was done. Otherwise: what was planned. */
  summary: z.strictObject({ create: count, change: count, same: count, manual: count, failed: count }),
  /** After a run that applied something: what was done. Otherwise: what would be done. */
  changes: z.array(change),
  /** What was seen in AWS and is not in the settings: never touched; left out where there is nothing of that kind. */
  leftAlone: z.optional(z.array(z.strictObject({ step: z.enum(STEP_IDS), name: z.string() }))),
  /** Who gets administrator access in more accounts than before, as planned; left out where nobody does. */
  widening: z.optional(z.array(widening)),
  /** Everything that could not be done, and why; left out where all could. `error` is the first of them. */
  failures: z.optional(z.array(z.extend(failure, { step: z.enum(STEP_IDS), name: z.string() }))),
  /** What is left to a person. */
  manual: z.array(manual),
  /** Where a copy of the AWS config file is that this run has changed. */
  backup: z.optional(z.string()),
  /** In AWS CloudShell: what to put into the AWS config file of another computer. */
  awsConfig: z.optional(z.string()),
  /** Only from `sso-setup login`: who AWS says that the credentials belong to. */
  signedIn: z.optional(
    z.strictObject({
      arn: z.string(),
      account: z.string(),
      permissionSet: z.string(),
      startUrl: z.string(),
      region: z.string(),
      /** Until when new credentials can be had; ISO 8601 in UTC. */
      expiresAt: z.string(),
      profile: text,
    }),
  ),
  /** Only from `sso-setup check`: everything that was found out. */
  findings: z.optional(z.array(finding)),
  /** `code` is also `badSettings`, `missingAnswers` or `stopped`. */
  error: z.nullable(failure),
  /** Commands that make sense now, most useful first. */
  next: z.array(z.string()),
});
export type ResultDocument = z.infer<typeof ResultDocument>;

/** The JSON Schema of {@link ResultDocument}. */
export function resultJsonSchema(): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(ResultDocument, { target: 'draft-2020-12' });
}
