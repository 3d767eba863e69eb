import type { Finding, Level } from '../findings.ts';
import type { Messages } from '../messages/index.ts';
import type { FindingText } from '../messages/vocabulary.ts';
import type { Look } from './look.ts';
import { noteText } from './notes.ts';
import { prose, row, valueColumn } from './rows.ts';
import { safely } from './text.ts';

/** What `check` comes to: how many things there are to do. */
export function summaryText({ messages }: Look, findings: readonly Finding[]): string {
  const of = (...levels: Level[]) => findings.filter(({ level }) => levels.includes(level)).length;
  return messages.checked(of('problem'), of('yours', 'coming'), of('attention'));
}

/** A finding in words; those that are a note, a problem or a console step have theirs there. */
export function findingText(messages: Messages, finding: Finding): FindingText {
  if (finding.id === 'note') return { value: noteText(messages, finding.note) };
  if (finding.id === 'blocked') {
    const { title, todo } = messages.problems[finding.problem.id](finding.problem.facts);
    return { value: title, todo: todo.join(' ') };
  }
  if (finding.id === 'unconfirmed') {
    const { title, moves } = messages.manual(finding.step, finding);
    return { value: title, todo: moves.map(({ verb, what }) => `${verb}: ${what}.`).join(' ') };
  }
  const text = messages.findings[finding.id] as (finding: Finding) => FindingText;
  return text(finding);
}

/** One line for what was found, and what to do about it. */
export function findingLines(look: Look, finding: Finding, how: 'brief' | 'whole'): string[] {
  const { value, from, todo } = safely(findingText(look.messages, finding));
  const source = from === undefined ? '' : `   ${look.messages.lines.from(from)}`;
  const at = valueColumn(look) - 2;
  return [
    ...row(look, {
      ...signOfLevel(look, finding.level),
      label: look.messages.topics[finding.topic],
      value: value + source,
      indent: 0,
      at,
    }),
    ...(todo === undefined || (how === 'brief' && finding.level === 'problem') ? [] : prose(look, todo, at)),
  ];
}

function signOfLevel({ signs, paint }: Look, level: Level): { sign: string; paint: (sign: string) => string } {
  return {
    fine: { sign: signs.done, paint: paint.green },
    coming: { sign: signs.create, paint: paint.green },
    yours: { sign: signs.person, paint: paint.yellow },
    attention: { sign: signs.person, paint: paint.yellow },
    problem: { sign: signs.failed, paint: paint.red },
  }[level];
}
