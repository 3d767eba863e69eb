import type { Note } from '../problem.ts';
import { Problem } from '../problem.ts';
import type { Report, Screen } from '../screen.ts';
import type { Look, Out } from './look.ts';
import { noteLines } from './notes.ts';
import { errorLines } from './render-report.ts';
import { signInLines } from './render-sign-in.ts';
import { resultDocument } from './result.ts';
import type { ResultDocument } from './result-document.ts';
import { safeJson } from './text.ts';
import { quitText, traceLine } from './trace.ts';

interface JsonOptions {
  readonly stdout: Out;
  readonly stderr: Out;
  /** How to draw on stderr. */
  readonly err: Look;
  readonly dryRun: boolean;
}

/** For programs: exactly one JSON document on stdout, in one line, at the end. Warnings and errors also on stderr. */
export function jsonScreen({ stdout, stderr, err, dryRun }: JsonOptions): Screen {
  const nothing = () => {};
  const nobody = () => {
    throw new Problem('missingAnswers');
  };
  const warn = (lines: readonly string[]) => {
    if (lines.length > 0) stderr.write(`${lines.join('\n')}\n`);
  };
  let told = false;
  const tell = (document: ResultDocument) => {
    if (!told) stdout.write(`${safeJson(JSON.stringify(document))}\n`);
    told = true;
  };
  return {
    interactive: false,
    hello: nothing,
    identity: nothing,
    ask: () => Promise.reject(new Problem('missingAnswers')),
    looking: nothing,
    found: nothing,
    wrong: nothing,
    decisions: nothing,
    decide: nobody,
    confirm: () => Promise.resolve('no'),
    attend: nobody,
    ended: nothing,
    farewell: nothing,
    opensPages: false,
    callbackPage: (how) => err.messages.callback[how],
    signIn: (page) => warn(signInLines(err, page)),
    note: (note: Note) => warn(noteLines(err, note)),
    plan: nothing,
    event: nothing,
    trace: (entry) => warn([traceLine(err, entry)]),
    stopping: nothing,
    quit(operations) {
      const message = quitText(err, operations);
      warn([message]);
      // The process ends here: what the run would have told at its end, nobody will.
      const about = { dryRun, notes: [], elapsedMs: 0, writes: operations.length, next: [] } as const;
      const document = resultDocument({ status: 'failed', stopped: true, ...about }, err.messages);
      tell({ ...document, error: { code: 'stopped', message, hint: null, requestId: null } });
    },
    report(report: Report) {
      warn(errorLines(err, report));
      tell(resultDocument(report, err.messages));
    },
    close: nothing,
  };
}
