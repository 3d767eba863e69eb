import {
  behaviourFromEnvironment,
  type Call,
  type SandboxServer,
  serve,
  simulatedAws,
} from '../../src/sandbox/index.ts';
import { companyOf, type Size, worldAfter, worldBefore } from './company.ts';

// The simulated AWS as a process of its own, told by its parent what to serve. It behaves as the SSO_SETUP_SANDBOX_*
// variables of its environment say, and ends with its parent.

/** The world to serve, with budgets that are full again and no calls; `same`: the one that is being served. */
export type Scene = { readonly size: Size; readonly state: 'before' | 'after' } | 'same';

/** What the parent asks. Answered with the address, or with what was seen since. */
export type Question = { readonly serve: Scene } | 'seen';

/** What the server saw since it began to serve a scene. */
export interface Seen {
  readonly calls: readonly SeenCall[];
  /** Account assignments that there are now. */
  readonly assignments: number;
}

/** One call; `at` is when it was answered, milliseconds since 1970. */
export type SeenCall = Pick<Call, 'service' | 'operation' | 'region' | 'at' | 'write' | 'error'>;

let simulated = simulatedAws();
let server: SandboxServer | undefined;

async function answer(question: Question): Promise<string | Seen> {
  if (question === 'seen') {
    const calls = simulated.calls.map(({ input: _, ...call }) => call);
    return { calls, assignments: simulated.world.instances[0]?.assignments.length ?? 0 };
  }
  const port = Number(new URL(server?.url ?? 'http://127.0.0.1:0').port);
  await server?.close();
  simulated = simulatedAws({ world: worldOf(question.serve), behaviour: behaviourFromEnvironment(process.env) });
  server = await serve(simulated, { port });
  return server.url;
}

function worldOf(scene: Scene) {
  if (scene === 'same') return simulated.world;
  const company = companyOf(scene.size);
  return scene.state === 'before' ? worldBefore(company) : worldAfter(company, scene.size.others);
}

process.on('message', (question: Question) => answer(question).then((answered) => process.send?.(answered)));
process.on('disconnect', () => process.exit());
// Ctrl-C is for the parent, which then ends this.
process.on('SIGINT', () => {});
