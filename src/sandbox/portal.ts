/** A request of an application to act for somebody, which the person has to answer in the browser. */
export interface SignInRequest {
  readonly clientName: string;
  /** The portal that it is about: its start URL as the instance has it, and the instance's Region. */
  readonly startUrl: string;
  readonly region: string;
  /** Of a device: what the person compares. */
  readonly userCode?: string;
  readonly state: 'pending' | 'approved' | 'denied' | 'expired';
}
export interface PortalAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
}
/** What a person does at the AWS access portal. Whatever the portal would refuse is a plain Error with a text for the page. */
export interface AwsPortal {
  /** Undefined: no such code. Case and the hyphen do not matter. */
  device(userCode: string): SignInRequest | undefined;
  approveDevice(userCode: string, userName: string): void;
  denyDevice(userCode: string): void;
  authorization(query: URLSearchParams): SignInRequest; // throws an Error where a real page would show one
  authorize(query: URLSearchParams, userName: string): string; // URL to redirect to
  refuse(query: URLSearchParams): string;
  /** Checks that this user can sign in at that portal (has a password, or Send email OTP is on); throws with a text that says what to do. Gives the user's exact name. */
  signIn(startUrl: string, userName: string): string;
  accounts(startUrl: string, userName: string): readonly PortalAccount[];
  somebody(startUrl: string, userName?: string): string | undefined;
  approveDeviceAs(userCode: string, userName: string): void;
}
