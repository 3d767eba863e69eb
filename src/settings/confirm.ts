import { readFileSync } from 'node:fs';
import { Document, isMap, parseDocument } from 'yaml';
import { writeSettingsFile } from './save.ts';
import type { Confirmed } from './settings.ts';

/**
 * Notes in the settings file what a person confirmed, and on which day; comments and everything else stay.
 *
 * @throws BadSettings when the file cannot be written
 */
export function confirmInFile(path: string, confirmed: Confirmed): void {
  const document = parseDocument(readFileSync(path, 'utf8'), { version: '1.2' });
  if (!isMap(document.get('confirmed'))) document.set('confirmed', new Document({}).contents);
  for (const [what, day] of Object.entries(confirmed)) document.setIn(['confirmed', what], day);
  writeSettingsFile(path, document.toString({ lineWidth: 0 }), { overwrite: true });
}
