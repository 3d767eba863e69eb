import { describe, expect, test } from 'vitest';
import { commandsFor, langIn } from '../../src/argv.ts';

describe('the command that goes on', () => {
  test.each([
    [['--dry-run', '--json'], 'npx sso-setup'],
    [['-c', 'sso-setup.yaml', '-n', '-y'], 'npx sso-setup -c sso-setup.yaml'],
    [['--profile', 'my admin', '--account=111122223333'], "npx sso-setup --profile 'my admin' --account=111122223333"],
    [['--sandbox', '--sandbox-scenario', 'enabled', '--sandbox-reset'], 'npx sso-setup --sandbox'],
    [['--sandbox-scenario=enabled', '--save', 'x.yaml', '--lang', 'ko'], 'npx sso-setup --sandbox --lang ko'],
    [['--sandbox-reset', '--dry-run'], 'npx sso-setup --sandbox'],
    [['check', '--sandbox-state', 'x.json'], 'npx sso-setup --sandbox-state x.json'],
    [['--given-name', "O'Neil; rm -rf /"], "npx sso-setup --given-name 'O'\\''Neil; rm -rf /'"],
  ])('after %j it is %s', (argv, command) => {
    expect(commandsFor(argv).apply).toBe(command);
  });

  test.each([
    [['--profile', 'admin', '--yes', '--alias', 'lemonlogin'], 'npx sso-setup login'],
    [
      ['--sandbox-state', 'x.json', '-c', 'acme.yaml', '--lang=ko'],
      'npx sso-setup login --sandbox-state x.json -c acme.yaml --lang=ko',
    ],
    [['--sandbox-scenario', 'enabled'], 'npx sso-setup login --sandbox'],
  ])('after %j it is %s, to sign in', (argv, command) => {
    expect(commandsFor(argv).login).toBe(command);
  });
});

test('the language is found in a command line that is otherwise wrong', () => {
  expect(langIn(['--nope', '--lang', 'ko'])).toBe('ko');
  expect(langIn(['--lang=ko'])).toBe('ko');
  expect(langIn(['--nope'])).toBeUndefined();
});
