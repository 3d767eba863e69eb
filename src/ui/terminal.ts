import type { EngineEvent } from '../engine/events.ts';
import type { Plan, Result } from '../engine/plan.ts';
import { clockTime } from '../messages/vocabulary.ts';
import type { Note, Waiting } from '../problem.ts';
import type { Consent, Decision, Identity, Report, Screen } from '../screen.ts';
import type { Question, Trouble } from '../settings/trouble.ts';
import type { Look, Out } from './look.ts';
import { consentText, noteLines } from './notes.ts';
import { askText, choose, type Desk } from './prompts.ts';
import { type About, decisionLines, identityLines, isNews, nameOf, planLines } from './render-plan.ts';
import { applyingLines, endLines, errorLines, finishedLines, movesLines } from './render-report.ts';
import { hintText } from './render-troubles.ts';
import { heading, prose } from './rows.ts';
import { Spinner } from './spinner.ts';
import { safe, safely } from './text.ts';
import { Told } from './told.ts';

interface TerminalOptions {
  readonly version: string;
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: Out;
  readonly stderr: Out;
  /** How to draw on stdout, and on stderr. */
  readonly out: Look;
  readonly err: Look;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** For a person at a terminal: the report on stdout; questions, spinner, warnings and errors on stderr. */
export class TerminalScreen implements Screen {
  readonly interactive = true;
  readonly #options: TerminalOptions;
  readonly #spinner: Spinner;
  readonly #desk: Desk;
  readonly #told = new Told();
  #identity: Identity | undefined;
  #applying = false;
  #asked: string | undefined;
  #countdown: NodeJS.Timeout | undefined;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#spinner = new Spinner(options.stderr, options.err);
    this.#desk = { stdin: options.stdin, stderr: options.stderr, look: options.err, signal: options.signal };
  }

  hello(): void {
    const { out, version } = this.#options;
    const name = `sso-setup ${version}`;
    const lines = prose(out, `${name}   ${out.messages.tagline}`, 0);
    this.#say([...lines.map((line) => line.replace(name, (text) => out.paint.bold(text))), '']);
  }

  identity(who: Identity): void {
    this.#identity = who;
    this.#say([...identityLines(this.#options.out, who), '']);
  }

  async ask(questions: readonly Question[]): Promise<Record<string, string>> {
    this.#quiet();
    const { messages } = this.#options.err;
    const answers: Record<string, string> = {};
    for (const { id, suggestion, check } of questions) {
      const faultOf = (answer: string) => {
        const trouble = check(answer);
        return trouble && this.#wrongAnswer(messages.answers[id], trouble);
      };
      answers[id] = await askText(this.#desk, { message: messages.questions[id], suggestion, check: faultOf });
    }
    this.#warn(['']);
    return answers;
  }

  decisions(decisions: readonly Decision[]): void {
    const { out } = this.#options;
    this.#say([...decisionLines(out, decisions), '', ...prose(out, out.messages.lines.untilApproved), '']);
  }

  async confirm(consent: Consent): Promise<boolean> {
    const { err } = this.#options;
    const { why, question, yes, no } = consentText(err.messages, consent);
    this.#warn(why.flatMap((text) => prose(err, text)));
    const initial = consent.id === 'apply' ? 'yes' : 'no';
    const choices = [
      { value: 'yes', name: yes },
      { value: 'no', name: no },
    ] as const;
    const answer = await choose<'yes' | 'no'>(this.#desk, question, choices, initial);
    this.#warn(['']);
    return answer === 'yes';
  }

  note(note: Note): void {
    this.#warn(noteLines(this.#options.err, note));
  }

  plan(plan: Plan, about: About): void {
    this.#told.planned(plan);
    if (isNews(plan)) this.#say([...planLines(this.#options.out, plan, about), '']);
    else this.#quiet();
  }

  event(event: EngineEvent | Waiting): void {
    if ('id' in event) this.#wait(event);
    else if (event.type === 'looking') this.#spin(this.#options.err.messages.lookingAt[event.step]);
    else if (event.type === 'doing') this.#doing(event);
    else if (event.type === 'finished') this.#finished(event.result);
    else if (event.type === 'waitingForPerson') this.#waitForPerson(event);
  }

  /** Says that the first Ctrl-C was heard. */
  stopping(): void {
    const { err } = this.#options;
    this.#warn(['', ...prose(err, err.messages.lines.stopping)]);
  }

  report(report: Report): void {
    const { out, err } = this.#options;
    const [end, errors] = [endLines(out, report), errorLines(err, report)];
    if (end.length > 0) this.#say([...(this.#applying ? [''] : []), ...end]);
    if (errors.length > 0) this.#warn([...(this.#applying && end.length === 0 ? [''] : []), ...errors]);
    this.#quiet();
  }

  close(): void {
    this.#quiet();
  }

  #wrongAnswer(what: string, given: Trouble): string {
    const { messages } = this.#options.err;
    const trouble = safely(given);
    const hint = hintText({ messages }, trouble);
    return `${what} ${messages.rules[trouble.rule](trouble.facts)}${hint && ` (${hint})`}`;
  }

  #doing({ step, key }: Pick<Result, 'step' | 'key'>): void {
    const { err } = this.#options;
    this.#begin();
    this.#spin(`${err.messages.steps[step]}  ${nameOf(err, safely({ step, key }))}`);
  }

  #finished(result: Result): void {
    const silent = this.#told.isSilent(result);
    if (!silent) this.#begin();
    this.#say(silent ? [] : finishedLines(this.#options.out, result));
  }

  #begin(): void {
    if (this.#applying) return;
    this.#applying = true;
    const identity = this.#identity;
    if (identity !== undefined) this.#say(applyingLines(this.#options.out, { identity }));
  }

  #wait(waiting: Waiting): void {
    const { lines, steps } = this.#options.err.messages;
    if (waiting.id === 'slowDown') this.#spin(lines.slowDown(waiting.attempt, waiting.waitMs));
    else this.#spin(`${steps[waiting.step]}  ${safe(waiting.key)}   ${lines.working(clockTime(waiting.elapsedMs))}`);
  }

  /** The instructions once; then how long there is. */
  #waitForPerson(event: Extract<EngineEvent, { type: 'waitingForPerson' }>): void {
    const { err, now } = this.#options;
    const { messages } = err;
    const { account } = this.#identity ?? {};
    const thing = `${event.step} ${event.key}`;
    if (this.#asked !== thing) {
      this.#asked = thing;
      const facts = { name: event.key, url: event.url, account, region: regionIn(event.url) };
      const text = messages.manual(event.step, safely(facts));
      this.#warn([...heading(err, text.title), '', ...movesLines(err, text, 2), '']);
    }
    const left = () => messages.lines.left(clockTime(event.untilMs - now()));
    const show = () => this.#spinner.show(`${messages.lines.waitingForAws}   ${left()}`);
    this.#quiet();
    show();
    this.#countdown = setInterval(show, 1_000).unref();
  }

  #spin(text: string): void {
    clearInterval(this.#countdown);
    this.#spinner.show(text);
  }

  #quiet(): void {
    clearInterval(this.#countdown);
    this.#spinner.stop();
  }

  #say(lines: readonly string[]): void {
    this.#quiet();
    if (lines.length > 0) this.#options.stdout.write(`${lines.join('\n')}\n`);
  }

  #warn(lines: readonly string[]): void {
    this.#quiet();
    if (lines.length > 0) this.#options.stderr.write(`${lines.join('\n')}\n`);
  }
}

/** The Region that a console address names. */
function regionIn(url: string): string | undefined {
  return url.match(/[?&]region=([a-z0-9-]+)/)?.[1];
}
