import { CONFIG_PREFIX_SEPARATOR, getProfileName, loadConfig } from '@smithy/core/config';

/** As the SDK has their names in variables and files. */
const SERVICES = [
  'account',
  'freetier',
  'identitystore',
  'organizations',
  'signin',
  'sso',
  'sso_admin',
  'sso_oidc',
  'sts',
];

/** What sends a run elsewhere than to AWS: a variable, or a key of a profile. */
export interface Elsewhere {
  readonly variable: string;
  readonly endpoint: string;
  readonly profile?: string;
}

/**
 * All that the SDK follows, unless it is told to ignore it. Of profiles it looks into that of AWS_PROFILE, or `default`
 * (seen with @smithy/core 3.41, getEndpointFromConfig).
 */
export async function endpointsElsewhere(env: Readonly<Record<string, string | undefined>>): Promise<Elsewhere[]> {
  const told = await loadConfig<{ ignored?: string | undefined; found: Elsewhere[] }>({
    environmentVariableSelector: () => undefined,
    configFileSelector: (profile, config) => ({
      ignored: profile.ignore_configured_endpoint_urls,
      found: [
        ...endpointsIn(config?.[`services${CONFIG_PREFIX_SEPARATOR}${profile.services}`] ?? {}, inSection),
        ...endpointsIn(profile, ['endpoint_url']),
      ].map((one) => ({ ...one, profile: getProfileName({}) })),
    }),
    default: { found: [] },
  })();
  if ((env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? told.ignored) === 'true') return [];
  const variables = endpointsIn(env, inEnvironment);
  // It is for all services, and counts before what files say.
  return env.AWS_ENDPOINT_URL ? variables : [...variables, ...told.found];
}

const inEnvironment = ['AWS_ENDPOINT_URL', ...SERVICES.map((service) => `AWS_ENDPOINT_URL_${service.toUpperCase()}`)];
const inSection = SERVICES.map((service) => `${service}${CONFIG_PREFIX_SEPARATOR}endpoint_url`);

function endpointsIn(where: Readonly<Record<string, string | undefined>>, names: readonly string[]): Elsewhere[] {
  return names.flatMap((variable) => {
    const endpoint = where[variable];
    return endpoint ? [{ variable, endpoint }] : [];
  });
}
