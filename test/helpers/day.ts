// With TODAY in the environment a test file runs as if it had been started then: TODAY=2028-02-29T23:59:50Z npm test

const { TODAY } = process.env;
if (TODAY !== undefined) {
  const Real = Date;
  const shift = Real.parse(TODAY) - Real.now();
  globalThis.Date = class extends Real {
    constructor(...args: unknown[]) {
      super(...((args.length === 0 ? [Real.now() + shift] : args) as [number]));
    }

    static override now(): number {
      return Real.now() + shift;
    }
  } as DateConstructor;
}
