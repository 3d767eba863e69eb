import { writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { helpScreen, topicScreen } from '../../src/ui/help.ts';
import { aScreen, look, reports, show } from './fixtures.ts';

test('view', () => {
  for (const lang of ['en', 'ko'] as const)
    for (const columns of [80, 60])
      for (const mode of ['terminal', 'plain', 'json'] as const) {
        let all = '';
        for (const [name, report] of Object.entries(reports)) {
          const s = aScreen({ lang, columns, mode });
          show(s.screen, report);
          all += `######## ${name}\n${s.stdout.text}---- stderr\n${s.stderr.text}`;
        }
        writeFileSync(`/tmp/view/${lang}-${columns}-${mode}.txt`, all);
      }
  for (const lang of ['en', 'ko'] as const)
    writeFileSync(
      `/tmp/view/help-${lang}.txt`,
      helpScreen(look(lang)) +
        ['options', 'exit-codes', 'environment', 'config', 'permissions']
          .map((t) => topicScreen(look(lang, 60), t as 'options', '{\n}'))
          .join('~~~~\n'),
    );
});
