import type { AwsPortal, SignInRequest, SimulatedAws } from '../../src/sandbox/index.ts';

/** What a test has asked the portal to know: one device code, and one application that waits at `callback`. */
export interface FakePortal extends AwsPortal {
  readonly userCode: string;
  /** Who approved what. */
  readonly approvals: string[];
  state: SignInRequest['state'];
  clientName: string;
}

/** As much of a portal as the pages need: users of the world's first instance, one request of each kind. */
export function fakePortal(aws: Pick<SimulatedAws, 'world'>, callback = 'http://127.0.0.1:9/callback'): FakePortal {
  const userCode = 'BCDF-GHJK';
  const instance = () => {
    const [first] = aws.world.instances;
    if (first === undefined) throw new Error('There is no portal.');
    return first;
  };
  const startUrl = () => `https://${instance().identityStoreId}.awsapps.com/start`;
  const request = (): SignInRequest => ({
    clientName: fake.clientName,
    startUrl: startUrl(),
    region: instance().region,
    userCode,
    state: fake.state,
  });
  const canSignIn = (user: { hasPassword: boolean }) => user.hasPassword || instance().portal.sendEmailOtp;
  const fake: FakePortal = {
    userCode,
    approvals: [],
    state: 'pending',
    clientName: 'sso-setup',
    device: (code) => (code.replace('-', '').toUpperCase() === 'BCDFGHJK' ? request() : undefined),
    approveDevice(_code, userName) {
      if (fake.approvals.includes('broken')) throw new Error('The simulated portal is out of order.');
      fake.approvals.push(userName);
      fake.state = 'approved';
    },
    denyDevice() {
      fake.state = 'denied';
    },
    authorization(query) {
      if (query.get('client_id') !== 'known') throw new Error('There is no such client.');
      if (query.get('redirect_uri') !== callback) throw new Error('The redirect URI is not registered.');
      return { ...request(), state: 'pending' };
    },
    authorize: (query, userName) => `${callback}?code=${encodeURIComponent(userName)}&state=${query.get('state')}`,
    refuse: (query) => `${callback}?error=access_denied&state=${query.get('state')}`,
    signIn(at, userName) {
      if (at !== startUrl()) throw new Error('There is no such portal.');
      const user = instance().users.find(
        (one) => String(one.attributes.UserName).toLowerCase() === userName.toLowerCase(),
      );
      if (user === undefined) throw new Error(`There is no user ${userName}.`);
      if (!canSignIn(user)) throw new Error(`${userName} has no password: reset it, or turn on Send email OTP.`);
      return String(user.attributes.UserName);
    },
    accounts: () => [
      { id: '111122223333', name: 'acme', email: 'aws@acme.example', roles: ['AdministratorAccess', 'ReadOnly'] },
    ],
    somebody: () => {
      const user = instance().users.find(canSignIn);
      return user === undefined ? undefined : String(user.attributes.UserName);
    },
    approveDeviceAs: () => undefined,
  };
  return fake;
}
