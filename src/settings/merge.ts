import type { Decision } from '../screen.ts';
import { broken, troubleAt } from './check.ts';
import { decisionsOf } from './decisions.ts';
import type { SettingsFile } from './file.ts';
import { type AnswerFlags, checkFlags, trimFlags } from './flags.ts';
import { nearest } from './nearest.ts';
import { cliSettings, type Offer } from './profiles.ts';
import { meaningOf, question, regionQuestion } from './questions.ts';
import { present } from './resolve.ts';
import { checkRegion, normaliseAccountId } from './rules.ts';
import type { Settings, Source } from './settings.ts';
import { BadSettings, type Question, type QuestionId, type Trouble } from './trouble.ts';
import { matchingNames, onePerson, override, type Wanted } from './wanted.ts';
import { checkWhole } from './whole.ts';

/** What is known without asking. */
export interface Detected {
  /** Where the AWS profile points. */
  readonly region?: string | undefined;
  /** The account of the credentials, and its name. */
  readonly account?: string | undefined;
  readonly accountName?: string | undefined;
  /** Where Identity Center is already. */
  readonly home?: string | undefined;
  /** A Region near the person, to suggest. */
  readonly near?: string | undefined;
}

/** Where values come from; `env` is read for AWS_REGION and AWS_DEFAULT_REGION only. */
export interface MergeInput {
  readonly flags?: AnswerFlags;
  /** What was changed at the table; counts as flags do. */
  readonly edits?: AnswerFlags;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly file?: SettingsFile | undefined;
  readonly detected?: Detected;
  /** A profile of the AWS CLI is offered, unless something is said about it. */
  readonly offer?: Offer;
}

/** Everything is known, and where each value came from. */
export interface MergedSettings {
  readonly settings: Settings;
  readonly decisions: readonly Decision[];
}

/** Something is left to ask. */
interface MissingAnswers {
  readonly missing: readonly Question[];
  /** Goes on with the answers, by the questions' ids. Throws BadSettings when one breaks its rule. */
  with(answers: Readonly<Record<string, string>>, by?: 'you' | 'example'): Merged;
}
/** `'missing' in merged` tells which. */
export type Merged = MergedSettings | MissingAnswers;

/** AWS's oldest Region, for want of a better suggestion. */
const FIRST_REGION = 'us-east-1';

/** What only the person can say about themselves. */
const PERSONAL = ['email', 'givenName', 'familyName'] as const;
interface Answers extends Readonly<Partial<Record<QuestionId, string>>> {
  readonly by?: 'you' | 'example';
}

/**
 * One value out of flag, settings file, environment, what was detected, and default, in this order: the only variable
 * that says something here is AWS_REGION, and that is a hint, no wish. Throws BadSettings
 * with every flag that is wrong or does not fit the file.
 */
export function mergeSettings(input: MergeInput): Merged {
  return merge(input, {});
}

function merge(input: MergeInput, answers: Answers): Merged {
  const edits = input.edits ?? {};
  const flags = trimFlags({ ...input.flags, ...edits });
  const troubles = checkFlags(flags);
  if (troubles.length > 0) throw new BadSettings(troubles);

  const { region, troubles: badRegion } = regionFrom(input, flags, answers);
  const { wanted, asked } = thingsToSetUp(input.file, flags, answers);
  const { cli, troubles: badProfile } = cliSettings(wanted.wanted, flags, region?.name, input.offer);
  const all = [...badRegion, ...wanted.troubles, ...badProfile, ...strayProfiles(input.file, wanted.wanted, cli)];
  if (all.length > 0) throw new BadSettings(all);

  const missing = [...(region === undefined ? (['region'] as const) : []), ...asked];
  if (region === undefined || missing.length > 0) {
    const ask = (id: QuestionId) =>
      id === 'region' ? regionQuestion(input.detected?.near ?? FIRST_REGION) : question(id);
    return missingAnswers(input, answers, missing.map(ask));
  }
  const whole = checkWhole(wanted.wanted, input.file);
  if (whole.length > 0) throw new BadSettings(whole);
  const file = input.file?.settings;
  const account = flags.account ?? file?.account;
  const { cli: _, ...lists } = wanted.wanted;
  const settings: Settings = {
    ...present({ account: account && normaliseAccountId(account), alias: flags.alias ?? file?.alias, cli }),
    region: { name: region.name, asked: region.asked },
    ...lists,
    confirmed: file?.confirmed ?? {},
  };
  const isFull = input.file?.isFullDescription ?? false;
  const answered = PERSONAL.some((id) => answers[id] !== undefined) ? (answers.by ?? 'you') : undefined;
  const fromFile = (value: unknown): Source | undefined => (isFull || value !== undefined ? 'file' : undefined);
  const offered: Source = cli !== undefined && input.offer?.accountName !== undefined ? 'accountName' : 'default';
  const profile = fromFile(wanted.wanted.cli) ?? offered;
  const alias = fromFile(file?.alias) ?? 'default';
  const sources = { region: region.source, flags, edits, isFull, profile, alias, answered };
  return { settings, decisions: decisionsOf(settings, sources, input.detected ?? {}) };
}

function missingAnswers(input: MergeInput, known: Answers, missing: readonly Question[]): MissingAnswers {
  return {
    missing,
    with(answers, by) {
      const given = missing.filter(({ id }) => answers[id] !== undefined);
      const troubles = given.flatMap((asked): Trouble[] => {
        const trouble = asked.check(answers[asked.id] ?? '');
        return trouble ? [trouble] : [];
      });
      if (troubles.length > 0) throw new BadSettings(troubles);
      const meant = given.map((asked) => [asked.id, meaningOf(asked, answers[asked.id] ?? '')]);
      return merge(input, { ...known, ...Object.fromEntries(meant), ...(by === undefined ? {} : { by }) });
    },
  };
}

interface Choice {
  readonly name: string;
  readonly asked: boolean;
  readonly source: Source;
}

/** AWS_REGION tells where other tools work; it is no wish to have Identity Center there. */
function regionFrom(
  { env = {}, file, detected, edits }: MergeInput,
  flags: AnswerFlags,
  answers: Answers,
): { region?: Choice; troubles: readonly Trouble[] } {
  const chosen = (name: string, source: Source, asked: boolean) => ({ region: { name, source, asked }, troubles: [] });
  if (flags.region !== undefined) return chosen(flags.region, edits?.region === undefined ? 'flag' : 'you', true);
  if (file?.settings.region !== undefined) return chosen(file.settings.region, 'file', true);
  if (detected?.home !== undefined) return chosen(detected.home, 'aws', false);
  if (answers.region !== undefined) return chosen(answers.region, answers.by ?? 'you', true);
  const variable = ['AWS_REGION', 'AWS_DEFAULT_REGION'].find((one) => env[one]?.trim());
  if (variable !== undefined) {
    const name = env[variable]?.trim() ?? '';
    const fault = checkRegion(name);
    return fault ? { troubles: [troubleAt(variable, fault)] } : chosen(name, 'environment', false);
  }
  const name = detected?.region?.trim() ?? '';
  return checkRegion(name) === undefined ? chosen(name, 'detected', false) : { troubles: [] };
}

/** The lists of a file that describes everything, or the setup for one person with what is left to ask. */
function thingsToSetUp(file: SettingsFile | undefined, flags: AnswerFlags, answers: Answers) {
  const said = file?.settings;
  if (said && file.isFullDescription) {
    const { groups = [], users = [], permissionSets = [], assignments = [], cli } = said;
    const lists: Wanted = { groups, users, permissionSets, assignments, ...(cli && { cli }) };
    return { wanted: override(lists, flags), asked: [] };
  }
  const value = (id: (typeof PERSONAL)[number]) => flags[id] ?? answers[id] ?? '';
  const user = { email: value('email'), givenName: value('givenName'), familyName: value('familyName') };
  const asked = PERSONAL.filter((id) => (flags[id] ?? answers[id]) === undefined);
  return { wanted: override(onePerson(user, said?.cli), matchingNames(flags)), asked };
}

/** In a file that leaves the permission sets to the defaults, a profile can only use the default one. */
function strayProfiles(file: SettingsFile | undefined, wanted: Wanted, cli: Settings['cli']): Trouble[] {
  if (file === undefined || file.isFullDescription) return [];
  const names = wanted.permissionSets.map(({ name }) => name);
  return (cli?.profiles ?? []).flatMap(({ permissionSet }, index) => {
    if (names.includes(permissionSet)) return [];
    const facts = { value: permissionSet, kind: 'permissionSet' };
    const fault = broken('unknownReference', facts, { suggestion: nearest(permissionSet, names), example: names[0] });
    return [file.trouble(['cli', 'profiles', index, 'permissionSet'], fault)];
  });
}
