import type { Behaviour } from './behaviour.ts';
import { conflict } from './error.ts';
import { History } from './history.ts';
import type { ServiceName } from './models.ts';
import type { World } from './world.ts';

/** The part of a call that says what it writes to. */
interface Written {
  readonly service: ServiceName;
  readonly input: Readonly<Record<string, unknown>>;
}

/** How late, and in which order, reads and writes see what was written. */
export class Consistency {
  readonly #history: History;
  readonly #behaviour: Behaviour;
  /** For `lagReads`: what the next reads of a service still see. */
  readonly #stale = new Map<ServiceName, { world: World; left: number }>();
  /** For `conflicts`: how many writes to a permission set are still refused. */
  readonly #unspread = new Map<string, number>();

  constructor(world: World, behaviour: Behaviour) {
    this.#history = new History(world);
    this.#behaviour = behaviour;
  }

  /** The newest world: what writes see. */
  get current(): World {
    return this.#history.current;
  }

  /** The world has been this one since then. */
  accept(world: World, since: number): void {
    this.#history.add(world, since, this.#behaviour.lagMs);
  }

  /** The world that the next read sees, perhaps an older one. */
  worldForRead(service: ServiceName, now: number): World {
    const stale = this.#stale.get(service);
    if (stale !== undefined && stale.left > 0) {
      stale.left--;
      return stale.world;
    }
    return this.#behaviour.lagMs > 0 ? this.#history.at(now - this.#behaviour.lagMs) : this.current;
  }

  /** A write to a permission set soon after another one is refused (model of sso-admin, ConflictException). */
  checkSpread(call: Written): void {
    const key = permissionSetIn(call);
    const left = key === undefined ? 0 : (this.#unspread.get(key) ?? 0);
    if (key === undefined || left === 0) return;
    this.#unspread.set(key, left - 1);
    throw conflict('Another write operation to the resource has not been propagated yet.');
  }

  /** Remembers that a write was carried out; `before` is the world that it found. */
  written(call: Written, before: World): void {
    const { lagReads, conflicts } = this.#behaviour;
    const key = permissionSetIn(call);
    if (lagReads > 0) this.#stale.set(call.service, { world: before, left: lagReads });
    if (conflicts > 0 && key !== undefined) this.#unspread.set(key, conflicts);
  }
}

function permissionSetIn(call: Written): string | undefined {
  const arn = call.input.PermissionSetArn;
  return call.service === 'sso-admin' && typeof arn === 'string' ? arn : undefined;
}
