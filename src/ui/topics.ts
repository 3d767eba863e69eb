import type { Finding, Topic } from '../findings.ts';

/** What is being looked at, told in the order in which it was begun, each topic in one piece. */
export class Topics {
  readonly #found = new Map<Topic, readonly Finding[] | undefined>();
  isTold = false;

  get open(): Topic[] {
    return [...this.#found].flatMap(([topic, findings]) => (findings === undefined ? [topic] : []));
  }

  isOpen(topic: Topic): boolean {
    return this.#found.has(topic) && this.#found.get(topic) === undefined;
  }

  clear(): void {
    this.#found.clear();
  }

  looking(topic: Topic): void {
    this.#found.set(topic, undefined);
  }

  /** What can be told now. */
  found(topic: Topic, findings: readonly Finding[]): Finding[] {
    this.isTold = true;
    this.#found.set(topic, findings);
    const ready: Finding[] = [];
    for (const [begun, about] of this.#found) {
      if (about === undefined) break;
      ready.push(...about);
      this.#found.delete(begun);
    }
    return ready;
  }
}
