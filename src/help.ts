import { type Language, languageFrom } from './messages/language.ts';
import { COMMANDS, type CommandName, TOPICS } from './messages/options.ts';
import { policyText } from './permissions.ts';
import { EXIT, Problem } from './problem.ts';
import { commandScreen, helpScreen, topicScreen } from './ui/help.ts';
import { lookFor } from './ui/look.ts';

/** What of the command line decides how something is said. */
interface Manner {
  readonly lang?: string;
  /** False: `--no-color`. */
  readonly color: boolean;
}

/** `sso-setup --help` and `sso-setup help [TOPIC]` */
export async function help(manner: Manner, topic?: string): Promise<number> {
  const command = COMMANDS.find((one) => one === topic);
  if (command !== undefined) return commandHelp(command, manner);
  const known = TOPICS.find((one) => one === topic);
  if (topic !== undefined && known === undefined) {
    throw new Problem('badFlag', { flag: `help ${topic}`, detail: TOPICS.join(', ') });
  }
  const rights = known === 'permissions' ? policyText(undefined, false).trimEnd() : undefined;
  const look = lookOf(manner);
  process.stdout.write(known === undefined ? helpScreen(look) : topicScreen(look, known, rights));
  return EXIT.done;
}

/** `sso-setup COMMAND --help`, and `sso-setup help COMMAND` */
export async function commandHelp(command: CommandName, manner: Manner): Promise<number> {
  const situations = command === 'sandbox' ? (await import('./sandbox/scenarios.ts')).scenarioNames : [];
  process.stdout.write(commandScreen(lookOf(manner), command, situations));
  return EXIT.done;
}

function lookOf(manner: Manner) {
  return lookFor({ lang: languageOf(manner), env: environment(manner) }, process.stdout);
}

export function languageOf({ lang }: Pick<Manner, 'lang'>): Language {
  if (lang !== undefined && lang !== 'en' && lang !== 'ko') {
    throw new Problem('badFlag', { flag: '--lang', detail: lang, example: 'ko' });
  }
  return languageFrom(process.env, lang);
}

/** `--no-color` is what NO_COLOR is. */
export function environment({ color }: Pick<Manner, 'color'>): NodeJS.ProcessEnv {
  return color ? process.env : { ...process.env, NO_COLOR: '1' };
}
