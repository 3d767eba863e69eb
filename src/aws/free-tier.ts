import { Sha256 } from '@smithy/core/checksum';
import { resolveEndpointConfig } from '@smithy/core/endpoints';
import { HttpRequest, parseUrl } from '@smithy/core/transport';
import { SignatureV4 } from '@smithy/signature-v4';
import { Problem } from '../problem.ts';
import { BRIEFLY, call } from './call.ts';
import type { AwsReader } from './clients.ts';

export interface AccountPlan {
  /** FREE ends, credits and all, when the account gets an organization (user guide, enable Identity Center). */
  readonly type: string;
  /** Credits left on the free plan, such as `87.5 USD`. */
  readonly credits?: string;
  /** The day (YYYY-MM-DD) on which the free plan ends by itself. */
  readonly expires?: string;
}

/** AWS's plan of the caller's account. There is no small SDK client for this one operation, so it is signed here. */
export async function accountPlan(aws: AwsReader): Promise<AccountPlan> {
  const answer = await call(aws, 'freetier:GetAccountPlanState', aws.globalRegion, () => post(aws), {
    patience: BRIEFLY,
  });
  const { amount, unit } = answer.accountPlanRemainingCredits ?? {};
  const expires = answer.accountPlanExpirationDate;
  return {
    type: answer.accountPlanType ?? '',
    ...(amount === undefined ? {} : { credits: `${amount} ${unit ?? ''}`.trim() }),
    ...(expires === undefined ? {} : { expires: dayOf(expires) }),
  };
}

interface PlanState {
  readonly accountPlanType?: string;
  readonly accountPlanRemainingCredits?: { readonly amount?: number; readonly unit?: string };
  /** Epoch seconds or ISO 8601. */
  readonly accountPlanExpirationDate?: number | string;
}

async function post(aws: AwsReader): Promise<PlanState> {
  const { credentials, requestHandler, systemClockOffset } = aws.sts().config;
  const url = new URL(await endpointIn(aws.globalRegion));
  const request = new HttpRequest({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path: url.pathname,
    headers: {
      host: url.host,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AWSFreeTierService.GetAccountPlanState',
    },
    body: '{}',
  });
  const signer = new SignatureV4({ credentials, region: aws.globalRegion, service: 'freetier', sha256: Sha256 });
  // The right time, as the SDK has learnt it from the answers of STS.
  const signingDate = new Date(Date.now() + systemClockOffset);
  const signed = HttpRequest.clone((await signer.sign(request, { signingDate })) as HttpRequest);
  const { response } = await requestHandler.handle(signed);
  const text = await textOf(response.body);
  if (response.statusCode === 200) return JSON.parse(text) as PlanState;
  throw refusal(response.statusCode, text);
}

/** The only endpoint that this service has (AWS Free Tier API reference). */
const ENDPOINT = new URL('https://freetier.us-east-1.api.aws');

/**
 * Where AWS tools are told to find this service, as the SDK finds it out for all others; else where AWS has it.
 *
 * @throws Problem refused in another partition: nothing that is signed for it is sent to this one
 */
async function endpointIn(region: string): Promise<string | URL> {
  const { serviceConfiguredEndpoint } = resolveEndpointConfig({
    serviceId: 'FreeTier',
    endpointProvider: () => ({ url: ENDPOINT }),
    urlParser: parseUrl,
  });
  const configured = await serviceConfiguredEndpoint?.();
  if (configured !== undefined) return configured;
  if (region !== 'us-east-1') throw new Problem('refused', { code: 'UnknownEndpoint', region });
  return ENDPOINT;
}

async function textOf(body: AsyncIterable<Uint8Array> | Uint8Array | string): Promise<string> {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** In the shape of an SDK error, so that it is classified like all others. */
function refusal(status: number, text: string): Error {
  try {
    const body = JSON.parse(text) as Record<string, unknown>;
    const name = String(body.__type ?? 'UnknownError').replace(/^.*#/, '');
    const message = String(body.message ?? body.Message ?? `HTTP status ${status}`);
    return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
  } catch (error) {
    return Object.assign(error as SyntaxError, { $response: { statusCode: status } });
  }
}

function dayOf(date: number | string): string {
  return new Date(typeof date === 'number' ? date * 1000 : date).toISOString().slice(0, 10);
}
