import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { configFile } from '../../src/aws-config/config-file.ts';
import { ofProfile, refusalOf } from './helpers.ts';

const NOW = Date.UTC(2026, 10, 25, 3, 4, 5);
const BACKUP = 'config.sso-setup-20261125-030405';
const OLD = '[profile admin]\nregion = old\n';
const NEW = '[profile admin]\nregion = new\n';
const edit = [ofProfile({ region: 'new' })];

let home = '';
let path = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'config-file-'));
  path = join(home, 'config');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const file = (at = path) => configFile(at, () => NOW);
const modeOf = (at: string) => statSync(at).mode & 0o777;

describe('A file that is not there', () => {
  test('reads as nothing, and is made for its owner alone, as its folder', () => {
    const deep = join(home, 'a', '.aws', 'config');
    expect(file(deep).read()).toBe('');
    expect(file(deep).edit(edit)).toEqual({ changed: true });
    expect(readFileSync(deep, 'utf8')).toBe(NEW);
    expect([modeOf(deep), modeOf(join(home, 'a', '.aws'))]).toEqual([0o600, 0o700]);
    expect(readdirSync(join(home, 'a', '.aws'))).toEqual(['config']);
  });

  test('is not made for nothing', () => {
    expect(file().edit([])).toEqual({ changed: false });
    expect(readdirSync(home)).toEqual([]);
  });
});

describe('A file that is there', () => {
  test('keeps its mode, and so does the copy of what it was', () => {
    writeFileSync(path, OLD, { mode: 0o640 });
    const backup = join(home, `${BACKUP}.bak`);
    expect(file().edit(edit)).toEqual({ changed: true, backup });
    expect([readFileSync(path, 'utf8'), readFileSync(backup, 'utf8')]).toEqual([NEW, OLD]);
    expect([modeOf(path), modeOf(backup)]).toEqual([0o640, 0o640]);
    expect(readdirSync(home)).toHaveLength(2);
  });

  test.runIf(process.getuid?.() === 0)('keeps its owner', () => {
    writeFileSync(path, OLD);
    execFileSync('chown', ['12345:23456', path]);
    file().edit(edit);
    expect(statSync(path)).toMatchObject({ uid: 12345, gid: 23456 });
  });

  test('is copied once by one run, and a copy never takes the place of another', () => {
    writeFileSync(path, OLD);
    writeFileSync(join(home, `${BACKUP}.bak`), 'mine');
    writeFileSync(join(home, `${BACKUP}-2.bak`), 'mine');
    const one = file();
    expect(one.edit(edit).backup).toBe(join(home, `${BACKUP}-3.bak`));
    expect(one.edit([ofProfile({ region: 'newer' })])).toEqual({ changed: true });
    expect(readFileSync(join(home, `${BACKUP}.bak`), 'utf8')).toBe('mine');
    expect(readFileSync(join(home, `${BACKUP}-3.bak`), 'utf8')).toBe(OLD);
  });

  test('is not copied when it is empty', () => {
    writeFileSync(path, '');
    expect(file().edit(edit)).toEqual({ changed: true });
  });

  test('is not written, nor copied, when nothing needs to change', () => {
    writeFileSync(path, NEW);
    const before = statSync(path, { bigint: true });
    expect(file().edit(edit)).toEqual({ changed: false });
    expect(statSync(path, { bigint: true })).toMatchObject({ mtimeNs: before.mtimeNs, ino: before.ino });
    expect(readdirSync(home)).toEqual(['config']);
  });
});

describe('A symbolic link', () => {
  test('stays one: its target is changed, and the copy is beside the link', () => {
    mkdirSync(join(home, 'dotfiles'));
    mkdirSync(join(home, '.aws'));
    writeFileSync(join(home, 'dotfiles', 'aws'), OLD);
    symlinkSync('../dotfiles/aws', join(home, '.aws', 'link'));
    symlinkSync('link', join(home, '.aws', 'config'));
    const { backup } = file(join(home, '.aws', 'config')).edit(edit);
    expect(backup).toBe(join(home, '.aws', `${BACKUP}.bak`));
    expect(readFileSync(join(home, 'dotfiles', 'aws'), 'utf8')).toBe(NEW);
    expect(lstatSync(join(home, '.aws', 'config')).isSymbolicLink()).toBe(true);
    expect(readdirSync(join(home, 'dotfiles'))).toEqual(['aws']);
  });

  test('to nothing gets its target', () => {
    symlinkSync(join('not', 'yet'), path);
    expect(file().edit(edit)).toEqual({ changed: true });
    expect(readFileSync(join(home, 'not', 'yet'), 'utf8')).toBe(NEW);
  });

  test('that leads to itself is refused', () => {
    symlinkSync('config', path);
    expect(refusalOf(() => file().edit(edit))).toMatchObject({ reason: 'loop', file: path });
    expect(refusalOf(() => file().read())).toMatchObject({ reason: 'loop', file: path });
  });
});

describe('Refused, and left as it is, is', () => {
  test.each([
    ['a byte order mark', '\uFEFF[default]\n', 'bom'],
    ['what is not UTF-8', Buffer.from([0x23, 0xff]), 'notUtf8'],
    ['a NUL', '#\0', 'nul'],
    ['a carriage return alone', '#\r#', 'loneCr'],
    ['more than a megabyte', '#'.repeat(1_000_001), 'tooLarge'],
    ['a section twice', '[a]\n[a]\n', 'duplicateSection'],
    ['a key twice', '[a]\nb = 1\nB = 2\n', 'duplicateKey'],
    ['something else', '<html>\n', 'notAConfig'],
    ['an odd header', '[ profile admin ]\n', 'oddHeader'],
    ['an odd key', '[profile admin]\nregion = a\n  b = c\n', 'oddKey'],
  ])('a file with %s', (_, content, reason) => {
    writeFileSync(path, content);
    const before = statSync(path, { bigint: true });
    expect(refusalOf(() => file().edit(edit))).toMatchObject({ reason, file: path });
    expect(readFileSync(path)).toEqual(Buffer.from(content));
    expect(statSync(path, { bigint: true })).toMatchObject({ mtimeNs: before.mtimeNs, ino: before.ino });
    expect(readdirSync(home)).toEqual(['config']);
  });

  test('a file with a value that must not be written', () => {
    writeFileSync(path, OLD);
    expect(() => file().edit([ofProfile({ region: 'a\n[default]' })])).toThrow(TypeError);
    expect(readdirSync(home)).toEqual(['config']);
  });

  test('a folder', () => {
    mkdirSync(path);
    for (const run of [() => file().edit(edit), () => file().read()]) {
      expect(refusalOf(run)).toMatchObject({ reason: 'folder', file: path });
    }
  });

  test('a device', () => {
    expect(refusalOf(() => file('/dev/null').edit(edit))).toMatchObject({ reason: 'notAFile', file: '/dev/null' });
    expect(existsSync('/dev/null') && !statSync('/dev/null').isFile()).toBe(true);
  });

  test('a file in a file', () => {
    writeFileSync(path, OLD);
    const inside = join(path, 'config');
    expect(refusalOf(() => file(inside).edit(edit))).toMatchObject({ file: inside });
  });

  test.skipIf(process.getuid?.() === 0)('a file that is protected', () => {
    writeFileSync(path, OLD, { mode: 0o400 });
    expect(refusalOf(() => file().edit(edit))).toMatchObject({ reason: 'noPermission', detail: 'EACCES' });
    expect(readdirSync(home)).toEqual(['config']);
  });
});

describe('When somebody else writes meanwhile', () => {
  /** The other program writes when the clock is asked, which is before each attempt, or at the look after it. */
  const disturbed = (write: (attempt: number) => void) => {
    let attempt = 0;
    const edits = () => {
      attempt++;
      write(attempt);
      return { region: 'new' };
    };
    // keys are asked for when the text has been read already
    const lazy = {
      section: ofProfile({}).section,
      get keys() {
        return edits();
      },
    };
    return () => file().edit([lazy]);
  };

  test('the edit is done to what they wrote, and the copy is of that', () => {
    writeFileSync(path, OLD);
    const { backup = '' } = disturbed((attempt) => attempt === 1 && writeFileSync(path, `# theirs\n${OLD}`))();
    expect(readFileSync(path, 'utf8')).toBe(`# theirs\n${NEW}`);
    expect(readFileSync(backup, 'utf8')).toBe(`# theirs\n${OLD}`);
    expect(readdirSync(home)).toHaveLength(2);
  });

  test('a file that appears is not lost', () => {
    disturbed((attempt) => attempt === 1 && writeFileSync(path, '# theirs\n'))();
    expect(readFileSync(path, 'utf8')).toBe(`# theirs\n\n${NEW}`);
  });

  test('and does not stop, it is told, and theirs stays', () => {
    writeFileSync(path, OLD);
    const run = disturbed((attempt) => writeFileSync(path, `# ${attempt}\n${OLD}`));
    expect(refusalOf(run)).toMatchObject({ reason: 'changing', file: path });
    expect(readFileSync(path, 'utf8')).toMatch(/^# \d+\n\[profile admin]\nregion = old\n$/);
    expect(readdirSync(home)).toEqual(['config']);
  });
});

test('What killed runs left is removed by the next edit, and nothing else', () => {
  const stale = '.config.sso-setup-0123456789ab.tmp';
  const kept = [
    '.config.sso-setup-ba9876543210.tmp',
    '.config.sso-setup-0123.tmp',
    '.other.sso-setup-0123456789ab.tmp',
  ];
  for (const name of [stale, ...kept]) {
    writeFileSync(join(home, name), '');
    const age = name === kept[0] ? 60_000 : 10 * 60_000;
    utimesSync(join(home, name), (NOW - age) / 1000, (NOW - age) / 1000);
  }
  file().edit(edit);
  expect(readdirSync(home).sort()).toEqual(['config', ...kept].sort());
});
