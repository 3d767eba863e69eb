/** An error answer of the simulated AWS: code, text, and members such as `Reason`. */
export class AwsError extends Error {
  readonly code: string;
  /** HTTP status; decided by the service when it is left out. */
  readonly status: number | undefined;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, members: Readonly<Record<string, unknown>> = {}, status?: number) {
    super(message);
    this.name = code;
    this.code = code;
    this.members = members;
    this.status = status;
  }
}

/** The connection broke: the caller gets no answer. */
export class ConnectionLost extends Error {
  readonly code = 'ECONNRESET';

  constructor() {
    super('socket hang up');
    this.name = 'Error';
  }
}

export const validation = (message: string) => new AwsError('ValidationException', message);
export const conflict = (message: string) => new AwsError('ConflictException', message);
export const notFound = (message: string) => new AwsError('ResourceNotFoundException', message);
export const accessDenied = (message: string) => new AwsError('AccessDeniedException', message);
export const quotaExceeded = (message: string) => new AwsError('ServiceQuotaExceededException', message);

/** Text of AWS when too many asynchronous calls are under way (error catalogue, row 15). */
export const tooManyProcessing = () =>
  new AwsError('ThrottlingException', 'There are too many requests processing. Please try again later.');
