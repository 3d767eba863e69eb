import { quoted } from '../argv.ts';
import type { Report, SignedIn, SignInPage } from '../screen.ts';
import type { Look } from './look.ts';
import { block, command, heading, marked, prose } from './rows.ts';
import { safe, safely } from './text.ts';

/** Where to sign in, and what to compare. */
export function signInLines(look: Look, page: SignInPage): string[] {
  const { signInTitle, signInMoves: moves } = look.messages;
  return [
    ...heading(look, signInTitle),
    '',
    ...prose(look, moves[page.via]),
    '',
    ...block(
      look,
      [
        [moves.open, safe(page.url)],
        [moves.compare, page.via === 'device' ? safe(page.userCode) : undefined],
      ],
      4,
    ),
    '',
  ];
}

/** Who answered, as what, in which account; and what works now. */
export function signedInLines(look: Look, given: SignedIn): string[] {
  const { messages, signs, paint } = look;
  const { arn, account, profile, sandbox } = safely(given);
  return [
    ...marked(look, signs.done, paint.green, messages.signedInAs(whoIn(arn), account)),
    ...(profile === undefined || sandbox
      ? []
      : command(look, messages.signedInTry, `aws s3 ls --profile ${quoted(profile)}`)),
  ];
}

/** `AWSReservedSSO_AdministratorAccess_0123/kim@example.com` of the ARN of an assumed role. */
function whoIn(arn: string): string {
  return arn.split(':assumed-role/')[1] ?? arn;
}

/** What to put into a config file elsewhere, ready to be copied. */
export function profileTextLines(look: Look, { profileText }: Pick<Report, 'profileText'>): string[] {
  if (profileText === undefined) return [];
  const lines = profileText.trimEnd().split('\n');
  return [...prose(look, look.messages.profileForElsewhere), '', ...lines.map(safe)];
}
