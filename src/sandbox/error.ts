import { isPublic, type ServiceName } from './models.ts';

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

/** The connection broke, or never came about: the caller gets no answer. */
export class ConnectionLost extends Error {
  /** Of the system call, as Node.js names it. */
  readonly code: string;

  constructor(code = 'ECONNRESET', message = 'socket hang up') {
    super(message);
    this.name = 'Error';
    this.code = code;
  }
}

/** What Node.js says when a name cannot be looked up: there is no network. */
export const hostNotFound = (host: string) => new ConnectionLost('ENOTFOUND', `getaddrinfo ENOTFOUND ${host}`);

export const validation = (message: string) => new AwsError('ValidationException', message);
/** Input that breaks the model, in the words of the service. */
export const invalidInput = (service: ServiceName, message: string) =>
  isPublic(service) ? new AwsError('InvalidRequestException', message) : validation(message);

export const conflict = (message: string) => new AwsError('ConflictException', message);
export const notFound = (message: string) => new AwsError('ResourceNotFoundException', message);
export const accessDenied = (message: string) => new AwsError('AccessDeniedException', message);
export const quotaExceeded = (message: string) => new AwsError('ServiceQuotaExceededException', message);

/** Text of AWS when too many asynchronous calls are under way (error catalogue, row 15). */
export const tooManyProcessing = () =>
  new AwsError('ThrottlingException', 'There are too many requests processing. Please try again later.');
