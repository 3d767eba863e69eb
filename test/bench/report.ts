import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { boundOfFirstRun, boundOfReads, readsOf } from './bound.ts';
import { assignmentsOf, companyOf } from './company.ts';
import { type Line, type Measured, median, throttled, ways } from './measure.ts';

/** `bound` is the least that AWS's limits allow; `peak MB` and `CPU s` are those of the contender's own process. */
const head = ['who', 'what', 'size', 'seconds', 'bound', 'calls', 'throttled', 'peak MB', 'CPU s', 'runs'];

/** A Markdown table of medians. */
export function tableOf(lines: readonly Line[]): string {
  const rows = [head, head.map((_, column) => (column < 3 ? '---' : '--:')), ...lines.map(rowOf)];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

export function rowOf({ contender, way, size, runs }: Line): string[] {
  const company = companyOf(size);
  const bound = way === 'first' ? boundOfFirstRun(company) : boundOfReads(readsOf(company, size.others));
  const of = (number: (run: Measured) => number | undefined, digits = 0) => {
    const numbers = runs.map(number).filter((one) => one !== undefined);
    return numbers.length === 0 ? '' : numberText(median(numbers), digits);
  };
  return [
    contender,
    ways[way],
    size.label ?? sizeText(assignmentsOf(company)),
    of((run) => run.seconds, 2),
    numberText(bound, 2),
    of((run) => run.calls.length),
    of((run) => throttled(run.calls)),
    of((run) => run.megabytes),
    of((run) => run.cpuSeconds, 2),
    `${runs.length}`,
  ];
}

function sizeText(assignments: number): string {
  return assignments === 1 ? '1 assignment' : `${numberText(assignments)} assignments`;
}

function numberText(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** What was measured when, where and by which command, in a sentence. */
export function circumstances(command: string, now: Date): string {
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`;
  const where = `${machine}, of which ${loadavg()[1]?.toFixed(1)} were asked for, Node ${process.versions.node}`;
  return `Measured on ${now.toISOString().slice(0, 10)} on ${where}, with \`${command}\`.`;
}

/** Every call of a run: when it was answered after the first one, by which service, how. */
export function logOf({ calls }: Measured): string {
  const start = calls[0]?.at ?? 0;
  return calls
    .map(({ at, service, operation, write, error = 'ok' }) =>
      [`${at - start}`.padStart(8), service.padEnd(14), operation.padEnd(46), write ? 'write' : '     ', error].join(
        ' ',
      ),
    )
    .join('\n');
}

/** Puts a section in the file, in the place of the one with the same title; the sections are in that order of titles. */
export function putSection(file: string, title: string, text: string, order: readonly string[]): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  writeFileSync(file, withSection(before, title, text, order));
}

export function withSection(document: string, title: string, text: string, order: readonly string[]): string {
  const parts = document.split(/^(?=## )/m).filter((part) => part.trim() !== '');
  const place = (part: string) => order.findIndex((one) => part.startsWith(`## ${one}\n`));
  const others = parts.filter((part) => place(part) !== order.indexOf(title));
  const all = [...others, `## ${title}\n\n${text}`].sort((a, b) => place(a) - place(b));
  return `${all.map((part) => part.trim()).join('\n\n')}\n`;
}
