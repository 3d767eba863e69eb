import type { OpenPage } from '../browser.ts';
import type { EngineEvent } from '../engine/events.ts';
import type { Plan, Result } from '../engine/plan.ts';
import type { Finding, Topic } from '../findings.ts';
import type { Messages } from '../messages/index.ts';
import { clockTime } from '../messages/vocabulary.ts';
import type { Note, Waiting } from '../problem.ts';
import type {
  Attendance,
  Consent,
  ConsoleStep,
  Decision,
  Ending,
  Farewell,
  Identity,
  Report,
  Screen,
  SignInPage,
  StopReason,
  Word,
} from '../screen.ts';
import { type Option, type OptionText, OTHER, type Question, type Trouble } from '../settings/trouble.ts';
import type { TraceEntry } from '../trace.ts';
import type { Look, Out } from './look.ts';
import { Menu } from './menu.ts';
import { consentText, noteLines } from './notes.ts';
import { type Pace, Progress, paceText } from './progress.ts';
import { askText, choose, chooseSeveral, type Desk } from './prompts.ts';
import { findingLines } from './render-findings.ts';
import {
  type About,
  decisionLines,
  decisionText,
  identityLines,
  isNews,
  labelOf,
  nameOf,
  numbersOf,
  planLines,
  simulatedLines,
} from './render-plan.ts';
import { problemLines } from './render-problem.ts';
import { applyingLines, consoleStepLines, endedLines, endLines, errorLines, toldLines } from './render-report.ts';
import { signedInLines, signInLines } from './render-sign-in.ts';
import { hintText, troubleLines } from './render-troubles.ts';
import { command, marked, NO_NUMBERS, type Numbers, prose, valueColumn } from './rows.ts';
import { Spinner } from './spinner.ts';
import { pad, safe, safely, wrap } from './text.ts';
import { type Telling, Told } from './told.ts';
import { Topics } from './topics.ts';
import { quitLines, SHOW_CURSOR, stoppingText, traceLine } from './trace.ts';

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
  /** Opens a page in the person's browser, where there is one. */
  readonly openPage?: OpenPage | undefined;
  /** Does what Ctrl-C does, where the key went to a prompt. */
  readonly interrupt?: (() => void) | undefined;
}

/** For a person at a terminal: the report on stdout; questions, spinner, warnings and errors on stderr. */
export class TerminalScreen implements Screen {
  readonly interactive = true;
  readonly #options: TerminalOptions;
  readonly #spinner: Spinner;
  readonly #desk: Desk;
  readonly #told: Told;
  readonly #progress: Progress;
  #plan: Plan | undefined;
  /** Long work that is under way. */
  #pace: Pace | undefined;
  #identity: Identity | undefined;
  #applying = false;
  /** The console step that is open. */
  #menu: Menu | undefined;
  #slow: string | undefined;
  /** What is said while a menu is open, for when it is closed. */
  readonly #held: string[] = [];
  readonly #topics = new Topics();
  #numbers: Numbers = NO_NUMBERS;
  /** The last line that was written. */
  #last = '';
  #closed = false;
  /** Something was noted since the last plan. */
  #noted = false;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#spinner = new Spinner(options.stderr, options.err);
    this.#told = new Told(options.out);
    this.#progress = new Progress(options.now);
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
    if (this.#topics.isOpen('credentials')) this.#topics.clear();
    const { out } = this.#options;
    this.#say([...(this.#topics.isTold ? simulatedLines(out, who) : identityLines(out, who)), '']);
  }

  looking(topic: Topic): void {
    this.#topics.looking(topic);
    this.#showTopics();
  }

  found(topic: Topic, findings: readonly Finding[], how: 'brief' | 'whole' = 'brief'): void {
    const ready = this.#topics.found(topic, findings);
    this.#say(ready.flatMap((finding) => findingLines(this.#options.out, finding, how)));
    this.#showTopics();
  }

  #showTopics(): void {
    const { err } = this.#options;
    const { topics, lines } = err.messages;
    const open = this.#topics.open.map((topic) => `${pad(topics[topic], valueColumn(err) - 4)}${lines.looking}`);
    if (open.length === 0) this.#quiet();
    else this.#spin(open.join('\n  '));
  }

  async ask(questions: readonly Question[]): Promise<Record<string, string>> {
    this.#quiet();
    const answers: Record<string, string> = {};
    for (const question of questions) answers[question.id] = await this.#answer(question);
    this.#warn(['']);
    return answers;
  }

  async #answer(question: Question): Promise<string> {
    const { err } = this.#options;
    const { messages } = err;
    const { id, options, several, suggestion, now } = question;
    const about = messages.aboutQuestions[id];
    if (about !== undefined) this.#warn(prose(err, about));
    const message = messages.questions[id];
    if (options !== undefined) {
      const choices = options.map((option) => ({ value: option.value, name: optionText(messages, option) }));
      if (several) return (await chooseSeveral(this.#desk, message, choices, (now ?? '').split(','))).join(',');
      // A value that is none of the choices is one of one's own, to be changed by typing.
      const mine = now === undefined ? choices[0] : choices.find(({ value }) => value === OTHER);
      const first = choices.find(({ value }) => value === (now ?? suggestion)) ?? mine;
      const chosen = await choose(this.#desk, message, choices, first?.value ?? '');
      if (chosen !== OTHER) return chosen;
    }
    const check = (answer: string) => {
      const trouble = question.check(answer);
      return trouble && this.#wrongAnswer(messages.answers[id], trouble);
    };
    const isOption = options?.some(({ value }) => value === now) ?? false;
    return askText(this.#desk, { message, check, ...(options ? {} : { suggestion }), ...(isOption ? {} : { now }) });
  }

  decisions(decisions: readonly Decision[]): void {
    const { out } = this.#options;
    this.#say([...decisionLines(out, decisions), '', ...prose(out, out.messages.lines.untilApproved), '']);
  }

  async decide(decisions: readonly Decision[]): Promise<'plan' | 'quit' | Decision['id']> {
    const { err } = this.#options;
    const { decide, decisions: names } = err.messages;
    for (;;) {
      const words = ['plan', 'change', 'quit'] as const;
      const choices = words.map((value) => ({ value, name: decide[value] }));
      const next = await choose(this.#desk, decide.question, choices, 'plan');
      if (next !== 'change') {
        this.#warn(['']);
        return next;
      }
      const settings = decisions.map((one) => ({ value: one.id, name: `${names[one.id]}: ${decisionText(err, one)}` }));
      const back = { value: 'back' as const, name: decide.back };
      const which = await choose<Decision['id'] | 'back'>(this.#desk, decide.which, [...settings, back], 'back');
      if (which !== 'back') return which;
    }
  }

  async confirm(consent: Consent): Promise<'yes' | 'no' | 'save'> {
    const { err } = this.#options;
    const { why, question, yes, no, save } = consentText(err.messages, consent);
    if (consent.id === 'walk' || consent.id === 'login') this.#warn(['']);
    this.#warn(why.flatMap((text) => prose(err, text)));
    const initial = ['apply', 'walk', 'login'].includes(consent.id) ? 'yes' : 'no';
    const choices = [
      { value: 'yes', name: yes },
      ...(save === undefined ? [] : [{ value: 'save' as const, name: save }]),
      { value: 'no', name: no },
    ] as const;
    const answer = await choose<'yes' | 'no' | 'save'>(this.#desk, question, choices, initial);
    this.#warn(['']);
    return answer;
  }

  attend(step: ConsoleStep, { words, untilMs }: { words: readonly Word[]; untilMs?: number }): Attendance {
    const { err, now, openPage } = this.#options;
    const { messages } = err;
    this.#warn(['', ...consoleStepLines(err, step, this.#numbers)]);
    if (this.#identity?.sandbox && openPage === undefined) {
      this.#warn([...marked(err, err.signs.person, err.paint.yellow, messages.noConsole, 2), '']);
    }
    const started = now();
    const status = () => {
      if (untilMs === undefined) return messages.yourTurn;
      if (this.#slow !== undefined) return this.#slow;
      const looked = menu.lookedAgo;
      const ago = looked === undefined ? undefined : Math.round(looked / 1000);
      return messages.waiting(clockTime(now() - started), clockTime(untilMs - started), ago);
    };
    const page = openPage === undefined ? [] : [{ value: 'open' as const, name: messages.openPage }];
    const choices = [...page, ...words.map((value) => ({ value, name: messages.words[value] }))];
    const waiting = untilMs !== undefined;
    const open = () => openPage?.(step.url);
    const stop = () => this.#options.interrupt?.();
    const menu = new Menu(this.#desk, { status, choices, waiting, open, stop });
    this.#menu = menu;
    const close = async () => {
      await menu.close();
      this.#menu = undefined;
      this.#slow = undefined;
      this.#warn(this.#held.splice(0));
    };
    return {
      next: (ms) => menu.next(ms),
      looked: () => {
        this.#slow = undefined;
        menu.looked();
      },
      left: menu.left,
      close,
    };
  }

  ended(step: ConsoleStep, ending: Ending): void {
    this.#say(endedLines(this.#options.out, step, ending, this.#numbers));
  }

  farewell(word: Farewell): void {
    const { out, err } = this.#options;
    const { messages } = out;
    if (word.id === 'signIn') {
      this.#say(['', ...prose(out, messages.signIn(safely(word.users))), ...prose(out, safe(word.url), 4)]);
      return;
    }
    if (word.id === 'signedIn') {
      this.#say(['', ...signedInLines(out, word.signedIn)]);
      return;
    }
    if (word.id === 'notSignedIn') {
      const later = command(err, messages.notSignedIn, safe(word.command));
      this.#warn(['', ...problemLines(err, word.problem), '', ...later]);
      return;
    }
    const next = command(err, messages.lines.continueWith, safe(word.command));
    const names = word.id === 'left' ? word.steps.map(({ step, name }) => labelOf(err, { step, key: name })) : [];
    this.#warn([
      '',
      ...prose(
        err,
        word.id === 'left' ? messages.leftSteps(names.length, names.join(', ')) : messages.stoppedAfterwards,
      ),
      ...next,
    ]);
  }

  signIn(page: SignInPage): void {
    const { err, now, openPage } = this.#options;
    this.#warn([...(this.#last === '' ? [] : ['']), ...signInLines(err, page)]);
    openPage?.(page.url);
    this.#spinner.showEvery(() => err.messages.signInWaiting(clockTime(page.untilMs - now())));
  }

  get opensPages(): boolean {
    return this.#options.openPage !== undefined;
  }

  readonly callbackPage = (how: 'done' | 'failed') => this.#options.err.messages.callback[how];

  wrong(troubles: readonly Trouble[]): void {
    this.#warn([...troubleLines(this.#options.err, troubles), '']);
  }

  note(note: Note): void {
    this.#warn(noteLines(this.#options.err, note));
    this.#noted = true;
  }

  plan(plan: Plan, about: About): void {
    this.#identity = about.identity;
    this.#told.planned(plan);
    this.#progress.planned(plan);
    this.#plan = safely(plan);
    this.#numbers = numbersOf(this.#plan, this.#options.out);
    // What was noted on the way is no part of the plan.
    if (this.#noted && isNews(plan)) this.#warn(['']);
    this.#noted = false;
    if (isNews(plan)) this.#say([...planLines(this.#options.out, plan, about), '']);
    else this.#quiet();
  }

  event(event: EngineEvent | Waiting): void {
    const pace = this.#progress.after(event);
    if ('id' in event) pace === undefined ? this.#wait(event) : this.#showPace(pace);
    else if (event.type === 'looking') this.#spin(this.#options.err.messages.lookingAt[event.step]);
    else if (event.type === 'doing') this.#doing(event, pace);
    else if (event.type === 'written' && pace !== undefined) this.#showPace(pace);
    else if (event.type === 'finished') this.#finished(event.result, pace);
  }

  trace(entry: TraceEntry): void {
    const lines = [traceLine(this.#options.err, entry)];
    if (this.#menu === undefined) this.#spinner.over(lines);
    else this.#held.push(...lines);
  }

  /** Says that the run was told to stop. */
  stopping(reason?: StopReason): void {
    const { err } = this.#options;
    this.#warn(['', ...prose(err, stoppingText(err, reason))]);
  }

  quit(operations: readonly string[]): void {
    const { stderr, err } = this.#options;
    this.#quiet();
    stderr.write(`${stderr.isTTY ? SHOW_CURSOR : ''}${quitLines(err, operations).join('\n')}\n`);
  }

  report(report: Report): void {
    const { out, err } = this.#options;
    this.#say(this.#toldLines(this.#told.rest()));
    const [end, errors] = [endLines(out, report), errorLines(err, report)];
    if (end.length > 0) this.#say([...(this.#applying ? [''] : []), ...end]);
    if (errors.length > 0) this.#warn([...(this.#applying && end.length === 0 ? [''] : []), ...errors]);
    this.#quiet();
  }

  close(): void {
    this.#quiet();
    this.#closed = true;
  }

  #wrongAnswer(what: string, given: Trouble): string {
    const { messages } = this.#options.err;
    const trouble = safely(given);
    const hint = hintText({ messages }, trouble);
    const text = `${what} ${messages.rules[trouble.rule](trouble.facts)}${hint && ` (${hint})`}`;
    // The prompt itself would break it inside a word.
    return wrap(text, this.#options.err.columns - 2, 2).join('\n');
  }

  #doing({ step, key }: Pick<Result, 'step' | 'key'>, pace: Pace | undefined): void {
    const { err } = this.#options;
    this.#begin();
    if (pace === undefined) this.#spin(`${err.messages.steps[step]}  ${nameOf(err, safely({ step, key }))}`);
    else this.#showPace(pace);
  }

  #finished(result: Result, pace: Pace | undefined): void {
    const tellings = this.#told.finished(result);
    if (tellings.length > 0) this.#begin();
    // The line that counts goes on while nothing is said above it.
    if (tellings.length > 0 || pace === undefined) this.#say(this.#toldLines(tellings));
    if (pace !== undefined && pace.done < (pace.of ?? 0)) this.#showPace(pace);
  }

  #toldLines(tellings: readonly Telling[]): string[] {
    const { out } = this.#options;
    return tellings.flatMap((telling) => toldLines(out, telling, this.#plan, this.#numbers));
  }

  #showPace(pace: Pace): void {
    const { err } = this.#options;
    this.#pace = pace;
    const text = () => (this.#pace === undefined ? '' : paceText(err, this.#progress.again(this.#pace)));
    if (this.#menu !== undefined) this.#slow = text();
    else if (!this.#closed) this.#spinner.showEvery(text);
  }

  #begin(): void {
    if (this.#applying) return;
    this.#applying = true;
    const identity = this.#identity;
    if (identity !== undefined) this.#say(applyingLines(this.#options.out, { identity }));
  }

  #wait(waiting: Waiting): void {
    const { lines, steps } = this.#options.err.messages;
    if (waiting.id === 'reading') return;
    if (waiting.id === 'working') {
      // One of many that are under way at the same time.
      if (this.#pace?.step === waiting.step) return;
      this.#spin(`${steps[waiting.step]}  ${safe(waiting.key)}   ${lines.working(clockTime(waiting.elapsedMs))}`);
    } else this.#holdUp(lines[waiting.id](waiting.attempt, waiting.waitMs), waiting.waitMs);
  }

  #holdUp(text: string, ms: number): void {
    if (this.#menu === undefined) this.#spinner.showFor(text, ms);
    else this.#slow = text;
  }

  /** While a menu is open, what AWS makes us wait for stands in its first line. */
  #spin(text: string): void {
    this.#pace = undefined;
    if (this.#closed) return;
    if (this.#menu === undefined) this.#spinner.show(text);
    else this.#slow = text;
  }

  #quiet(): void {
    this.#spinner.stop();
  }

  #say(lines: readonly string[]): void {
    this.#quiet();
    this.#write(this.#options.stdout, lines);
  }

  /** While a menu is open, it would be written over. */
  #warn(lines: readonly string[]): void {
    this.#quiet();
    if (this.#menu !== undefined) {
      this.#held.push(...lines);
      return;
    }
    this.#write(this.#options.stderr, lines);
  }

  #write(stream: Out, lines: readonly string[]): void {
    if (lines.length === 0) return;
    stream.write(`${lines.join('\n')}\n`);
    this.#last = lines.at(-1) ?? '';
  }
}

/** An answer that can be chosen, in words. */
function optionText(messages: Messages, { value, text }: Option): string {
  if (text === undefined) return value;
  const words = messages.options[text.id] as (text: OptionText, value: string) => string;
  return words(text, value);
}
