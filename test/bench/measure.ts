import type { Aws } from './aws.ts';
import { assignmentsOf, companyOf, type Size } from './company.ts';
import type { Contender, Run } from './contenders.ts';
import type { SeenCall } from './server.ts';

export const ways = { first: 'first run', again: 'nothing changed' } as const;
export type Way = keyof typeof ways;

/** One run, and what the server saw of it. */
export interface Measured extends Run {
  readonly calls: readonly SeenCall[];
}

/** All runs of one contender at one thing. */
export interface Line {
  readonly contender: string;
  readonly way: Way;
  readonly size: Size;
  readonly runs: readonly Measured[];
}

/** How often each thing is done. */
export type Times = Readonly<Partial<Record<Way, number>>>;

/** Lets a contender make a company of that size so often, and look so often at one that is there. */
export async function measure(aws: Aws, contender: Contender, size: Size, times: Times): Promise<Line[]> {
  const company = companyOf(size);
  const before = { size, state: 'before' } as const;
  let can = await contender.prepare(company, await aws.serve(before));
  const first: Measured[] = [];
  for (let i = 0; i < (times.first ?? 0); i++) {
    const url = await aws.serve(before);
    if (i > 0 && can.remembers) can = await contender.prepare(company, url);
    first.push(await measured(aws, contender, can.first));
    const { assignments } = await aws.seen();
    if (assignments !== assignmentsOf(company)) throw wrong(contender, `made ${assignments} assignments`, first);
  }
  const again: Measured[] = [];
  for (let i = 0; i < (times.again ?? 0); i++) {
    await aws.serve(can.remembers ? 'same' : { size, state: 'after' });
    again.push(await measured(aws, contender, can.again));
    if (again.at(-1)?.calls.some((call) => call.write)) throw wrong(contender, 'wrote, with nothing to change', again);
  }
  const lines: Line[] = [
    { contender: contender.name, way: 'first', size, runs: first },
    { contender: contender.name, way: 'again', size, runs: again },
  ];
  return lines.filter((line) => line.runs.length > 0);
}

async function measured(aws: Aws, contender: Contender, once: () => Promise<Run>): Promise<Measured> {
  const run = await once();
  const all = { ...run, calls: (await aws.seen()).calls };
  if (run.code !== 0) throw wrong(contender, `ended with ${run.code}`, [all]);
  return all;
}

function wrong({ name }: Contender, what: string, runs: readonly Measured[]): Error {
  return new Error(`${name} ${what}. It said:\n${runs.at(-1)?.said}`);
}

export function throttled(calls: readonly SeenCall[]): number {
  return calls.filter((call) => /^Throttl|^TooManyRequests/.test(call.error ?? '')).length;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}
