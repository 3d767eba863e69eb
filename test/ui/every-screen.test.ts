import { beforeAll, describe, expect, it } from 'vitest';
import { everyScreen } from './every-screen.ts';
import { tooWide, WINDOWS } from './fixtures.ts';

/** `help options` belongs to `help`, `note aliasKnown` to `note`: one file for each kind. */
function kindOf(name: string): string {
  const [kind = name] = name.split(/[ :]/);
  if (name.startsWith('company log')) return 'companyLog';
  return ['company', 'help', 'note', 'problem', 'consent', 'run', 'log', 'check', 'look', 'console'].includes(kind)
    ? kind
    : 'others';
}

describe.each(WINDOWS)('in %s at %i columns', (lang, columns) => {
  let screens: Record<string, string> = {};
  beforeAll(async () => {
    screens = await everyScreen({ lang, columns });
  });

  it('no line of any screen is wider, but for an address in one piece', () => {
    // A log is for programs: one line for each thing, however long.
    const drawn = Object.entries(screens).filter(([name]) => !/^(log|companyLog)$/.test(kindOf(name)));
    const wide = drawn.flatMap(([name, text]) => tooWide(text, columns).map((line) => `${name}: ${line}`));
    expect(wide).toEqual([]);
    expect(drawn.length).toBeGreaterThan(150);
  });

  it('no screen has an escape byte when there are to be no colours', () => {
    const coloured = Object.entries(screens).filter(([, text]) => text.includes('\u001b'));
    expect(coloured.map(([name]) => name)).toEqual([]);
  });

  it('no screen shows what was forgotten', () => {
    const odd = Object.entries(screens).filter(([, text]) => /undefined|NaN|\[object|null/.test(text));
    expect(odd.map(([name]) => name)).toEqual([]);
  });

  it('no line ends in spaces', () => {
    const lines = Object.entries(screens).flatMap(([name, text]) =>
      text.split('\n').map((line) => [name, line] as const),
    );
    expect(lines.filter(([, line]) => / $/.test(line))).toEqual([]);
  });

  it('the screens are as they were', async () => {
    const all = Object.entries(screens);
    for (const kind of new Set(all.map(([name]) => kindOf(name)))) {
      const members = all.filter(([name]) => kindOf(name) === kind);
      const text = members.map(([name, drawn]) => `######## ${name}\n${drawn.replace(/\n*$/, '\n')}`).join('\n');
      await expect(text).toMatchFileSnapshot(`__screens__/${kind}.${lang}-${columns}.txt`);
    }
  });
});
