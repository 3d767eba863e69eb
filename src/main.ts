import { VERSION } from './version.ts';

/** The program. What is asked for alone and most often, `--version` and `--help`, does not wait for what nobody needs for it. */
export async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', ignoreClosedPipe);
  process.stderr.on('error', ignoreClosedPipe);
  const alone = argv.length === 1 ? argv[0] : undefined;
  if (alone === '-V' || alone === '--version') {
    process.stdout.write(`${VERSION}\n`);
  } else if (alone === '-h' || alone === '--help') {
    const { help } = await import('./help.ts');
    await help({ color: true });
  } else {
    const { cli } = await import('./cli.ts');
    await cli(argv);
  }
}

/** `| head -1` closes the pipe early; that is the reader's right. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
