import { type Clock, systemClock } from '../clock.ts';
import { notAuthorized } from './access.ts';
import { failure, success } from './answer.ts';
import { type Behaviour, defaultBehaviour, type Fault, type FaultCall } from './behaviour.ts';
import { checkInput, violationText } from './check.ts';
import { Consistency } from './consistency.ts';
import { type AwsConsole, awsConsole, moveEnabling } from './console.ts';
import { actionOf, isDenied } from './deny.ts';
import { AwsError, accessDenied, ConnectionLost, hostNotFound, invalidInput } from './error.ts';
import { requestIds, worldIds } from './ids.ts';
import { expired, signedAtAnotherTime, standingFault, timeOfAws, withTrouble } from './in-the-way.ts';
import { isPublic, type ServiceName } from './models.ts';
import { type Context, kindOf } from './operation.ts';
import { Pace } from './pace.ts';
import { type AwsPortal, awsPortal } from './portal.ts';
import { portalAt } from './portal-address.ts';
import { RateLimits } from './rate.ts';
import { isRegionEnabled } from './regions.ts';
import { type SdkRequestHandler, sdkRequestHandler } from './request-handler.ts';
import { callerOf, type RoleSession, roleSessionOf } from './role-session.ts';
import { sealedRegion } from './seal.ts';
import { services } from './services/all.ts';
import { anyDue, finishDue } from './services/requests.ts';
import { throttling, troubleMaker } from './trouble.ts';
import { isLoopback, type ParsedCall, parse, serviceOf, type WireRequest, type WireResponse } from './wire.ts';
import { draftOf, emptyWorld, type World } from './world.ts';

/** One API call, for looking at afterwards. */
export interface Call {
  readonly service: ServiceName;
  readonly operation: string;
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Whether the operation is one that changes something. */
  readonly write: boolean;
  /** Milliseconds since 1970, by the clock. */
  readonly at: number;
  /**
   * Code of the error answer; ECONNRESET or ENOTFOUND when there was no connection, HTML when a page of HTML was sent,
   * TRUNCATED when a good answer was cut short.
   */
  error?: string;
}

/** A simulated AWS: one handler for every service. */
export interface SimulatedAws {
  /** Answers one HTTP request; rejects with an error of code ECONNRESET or ENOTFOUND when there is to be no answer. */
  handle(request: WireRequest, signal?: AbortSignal): Promise<WireResponse>;
  /** For `requestHandler` of AWS SDK v3 clients. */
  requestHandler(): SdkRequestHandler;
  /** The whole state, as of the last call. */
  readonly world: World;
  /** What only the AWS console can do. */
  readonly console: AwsConsole;
  /** What a person does at the access portal. */
  readonly portal: AwsPortal;
  /** Every API call so far. */
  readonly calls: readonly Call[];
}

export interface SimulatedAwsOptions {
  /** Where to start; left out: `emptyWorld()`. It is not changed, except by the caller. */
  readonly world?: World;
  readonly clock?: Clock;
  readonly behaviour?: Partial<Behaviour>;
  /**
   * Where the pages of signing in are, such as `http://127.0.0.1:4577`, for calls that did not come over HTTP; left out,
   * or undefined: nowhere, and AWS's own addresses are told.
   */
  readonly pages?: () => string | undefined;
  /** Told after every change. */
  readonly onWorldChanged?: (world: World) => void;
}

export function simulatedAws(options: SimulatedAwsOptions = {}): SimulatedAws {
  const simulator = new Simulator(options);
  return {
    handle: (request, signal) => simulator.handle(request, signal),
    requestHandler: () => sdkRequestHandler((request, signal) => simulator.handle(request, signal)),
    get world() {
      return simulator.world;
    },
    console: simulator.console,
    portal: simulator.portal,
    calls: simulator.calls,
  };
}

class Simulator {
  readonly console: AwsConsole;
  readonly portal: AwsPortal;
  readonly calls: Call[] = [];
  readonly #clock: Clock;
  /** What was asked for; what the world adds is in `#behaviour`. */
  readonly #asked: Behaviour;
  readonly #consistency: Consistency;
  readonly #rates = new RateLimits();
  readonly #pace = new Pace();
  readonly #pages: () => string | undefined;
  readonly #nextRequestId: () => string;
  readonly #trouble: (call: FaultCall, behaviour: Behaviour) => Fault | undefined;
  readonly #onWorldChanged: (world: World) => void;

  constructor(options: SimulatedAwsOptions) {
    this.#clock = options.clock ?? systemClock;
    this.#asked = { ...defaultBehaviour, ...options.behaviour };
    this.#consistency = new Consistency(options.world ?? emptyWorld(), this.#asked);
    this.#nextRequestId = requestIds(this.#asked.seed);
    this.#trouble = troubleMaker(this.#asked.seed);
    this.#pages = options.pages ?? (() => undefined);
    this.#onWorldChanged = options.onWorldChanged ?? (() => {});
    this.console = awsConsole(
      (act) => this.#change(act),
      this.#asked,
      () => this.#clock.now(),
    );
    this.portal = awsPortal({
      read: () => this.#settled(),
      change: (act) => this.#change(act),
      behaviour: this.#asked,
      now: () => this.#clock.now(),
    });
  }

  get world(): World {
    return this.#consistency.current;
  }

  get #behaviour(): Behaviour {
    return withTrouble(this.#asked, this.world.trouble);
  }

  async handle(request: WireRequest, signal?: AbortSignal): Promise<WireResponse> {
    const requestId = this.#nextRequestId();
    const service = serviceOf(request);
    if (this.#behaviour.latencyMs > 0) await this.#clock.sleep(this.#behaviour.latencyMs, signal);
    let logged: Call | undefined;
    let fault: Fault | undefined;
    try {
      const call = parse(request, (input) => regionIn(this.world, input));
      const sender = senderOf(request);
      logged = { ...call, write: kindOf(call.operation) === 'write', at: this.#clock.now() };
      this.calls.push(logged);
      fault = standingFault(this.world.trouble, call.service) ?? this.#fault(logged);
      if (fault?.kind === 'html') {
        logged.error = 'HTML';
        return htmlPage(fault.status, requestId);
      }
      const refused = refusedBy(fault, request, logged);
      if (refused !== undefined) throw refused;
      const output = this.#outputOf(call, sender, fault);
      const answer = success(call.service, call.operation, output, request, requestId);
      if (fault?.kind !== 'truncated') return answer;
      logged.error = 'TRUNCATED';
      return cutShort(answer);
    } catch (error) {
      const answered = error instanceof AwsError || error instanceof ConnectionLost ? error : internal(error);
      if (logged !== undefined) logged.error = answered.code;
      if (answered instanceof ConnectionLost) throw answered;
      const answer = failure(service, answered, request, requestId);
      if (fault?.kind === 'clockOff') answer.headers.date = timeOfAws(this.#clock.now(), fault.seconds);
      return fault?.kind === 'truncated' ? cutShort(answer) : answer;
    }
  }

  #outputOf(call: ParsedCall, sender: Sender, fault: Fault | undefined): object {
    if (fault?.kind === 'unanswered') return this.#answerNobody(call, sender);
    return fault?.kind === 'truncated' && !fault.carriedOut ? {} : this.#answer(call, sender);
  }

  #fault(call: Call): Fault | undefined {
    return this.#trouble({ ...call, index: this.calls.length - 1 }, this.#behaviour);
  }

  /** One call, start to end, without a pause: Region, rate, permission, input, then the operation. */
  #answer(call: ParsedCall, sender: Sender): object {
    const now = this.#clock.now();
    this.#settle(now);
    this.#checkCaller(call, sender, now);
    const violations = checkInput(call.service, call.operation, call.input);
    if (violations.length > 0) throw invalidInput(call.service, violationText(violations));
    switch (kindOf(call.operation)) {
      case 'read':
        return this.#run(call, sender, this.#consistency.worldForRead(call.service, now), now);
      case 'poll':
        return this.#commit((draft) => this.#run(call, sender, draft, now), now);
      case 'write':
        return this.#write(call, sender, now);
    }
  }

  /** The call is carried out, or refused; either way the caller never hears. */
  #answerNobody(call: ParsedCall, sender: Sender): never {
    try {
      this.#answer(call, sender);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
    }
    throw new ConnectionLost();
  }

  #checkCaller(call: ParsedCall, { session }: Sender, now: number): void {
    const { service, operation, region } = call;
    if (isPublic(service)) return;
    if (session !== undefined && now >= session.expiresAt) throw expired(service);
    const isGlobal = service === 'organizations' || service === 'account' || service === 'freetier';
    if (!isGlobal && !isRegionEnabled(region, this.#behaviour.enabledOptInRegions)) {
      const text = 'The security token included in the request is invalid';
      throw new AwsError(service === 'sts' ? 'InvalidClientTokenId' : 'UnrecognizedClientException', text);
    }
    if (!this.#rates.allows(service, operation, region, this.#behaviour.ratePerSecond, now)) throw throttling(call);
    const action = actionOf(service, operation);
    if (action === undefined) return;
    const caller = session === undefined ? this.world.caller : callerOf(session);
    if (isDenied(this.#behaviour.deny, action)) throw notAuthorized(caller.arn, action);
    if (!isGlobal && this.#behaviour.denyRegions.includes(region)) {
      const who = `User: ${caller.arn} is not authorized to perform: ${action} on resource: *`;
      throw accessDenied(`${who} with an explicit deny in a service control policy`);
    }
  }

  #write(call: ParsedCall, sender: Sender, now: number): object {
    this.#consistency.checkSpread(call);
    const before = this.world;
    const output = this.#commit((draft) => this.#run(call, sender, draft, now), now);
    this.#consistency.written(call, before);
    return output;
  }

  #run(call: ParsedCall, sender: Sender, world: World, now: number): object {
    const context: Context = {
      ...call,
      pages: sender.origin ?? this.#pages(),
      session: sender.session,
      pace: this.#pace,
      world,
      now,
      ids: worldIds(world, this.#behaviour.seed),
      behaviour: this.#behaviour,
    };
    const operation = services[call.service][call.operation];
    if (operation === undefined) throw new Error(`${call.service} ${call.operation} is in models.json only.`);
    return operation(context, structuredClone(call.input));
  }

  /** The world after what the clock has ended by now. */
  #settled(): World {
    this.#settle(this.#clock.now());
    return this.world;
  }

  /** Lets the clock end what it ends: enabling, assignments, provisioning. */
  #settle(now: number): void {
    const enabling = this.world.enabling;
    if ((enabling === null || now < enabling.appearsAt) && !anyDue(this.world, this.#behaviour, now)) return;
    const draft = draftOf(this.world);
    const ends = [moveEnabling(draft, this.#behaviour.seed, now), finishDue(draft, this.#behaviour, now)];
    const times = ends.filter((time) => time !== undefined);
    if (times.length > 0) this.#accept(draft, Math.max(...times));
  }

  #change(act: (world: World) => void): void {
    const now = this.#clock.now();
    this.#settle(now);
    this.#commit((draft) => {
      act(draft);
      return {};
    }, now);
  }

  /** Works on a copy, which becomes the world when `act` succeeds. */
  #commit(act: (draft: World) => object, now: number): object {
    const draft = draftOf(this.world);
    const output = act(draft);
    this.#accept(draft, now);
    return output;
  }

  #accept(world: World, since: number): void {
    this.#consistency.accept(world, since);
    this.#onWorldChanged(world);
  }
}

/** Who sent a request, as far as its headers tell. */
interface Sender {
  /** Of the HTTP server on this computer that it came to. */
  readonly origin: string | undefined;
  readonly session: RoleSession | undefined;
}

function senderOf({ headers }: WireRequest): Sender {
  const origin = isLoopback(headers.host) ? `http://${headers.host}` : undefined;
  return { origin, session: roleSessionOf(headers['x-amz-security-token']) };
}

/** The Region of the code or token in an unsigned call, else of the portal that it names. */
function regionIn(world: World, input: Readonly<Record<string, unknown>>): string | undefined {
  const { deviceCode, code, refreshToken, accessToken, startUrl, issuerUrl } = input;
  const region = [deviceCode, code, refreshToken, accessToken].map(sealedRegion).find((one) => one !== undefined);
  const url = startUrl ?? issuerUrl;
  return region ?? (typeof url === 'string' ? portalAt(world, url)?.instance?.region : undefined);
}

/** Why a call is not carried out, where a fault is the reason. */
function refusedBy(fault: Fault | undefined, request: WireRequest, { service, at }: Call) {
  switch (fault?.kind) {
    case 'unreachable':
      return hostNotFound(request.headers.host ?? 'amazonaws.com');
    case 'unsent':
      return new ConnectionLost();
    case 'clockOff':
      return signedAtAnotherTime(service, at, fault.seconds);
    case 'refuse': {
      const reason = fault.reason === undefined ? {} : { Reason: fault.reason };
      return new AwsError(fault.code, fault.message, { ...fault.members, ...reason }, fault.status);
    }
    default:
      return undefined;
  }
}

/** The same answer without its second half. */
function cutShort(answer: WireResponse): WireResponse {
  return { ...answer, body: answer.body.slice(0, Math.ceil(answer.body.length / 2)) };
}

function htmlPage(status: number, requestId: string): WireResponse {
  const body = `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`;
  return { status, headers: { 'content-type': 'text/html', 'x-amzn-requestid': requestId }, body };
}

/** A mistake of the simulator itself looks like one of AWS's. */
function internal(error: unknown): AwsError {
  const text = error instanceof Error ? error.message : String(error);
  return new AwsError('InternalServerException', `The simulated AWS failed: ${text}`, {}, 500);
}
