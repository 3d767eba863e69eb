import { consoleSteps } from '../console-steps.ts';
import type { EngineEvent } from '../engine/events.ts';
import { countPlan, type Item, type Plan } from '../engine/plan.ts';
import type { Finding, Topic } from '../findings.ts';
import { clockTime } from '../messages/vocabulary.ts';
import { mainAddress } from '../portal-urls.ts';
import { type Note, Problem, type Waiting } from '../problem.ts';
import type { Consent, Decision, Identity, Report, Screen, SignedIn, SignInPage, StopReason } from '../screen.ts';
import type { Question } from '../settings/trouble.ts';
import type { TraceEntry } from '../trace.ts';
import { type Fold, foldedLeftAlone, foldedPlan, harmless } from './folds.ts';
import type { Look, Out } from './look.ts';
import { noteLines } from './notes.ts';
import { type Pace, Progress, rateText } from './progress.ts';
import { findingText, summaryText } from './render-findings.ts';
import { type About, accountName, foldFields, foldText, partsByParent, wholeFoldText } from './render-plan.ts';
import { failuresOf } from './render-problem.ts';
import { aliasNote, errorLines } from './render-report.ts';
import { profileTextLines } from './render-sign-in.ts';
import { summaryOf } from './result.ts';
import { pad, safe, safely } from './text.ts';
import { type Telling, Told } from './told.ts';
import { quitText, stoppingText, traceLine } from './trace.ts';

interface PlainOptions {
  readonly version: string;
  readonly stdout: Out;
  readonly stderr: Out;
  /** How to draw on stderr. Lines on stdout are neither wrapped nor coloured. */
  readonly err: Look;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How often long work is told about; milliseconds. */
const EVERY = 10_000;

/**
 * For logs: one line for each thing, on stdout; warnings and errors on stderr. The first words of a line are the same
 * in every language, so that scripts can look for them.
 */
export class PlainScreen implements Screen {
  readonly interactive = false;
  readonly #options: PlainOptions;
  readonly #look: Look;
  readonly #told: Told;
  readonly #progress: Progress;
  #plan: Plan | undefined;
  #minutes = new Map<string, number>();
  /** When each long work was told about last. */
  readonly #toldAt = new Map<string, number>();

  constructor(options: PlainOptions) {
    this.#options = options;
    const { err, now } = options;
    this.#told = new Told(err);
    this.#progress = new Progress(now);
    this.#look = { ...err, columns: Number.POSITIVE_INFINITY, signs: { ...err.signs, arrow: '->' } };
  }

  hello(): void {
    this.#say(`sso-setup ${this.#options.version}`);
  }

  identity(who: Identity): void {
    const identity = safely(who);
    const { lines } = this.#look.messages;
    const from = identity.credentials === undefined ? '' : lines.from(identity.credentials);
    this.#line('account', accountName(identity), identity.arn, from, identity.sandbox ? lines.simulated : '');
  }

  ask(questions: readonly Question[]): Promise<Record<string, string>> {
    return Promise.reject(new Problem('missingAnswers', { flag: questions.map(({ flag }) => flag).join(' ') }));
  }

  decisions(decisions: readonly Decision[]): void {
    const { sources } = this.#look.messages;
    for (const { id, value, source } of decisions)
      if (value !== '') this.#line('setting', kebab(id), safe(value), `(${sources[source]})`);
  }

  decide(): Promise<never> {
    return Promise.reject(new Problem('missingAnswers'));
  }

  confirm(_consent: Consent): Promise<'no'> {
    return Promise.resolve('no');
  }

  attend(): never {
    throw new Problem('missingAnswers');
  }

  ended(): void {}

  farewell(): void {}

  readonly opensPages = false;

  readonly callbackPage = (how: 'done' | 'failed') => this.#look.messages.callback[how];

  signIn(page: SignInPage): void {
    this.#line('sign-in', safe(page.url), page.via === 'device' ? safe(page.userCode) : '');
  }

  wrong(): void {}

  looking(): void {}

  found(_topic: Topic, findings: readonly Finding[]): void {
    for (const finding of findings) {
      const { value, from, todo } = safely(findingText(this.#look.messages, finding));
      const source = from === undefined ? '' : this.#look.messages.lines.from(from);
      this.#line(LEVELS[finding.level], finding.topic, value, source, todo === undefined ? '' : `(${todo})`);
    }
  }

  note(note: Note): void {
    this.#warn(noteLines(this.#options.err, note));
  }

  plan(given: Plan, about: About): void {
    const plan = safely(given);
    this.#told.planned(given);
    this.#progress.planned(plan);
    this.#plan = plan;
    if (about.region !== undefined) this.#line('region', safe(about.region));
    const parts = partsByParent(plan);
    for (const fold of foldedPlan(plan, this.#look)) this.#planned(fold, plan, parts);
    for (const fold of foldedLeftAlone(plan, this.#look)) {
      this.#line('left-alone', kebab(fold.first.step), foldText(this.#look, fold, plan));
    }
    const { messages } = this.#look;
    for (const one of plan.widening ?? []) this.#line('widening', 'administrator', messages.widening(one));
    const { create, change, same, manual } = countPlan(plan.items);
    this.#line('plan', `create=${create} change=${change} delete=0 same=${same} needs-you=${manual}`);
  }

  event(event: EngineEvent | Waiting): void {
    const pace = this.#progress.after(event);
    if (pace !== undefined) this.#tellPace(pace);
    if ('id' in event) this.#wait(event);
    else if (event.type === 'waitingForPerson') this.#line('waiting', kebab(event.step), safe(event.url));
    else if (event.type === 'finished')
      for (const telling of this.#told.finished(event.result)) this.#finished(telling);
  }

  #tellPace(pace: Pace): void {
    const [now, work] = [this.#options.now(), `${pace.what} ${pace.step}`];
    const last = this.#toldAt.get(work) ?? now;
    const isDue = now - last >= EVERY;
    if (isDue || last === now) this.#toldAt.set(work, now);
    if (!isDue || pace.done === pace.of) return;
    const { step, done, of, perSecond, leftMs } = pace;
    const { lines } = this.#look.messages;
    this.#line(
      pace.what === 'reading' ? 'reading' : 'progress',
      kebab(step),
      of === undefined ? String(done) : `${done}/${of}`,
      perSecond === undefined ? '' : `${rateText(perSecond)}/s`,
      leftMs === undefined || leftMs === 0 ? '' : lines.left(clockTime(leftMs)),
    );
  }

  trace(entry: TraceEntry): void {
    this.#warn([traceLine(this.#options.err, entry)]);
  }

  stopping(reason?: StopReason): void {
    this.#warn([stoppingText(this.#look, reason)]);
  }

  quit(operations: readonly string[]): void {
    this.#warn([quitText(this.#look, operations)]);
  }

  report(report: Report): void {
    for (const telling of this.#told.rest()) this.#finished(telling);
    const err = errorLines(this.#options.err, report);
    if (report.findings !== undefined) {
      if (isWhole(report)) this.#line('result', summaryText(this.#look, report.findings));
      this.#warn(err);
      return;
    }
    this.#status(report);
    if (report.savedFile !== undefined) this.#line('saved', safe(report.savedFile));
    const urls = safely(report.portal ?? {});
    const { alias, aliasConfirmed } = urls;
    const portal = mainAddress(urls);
    if (report.backup !== undefined) this.#line('backup', safe(report.backup));
    for (const line of profileTextLines(this.#look, report)) this.#say(line);
    if (report.signedIn !== undefined) this.#signedIn(safely(report.signedIn));
    if (portal !== undefined) this.#line('portal', portal);
    if (alias !== undefined) this.#line('portal-alias', alias, `(${aliasNote(this.#look, aliasConfirmed)})`);
    for (const { step, name, url } of consoleSteps(report)) this.#line('needs-you', kebab(step), safe(name), safe(url));
    if (err.length === 0 && report.next[0] !== undefined) this.#line('next', safe(report.next[0]));
    const failed = report.identity !== undefined && failuresOf(report).length > 0;
    if (report.plan !== undefined || failed) this.#result(report);
    this.#warn(err);
  }

  close(): void {}

  #signedIn({ arn, account, profile = '' }: SignedIn): void {
    this.#line('signed-in', account, arn, profile);
  }

  /** In a sentence what the numbers say, for those who read the log. */
  #status({ status, dryRun, plan, elapsedMs }: Report): void {
    const { lines } = this.#look.messages;
    if (plan === undefined) return;
    if (status === 'in_sync') this.#line('status', lines.noChanges(countPlan(plan.items).same, elapsedMs));
    else if (dryRun) this.#line('status', lines.dryRun);
  }

  #planned(fold: Fold, plan: Plan, parts: ReadonlyMap<string, readonly Item[]>): void {
    const { first } = fold;
    const fields = foldFields(this.#look, fold, parts);
    const changes = fields.map(({ label, lines }) => `${label} ${lines.join(', ')}`).join('; ');
    const word = first.action.kind === 'manual' ? 'needs-you' : first.action.kind;
    const name = fold.common === undefined ? this.#nameIn(fold) : wholeFoldText(this.#look, fold, plan, 0);
    this.#line(word, kebab(first.step), name, changes);
  }

  #finished({ fold, of }: Telling): void {
    const { outcome, action, step } = fold.first;
    const done = { create: 'created', change: 'changed', same: 'same', manual: 'verified' }[action.kind];
    const word = outcome.kind === 'stopped' && outcome.asked ? 'asked' : { ...WORDS, done }[outcome.kind];
    const why = outcome.kind === 'failed' ? (outcome.problem.facts.code ?? outcome.problem.id) : '';
    if (outcome.kind !== 'manual') this.#line(word, kebab(step), this.#nameIn(harmless(fold), of), safe(why));
  }

  /** A thing's name, or how many there are; nothing for what there is only one of. */
  #nameIn(fold: Fold, of?: number): string {
    const { step, key } = fold.first;
    if (key === step) return '';
    // A log has names only, without what makes them read better.
    return fold.common === undefined && step !== 'assignment' ? key : foldText(this.#look, fold, this.#plan, of);
  }

  /** AWS that takes its time is told once a minute: silence makes CI systems give up. */
  #wait(waiting: Waiting): void {
    const { lines } = this.#look.messages;
    if (waiting.id === 'reading') return;
    if (waiting.id === 'slowDown' || waiting.id === 'retrying') {
      const { operation, attempt, waitMs } = waiting;
      if (attempt > 2) this.#line('waiting', safe(operation), lines[waiting.id](attempt, waitMs));
      return;
    }
    const thing = `${waiting.step} ${waiting.key}`;
    const minute = Math.floor(waiting.elapsedMs / 60_000);
    if (minute === (this.#minutes.get(thing) ?? 0)) return;
    this.#minutes.set(thing, minute);
    this.#line('waiting', kebab(waiting.step), safe(waiting.key), lines.working(clockTime(waiting.elapsedMs)));
  }

  #result(report: Report): void {
    const { create, change, same, manual, failed } = summaryOf(report);
    const [created, changed] = report.results === undefined ? [0, 0] : [create, change];
    const time = `${(report.elapsedMs / 1000).toFixed(1)}s`;
    this.#line(
      'result',
      `created=${created} changed=${changed} deleted=0 same=${same} needs-you=${manual} failed=${failed} time=${time}`,
    );
  }

  /** `same     group           Administrators` */
  #line(word: string, ...values: readonly string[]): void {
    const [first = '', ...more] = values.filter((value) => value !== '');
    this.#say([pad(word, 7), more.length > 0 ? pad(first, 14) : first, ...more].join('  ').trimEnd());
  }

  #say(line: string): void {
    this.#options.stdout.write(`${line}\n`);
  }

  #warn(lines: readonly string[]): void {
    if (lines.length > 0) this.#options.stderr.write(`${lines.join('\n')}\n`);
  }
}

const WORDS = {
  same: 'same',
  manual: 'needs-you',
  waiting: 'needs-you',
  failed: 'failed',
  blocked: 'blocked',
  stopped: 'not-done',
} as const;

/** Whether everything was looked at: only then it can be summed up. */
function isWhole({ stopped, troubles }: Report): boolean {
  return !stopped && !troubles?.length;
}

const LEVELS = { fine: 'ok', coming: 'coming', yours: 'needs-you', attention: 'note', problem: 'problem' } as const;

/** permissionSet as `permission-set` */
function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
