import type { Messages } from '../messages/index.ts';
import {
  type CommandName,
  EXAMPLE_SETTINGS,
  OPTION_GROUPS,
  OPTIONS,
  type OptionGroup,
  type OptionId,
  type Topic,
} from '../messages/options.ts';
import type { HelpSection } from '../messages/vocabulary.ts';
import type { Look } from './look.ts';
import { heading, prose, row } from './rows.ts';
import { width } from './text.ts';

const COMMON: readonly OptionId[] = ['config', 'dryRun', 'yes', 'noInput', 'json', 'lang'];

/** The screen of `sso-setup --help`. */
export function helpScreen(look: Look): string {
  const { help } = look.messages;
  return page(look, [
    { lines: [help.summary] },
    { heading: help.headings.usage, lines: [`npx sso-setup ${help.placeholder}`] },
    { heading: help.headings.examples, rows: help.examples },
    { heading: help.headings.commands, rows: help.commands },
    { heading: help.headings.common, rows: optionRows(look.messages, COMMON) },
    { lines: help.more },
  ]);
}

/**
 * The screen of `sso-setup COMMAND --help`.
 *
 * @param scenarios for `sandbox`: the situations that it can start from
 */
export function commandScreen(look: Look, command: CommandName, scenarios: readonly string[] = []): string {
  const { help } = look.messages;
  const { usage, about, rows } = help.commandPages[command];
  return page(look, [
    { lines: [about] },
    { heading: help.headings.usage, lines: [usage] },
    { heading: help.headings.common, rows },
    ...(scenarios.length === 0 ? [] : [{ heading: help.scenarios, lines: [scenarios.join(', ')] }]),
    { lines: help.more },
  ]);
}

/**
 * The screen of `sso-setup help TOPIC`.
 *
 * @param policy for `permissions`: the text of the IAM policy, printed as it is
 */
export function topicScreen(look: Look, topic: Topic, policy = ''): string {
  return page(look, sectionsOf(look.messages, topic, policy));
}

function sectionsOf(messages: Messages, topic: Topic, policy: string): HelpSection[] {
  const { help } = messages;
  const { headings } = help;
  switch (topic) {
    case 'options':
      return (Object.keys(OPTION_GROUPS) as OptionGroup[]).map((group) => ({
        heading: help.optionGroups[group],
        rows: optionRows(messages, OPTION_GROUPS[group]),
      }));
    case 'exit-codes':
      return [{ heading: headings.exitCodes, rows: help.exitCodes }];
    case 'environment':
      return [{ heading: headings.environment, rows: help.environment }];
    case 'config':
      return [{ heading: headings.config, lines: help.config }, { verbatim: EXAMPLE_SETTINGS }];
    case 'permissions':
      return [{ heading: headings.permissions, lines: help.permissions }, { verbatim: policy.split('\n') }];
  }
}

/** `-n, --dry-run` and what it means; long flags stand under each other. */
function optionRows({ help }: Messages, ids: readonly OptionId[]): [string, string][] {
  return ids.map((id) => [OPTIONS[id].startsWith('--') ? `    ${OPTIONS[id]}` : OPTIONS[id], help.options[id]]);
}

function page(look: Look, sections: readonly HelpSection[]): string {
  const lines = sections.map((section) => sectionLines(look, section));
  return `${lines.map((part) => part.join('\n')).join('\n\n')}\n`;
}

function sectionLines(look: Look, { heading: title, rows = [], lines = [], verbatim = [] }: HelpSection): string[] {
  const indent = title === undefined ? 0 : 2;
  const at = indent + Math.min(34, Math.max(0, ...rows.map(([left]) => width(left)))) + 3;
  return [
    ...(title === undefined ? [] : heading(look, title, 0)),
    ...rows.flatMap(([label, value]) => row(look, { label, value, indent, at })),
    ...lines.flatMap((line) => prose(look, line, indent)),
    ...verbatim.map((line) => (line === '' ? '' : `  ${line}`)),
  ];
}
