import type { Action, Drift, Field, Fields } from '../engine/step.ts';
import type { Messages } from '../messages/index.ts';
import { normaliseDuration, parseDuration } from '../settings/duration.ts';
import type { Look } from './look.ts';
import { policyChanges, statementCount } from './policies.ts';
import { shownPath } from './text.ts';

/** A field as a screen shows it: its name, and one line for each thing to say about it. */
export interface FieldText {
  readonly label: string;
  readonly lines: readonly string[];
}

/** The name of a field in words; a field without one keeps its own. */
function fieldLabel(messages: Messages, field: string): string {
  if (field.startsWith('tags.')) return messages.fields.tag(field.slice('tags.'.length));
  const named: Readonly<Record<string, unknown>> = messages.fields;
  const label = Object.hasOwn(named, field) ? named[field] : undefined;
  return typeof label === 'string' ? label : field;
}

const AWS_POLICY = /^arn:aws[a-z-]*:iam::aws:policy\//;
const LONGEST = 200;

/** One value in words: lengths of time, on and off, names of AWS's own policies. */
function valueText(messages: Messages, field: string, value: string): string {
  const { values } = messages;
  if (value === '') return values.none;
  if (field === 'file') return shownPath(value);
  if (/duration$/i.test(field)) return durationText(messages, value);
  if (AWS_POLICY.test(value)) return values.awsManaged(value.replace(AWS_POLICY, ''));
  if (field === 'managedPolicies') return values.awsManaged(value);
  if (field === 'inlinePolicy') return statementText(messages, value);
  if (field === 'permissionSets') return value === 'on' ? values.onForGood : values.off;
  const characters = [...value];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}...` : value;
}

function statementText(messages: Messages, policy: string): string {
  const count = statementCount(policy);
  return count === undefined ? messages.values.policyDiffers : messages.values.statements(count);
}

/** A length of time in words; ISO 8601 or as in the settings file. */
export function durationText(messages: Messages, iso: string): string {
  const seconds = parseDuration(normaliseDuration(iso) ?? iso);
  if (seconds === undefined || seconds === 0 || seconds % 60 !== 0) return iso;
  return messages.values.duration(Math.floor(seconds / 3600), (seconds % 3600) / 60);
}

/** What a person sees of an action below its line: what a new thing gets, what of an old one changes. */
export function fieldTexts(look: Look, action: Action, key: string): FieldText[] {
  if (action.kind === 'create') return createdTexts(look, action.want, key);
  if (action.kind === 'change') return action.drift.map((drift) => driftText(look, drift));
  return [];
}

/** Names that the display name already tells. */
const TOLD_BY_DISPLAY_NAME = new Set(['givenName', 'familyName']);

function createdTexts({ messages }: Look, want: Fields, key: string): FieldText[] {
  return Object.entries(want)
    .filter(([, value]) => value !== key && value.length > 0)
    .filter(([field]) => !(TOLD_BY_DISPLAY_NAME.has(field) && 'displayName' in want))
    .map(([field, value]) => ({
      label: fieldLabel(messages, field),
      lines:
        field === 'outdated'
          ? [messages.values.provisioned(sizeOf(value))]
          : listed(value).map((one) => valueText(messages, field, one)),
    }));
}

function driftText(look: Look, { field, from, to }: Drift): FieldText {
  return { label: fieldLabel(look.messages, field), lines: driftLines(look, field, from, to) };
}

function driftLines(look: Look, field: string, from: Field | undefined, to: Field): string[] {
  const { messages, signs } = look;
  if (field === 'outdated') return [messages.values.provisioned(sizeOf(from) ?? sizeOf(to))];
  if (field === 'inlinePolicy' && typeof from === 'string' && from !== '' && to !== '') {
    return policyChanges(messages, from, String(to));
  }
  if (typeof to === 'string' && typeof from !== 'object') {
    const words = (value: string) => valueText(messages, field, value);
    return [`${words(from ?? '')} ${signs.arrow} ${words(to)}`];
  }
  const before = listed(from ?? []);
  const after = listed(to);
  const gone = /[pP]olicies$/.test(field) ? messages.values.detached : (name: string) => name;
  return [
    ...after.filter((one) => !before.includes(one)).map((one) => `+ ${valueText(messages, field, one)}`),
    ...before.filter((one) => !after.includes(one)).map((one) => `- ${gone(valueText(messages, field, one))}`),
  ];
}

function listed(value: Field): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

/** How many accounts a list or a number tells; nothing when it tells none. */
function sizeOf(value: Field | undefined): number | undefined {
  if (value === undefined || value === '') return undefined;
  const size = typeof value === 'string' ? Number.parseInt(value, 10) : value.length;
  return size > 0 ? size : undefined;
}
