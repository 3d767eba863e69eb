import { type Orientation, orient } from './orient.ts';
import { Declined, Problem } from './problem.ts';
import type { Identity, Screen } from './screen.ts';
import { likelyRegion, type Opened, type Tools, type Wish } from './session.ts';
import { type Editing, edit } from './settings/edits.ts';
import type { AnswerFlags } from './settings/flags.ts';
import { type MergedSettings, type MergeInput, mergeSettings } from './settings/merge.ts';
import { BadSettings, type Question } from './settings/trouble.ts';

/** What a first run with a person has come to before the plan. */
export interface FirstRun extends MergedSettings {
  readonly identity: Identity;
  /** A user that came from an external identity provider. */
  readonly external?: string;
}

/**
 * Looks around, asks what only the person can say, and shows every decision to be changed until they want the plan.
 *
 * @param agreed whether they agreed to the plan already: then the decisions are only shown
 * @throws Problem for what is in the way, Declined when the person quits
 */
export async function firstRun(wish: Wish, opened: Opened, tools: Tools, agreed: boolean): Promise<FirstRun> {
  const { screen, place } = tools;
  const { aws, caller } = opened;
  const about = { caller, region: likelyRegion(wish, place), from: place.credentials };
  const orientation = await orient(aws.reader, about, screen);
  const identity = namedIn(orientation, opened.identity);
  screen.identity(identity);
  const [problem] = orientation.problems;
  if (problem !== undefined) throw problem;
  const home = orientation.instance?.region;
  const { account, accountName } = identity;
  const input = {
    ...wish.input,
    offer: { account, accountName },
    detected: { ...wish.input.detected, home, account, accountName },
  };
  const here = await whereItIs(input, home, screen, agreed);
  const merged = await decided({ ...input, edits: here }, orientation, screen, agreed);
  const { external } = orientation;
  return { ...merged, identity, ...(external === undefined ? {} : { external }) };
}

function namedIn({ accounts }: Orientation, identity: Identity): Identity {
  const name = accounts.find(({ id }) => id === identity.account)?.name;
  return name ? { ...identity, accountName: name } : identity;
}

/** Identity Center keeps its Region; who asked for another one may take it where it is. */
async function whereItIs(
  { flags }: MergeInput,
  home: string | undefined,
  screen: Screen,
  agreed: boolean,
): Promise<AnswerFlags> {
  const wanted = flags?.region;
  if (home === undefined || wanted === undefined || home === wanted) return {};
  if (agreed) throw new Problem('instanceElsewhere', { region: home, wanted });
  const answer = await screen.confirm({ id: 'otherRegion', region: home, wanted });
  if (answer !== 'yes') throw new Declined();
  return { region: home };
}

async function decided(
  input: MergeInput,
  { accounts, instance }: Orientation,
  screen: Screen,
  agreed: boolean,
): Promise<MergedSettings> {
  const answers: Record<string, string> = {};
  // The others take no assignments.
  const active = accounts.filter(({ state }) => state === 'ACTIVE');
  let edits = input.edits ?? {};
  let merged = await complete({ ...input, edits }, answers, screen);
  for (;;) {
    // Identity Center keeps its Region, so there is nothing to choose.
    const open = merged.decisions.filter(({ id }) => id !== 'region' || instance === undefined);
    screen.decisions(merged.decisions);
    if (agreed) return merged;
    const next = await screen.decide(open);
    if (next === 'plan') return merged;
    if (next === 'quit') throw new Declined();
    const ask: Editing['ask'] = async (question) => (await screen.ask([question]))[question.id] ?? '';
    const changed = {
      ...edits,
      ...(await edit(next, {
        settings: merged.settings,
        account: input.detected?.account ?? '',
        accounts: active,
        ask,
      })),
    };
    try {
      merged = await complete({ ...input, edits: changed }, answers, screen);
      edits = changed;
    } catch (error) {
      // What does not fit together is told, and stays as it was.
      if (!(error instanceof BadSettings)) throw error;
      screen.wrong(error.troubles);
    }
  }
}

/** Asks for what is missing, and remembers it in `answers`. */
async function complete(input: MergeInput, answers: Record<string, string>, screen: Screen): Promise<MergedSettings> {
  let merged = mergeSettings(input);
  while ('missing' in merged) {
    const unasked = (asked: Question) => answers[asked.id] === undefined;
    const missing = merged.missing.filter(unasked);
    if (missing.length > 0) Object.assign(answers, await screen.ask(missing));
    merged = merged.with(answers);
  }
  return merged;
}
