import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Aws, strict } from './aws.ts';
import { calibrate } from './calibrate.ts';
import type { Places } from './contenders.ts';
import { type Line, measure } from './measure.ts';
import { endAll } from './process.ts';
import { circumstances, logOf, putSection, rowOf, tableOf } from './report.ts';
import { type Scenario, scenarios, type Wishes } from './scenarios.ts';

const usage = `npm run bench -- [${Object.keys(scenarios).join(' | ')} | all]... [options]

  --runs N        how often a quick thing is done (5)
  --slow-runs N   how often a first run of a company is done (1)
  --only WORD     only those whose name has that word in it, such as sso-setup
  --others        company: Terraform and an AWS CLI script, too; some 20 minutes
  --long          first-runs, quotas: the largest size, too; up to an hour
  --write FILE    put the tables in that file, each in the place of the last one
  --logs FOLDER   every call of the last run of each line, a file each
`;

const titles = Object.values(scenarios).map(({ title }) => title);
const usual = ['guide', 'company', 'growth'];

/** `npm run bench`; gives the exit code. */
export async function main(args: string[], places: Places): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '5' },
      'slow-runs': { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
      others: { type: 'boolean', default: false },
      long: { type: 'boolean', default: false },
      write: { type: 'string' },
      logs: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const names = positionals.includes('all') ? Object.keys(scenarios) : positionals.length > 0 ? positionals : usual;
  const chosen = names.map((name) => scenarios[name]).filter((one) => one !== undefined);
  if (values.help || chosen.length < names.length) {
    process.stdout.write(usage);
    return values.help ? 0 : 64;
  }
  const { 'slow-runs': slowRuns, runs, ...more } = values;
  const wishes = { ...more, runs: Number(runs), slowRuns: Number(slowRuns) };
  const command = ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  for (const scenario of chosen) {
    const text = await play(scenario, places, wishes);
    const section = `${scenario.about}\n\n${text}\n\n${circumstances(command, new Date())}`;
    process.stdout.write(`\n## ${scenario.title}\n\n${section}\n\n`);
    if (values.write !== undefined) putSection(values.write, scenario.title, section, titles);
  }
  return 0;
}

/** Runs everything of one scenario on one server, and gives its table. */
async function play(scenario: Scenario, places: Places, wishes: Wishes): Promise<string> {
  const aws = new Aws(places.work, scenario.behaviour);
  const clean = () => {
    endAll();
    aws.stop();
  };
  const stop = () => {
    clean();
    process.exit(130);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const server = scenario.behaviour === strict ? await calibrate(aws) : undefined;
    if (server !== undefined) process.stderr.write(`${server}\n`);
    const lines: Line[] = [];
    const missing: string[] = [];
    for (const { contender, size, times } of scenario.heats(places, wishes)) {
      if (!contender.name.includes(wishes.only)) continue;
      if (contender.missing !== undefined) {
        missing.push(`${contender.name} did not take part: ${contender.missing}.`);
        continue;
      }
      for (const line of await measure(aws, contender, size, times)) {
        process.stderr.write(`${rowOf(line).join('  ')}\n`);
        if (wishes.logs !== undefined) keepLog(wishes.logs, scenario.title, line);
        lines.push(line);
      }
    }
    return [tableOf(lines), ...missing, ...(server === undefined ? [] : [server])].join('\n\n');
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    clean();
  }
}

function keepLog(folder: string, title: string, line: Line): void {
  const last = line.runs.at(-1);
  if (last === undefined) return;
  mkdirSync(folder, { recursive: true });
  const name = [title, rowOf(line)[2], line.contender, line.way]
    .join(' ')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  writeFileSync(join(folder, `${name}.txt`), `${logOf(last)}\n`);
}
