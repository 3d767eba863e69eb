import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { describeWith, whyMissing } from '../conformance/programs.ts';
import { fileOf, SCENES, staleness } from './pictures/take.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = fileURLToPath(new URL('../../docs/pictures', import.meta.url));
const scenes = SCENES.map((scene) => ({ scene, file: fileOf(scene) }));

describeWith(whyMissing('tmux', '-V'), 'the pictures, which scripts/pictures.mjs takes', () => {
  test.concurrent.each(scenes)('$file is how it looks today', async ({ scene }) => {
    expect(await staleness(scene, root, folder)).toBeUndefined();
  });
});
