import { type Check, troubleAt } from './check.ts';
import { flagName } from './flags.ts';
import { checkEmail, checkFamilyName, checkGivenName, checkRegion, checkUserName } from './rules.ts';
import type { Question, QuestionId } from './trouble.ts';

const QUESTIONS: Readonly<Record<QuestionId, { key: string; check: Check; suggestion?: string }>> = {
  region: { key: 'region', check: checkRegion, suggestion: 'us-east-1' },
  // It is the user name, too, which AWS keeps shorter.
  email: { key: 'users[0].email', check: (value) => checkEmail(value) ?? checkUserName(value) },
  userName: { key: 'users[0].userName', check: checkUserName },
  givenName: { key: 'users[0].givenName', check: checkGivenName },
  familyName: { key: 'users[0].familyName', check: checkFamilyName },
};

/** The question for one thing that only a person can say. */
export function question(id: QuestionId): Question {
  const { key, check, suggestion } = QUESTIONS[id];
  const flag = flagName(id);
  return {
    id,
    flag,
    key,
    ...(suggestion !== undefined && { suggestion }),
    check(answer) {
      const given = answer.trim();
      if (given === '' && suggestion !== undefined) return undefined;
      const fault = check(given);
      return fault && troubleAt(flag, fault);
    },
  };
}

/** What the answer means: trimmed, and the suggestion when it is empty. */
export function meaningOf(asked: Question, answer: string): string {
  return answer.trim() || (asked.suggestion ?? '');
}
