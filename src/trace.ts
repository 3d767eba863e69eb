/** One AWS call that came to an end, as it may be told: never what was sent or answered, and no secret. */
export interface TraceEntry {
  /** `sso:ListInstances`: IAM prefix and operation. */
  readonly action: string;
  readonly region: string;
  /** Milliseconds that it took. */
  readonly ms: number;
  /** AWS's error code, or `ok`. */
  readonly outcome: string;
  /** 1 for the first time that this was asked. */
  readonly attempt: number;
  /** HTTP status; absent when no answer came. */
  readonly status?: number | undefined;
  /** AWS's name for the request (header x-amzn-requestid); absent when no answer came. */
  readonly requestId?: string | undefined;
}

/** Hears of every AWS call when it has ended. */
export type Trace = (entry: TraceEntry) => void;

/** The writes that were sent and have not been answered: what may have been done when a run is cut short. */
export type WritesInFlight = Set<{ readonly operation: string }>;
