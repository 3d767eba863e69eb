// Regions that have IAM Identity Center (endpoints of `sso`, `identitystore`, `portal.sso` and `oidc`), and their places.

/** On in every account (user guide, Identity Center Regions). */
export const DEFAULT_REGIONS: Readonly<Record<string, string>> = {
  'us-east-1': 'N. Virginia',
  'us-east-2': 'Ohio',
  'us-west-1': 'N. California',
  'us-west-2': 'Oregon',
  'ca-central-1': 'Canada',
  'sa-east-1': 'São Paulo',
  'eu-west-1': 'Ireland',
  'eu-west-2': 'London',
  'eu-west-3': 'Paris',
  'eu-central-1': 'Frankfurt',
  'eu-north-1': 'Stockholm',
  'ap-south-1': 'Mumbai',
  'ap-northeast-1': 'Tokyo',
  'ap-northeast-2': 'Seoul',
  'ap-northeast-3': 'Osaka',
  'ap-southeast-1': 'Singapore',
  'ap-southeast-2': 'Sydney',
};

/** Off in an account until somebody enables them; every account to be managed has to. */
export const OPT_IN_REGIONS: Readonly<Record<string, string>> = {
  'af-south-1': 'Cape Town',
  'ap-east-1': 'Hong Kong',
  'ap-east-2': 'Taipei',
  'ap-south-2': 'Hyderabad',
  'ap-southeast-3': 'Jakarta',
  'ap-southeast-4': 'Melbourne',
  'ap-southeast-5': 'Malaysia',
  'ap-southeast-6': 'New Zealand',
  'ap-southeast-7': 'Thailand',
  'ca-west-1': 'Calgary',
  'eu-central-2': 'Zurich',
  'eu-south-1': 'Milan',
  'eu-south-2': 'Spain',
  'il-central-1': 'Tel Aviv',
  'mx-central-1': 'Mexico',
  'me-south-1': 'Bahrain',
  'me-central-1': 'UAE',
};

/** China, GovCloud and the European Sovereign Cloud: separate partitions with accounts of their own. */
const OTHER_PARTITION_REGIONS: Readonly<Record<string, string>> = {
  'cn-north-1': 'Beijing',
  'cn-northwest-1': 'Ningxia',
  'us-gov-east-1': 'GovCloud East',
  'us-gov-west-1': 'GovCloud West',
  'eusc-de-east-1': 'Brandenburg',
};

/** Every Region that Identity Center is offered in, and its place. */
export const REGION_PLACES: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...DEFAULT_REGIONS, ...OPT_IN_REGIONS, ...OTHER_PARTITION_REGIONS }),
);

/** Regions with Identity Center near the cities that time zones are named after, most telling first. */
const NEAR: readonly (readonly [zone: RegExp, region: string])[] = [
  [/^Asia\/(Seoul|Pyongyang)/, 'ap-northeast-2'],
  [/^(Asia\/Tokyo|Japan)/, 'ap-northeast-1'],
  [/^Asia\/(Kolkata|Calcutta|Colombo|Dhaka|Kathmandu|Karachi)/, 'ap-south-1'],
  [
    /^(Asia\/(Singapore|Jakarta|Bangkok|Ho_Chi_Minh|Kuala_Lumpur|Manila|Hong_Kong|Taipei|Shanghai)|Singapore)/,
    'ap-southeast-1',
  ],
  [/^(Australia|Pacific\/Auckland)/, 'ap-southeast-2'],
  [/^Europe\/(London|Jersey|Guernsey|Isle_of_Man)/, 'eu-west-2'],
  [/^Europe\/(Dublin|Lisbon)/, 'eu-west-1'],
  [/^Europe\/(Paris|Madrid|Brussels)/, 'eu-west-3'],
  [/^Europe\/(Stockholm|Oslo|Helsinki|Copenhagen|Tallinn|Riga|Vilnius)/, 'eu-north-1'],
  [/^Europe\//, 'eu-central-1'],
  [/^America\/(Sao_Paulo|Argentina|Buenos_Aires|Santiago|Montevideo|Asuncion|Bahia|Fortaleza|Recife)/, 'sa-east-1'],
  [/^America\/(Los_Angeles|Vancouver|Tijuana|Denver|Phoenix|Edmonton|Boise)/, 'us-west-2'],
  [/^America\/(Toronto|Montreal|Halifax|Winnipeg)/, 'ca-central-1'],
];

/** A Region that is on in every account and near a time zone such as Asia/Seoul; a suggestion, no more. */
export function regionNear(timeZone: string): string {
  return NEAR.find(([zone]) => zone.test(timeZone))?.[1] ?? 'us-east-1';
}
