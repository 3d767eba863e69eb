import type { Facts } from '../problem.ts';
import type { FailureId, ProblemTexts } from './vocabulary.ts';
import { inside, named } from './vocabulary.ts';

const inRegion = (f: Facts) => (f.region === undefined ? '' : ` in ${f.region}`);
const whenSettled = 'AWS says why above. When that is settled, run the same command again.';
const runAgain = 'Run the same command again; what is done is kept.';

/** What AWS answers when it says no, and what to do. Facts as in the other problems. */
export const failuresEn: ProblemTexts<FailureId> = {
  throttled: (f) => ({
    title: `AWS kept asking to slow down${inside(f.operation)}.`,
    todo: ['Wait some minutes; something else may be using the same API.', runAgain],
  }),
  conflict: (f) => ({
    title: `Something else is changing the same thing${named(f.name)}.`,
    todo: ['Another run, a pipeline or a person in the console. Let it finish.', runAgain],
  }),
  alreadyExists: (f) => ({
    title: `It exists already, but AWS does not show it${named(f.name)}.`,
    todo: ['Somebody may have just made it. Run the same command again; it looks first.'],
  }),
  notFound: (f) => ({
    title: `AWS does not find what ${f.operation ?? 'the call'} needs${inRegion(f)}.`,
    todo: ['It may have been deleted meanwhile, or not have spread yet. Run the same command again; it looks first.'],
  }),
  quotaExceeded: (f) => ({
    title: `A limit of AWS is reached${inside(f.operation)}.`,
    todo: [
      'AWS names it above. Remove what is not used, or ask for more: console, Service Quotas, IAM Identity Center.',
    ],
  }),
  refused: (f) => ({
    title: `AWS refused ${f.operation ?? 'a call'}.`,
    todo: ['AWS says why above. Correct the settings and run the same command again.'],
  }),
  emailTaken: (f) => ({
    title: `Another user has the e-mail address ${f.email ?? 'asked for'} already${named(f.holder)}.`,
    todo: ['An address belongs to one user. Use that user (its name goes into the settings), or another address.'],
  }),
  assignmentFailed: (f) => ({
    title: `AWS could not finish the assignment${f.account === undefined ? '' : ` in ${f.account}`}.`,
    todo: [whenSettled],
  }),
  assignmentNeedsIam: (f) => ({
    title: `In the management account${f.account === undefined ? '' : ` ${f.account}`} AWS uses your own IAM rights, and they are not enough.`,
    todo: [
      'There, Identity Center makes the role with the rights of whoever assigns. Sign in as an administrator, or add the statements printed by:',
      f.policyCommand ?? 'npx sso-setup policy',
    ],
  }),
  assignmentNeedsPolicy: (f) => ({
    title: `A customer managed policy does not exist${f.account === undefined ? ' in the account' : ` in ${f.account}`}${named(f.name)}.`,
    todo: ['Create it there with the same name and path, then run the same command again.'],
  }),
  provisioningFailed: (f) => ({
    title: `AWS could not bring the permission set into all accounts${inside(f.account)}.`,
    todo: ['AWS says why above. The accounts keep the old version until then. Run the same command again.'],
  }),
  stillInProgress: (f) => ({
    title: `AWS is still working${f.operation === undefined ? '' : ` on ${f.operation}`}; we stopped waiting${f.minutes === undefined ? '' : ` after ${f.minutes} minutes`}.`,
    todo: ['It usually comes to an end by itself. Run the same command again in some minutes; it looks first.'],
  }),
  notShown: (f) => ({
    title: `AWS accepted the change but does not show it${named(f.name)}.`,
    todo: [
      'It may need longer to spread, or something else changed it back. Run the same command again; it looks first.',
    ],
  }),
  kmsKey: (f) => ({
    title: `The KMS key of this Identity Center instance does not let you in${inside(f.reason)}.`,
    todo: ['Allow kms:Decrypt on the key for your role (key policy and IAM), or sign in as somebody who has it.'],
  }),
  network: (f) => ({
    title: `AWS cannot be reached${named(f.host)}.`,
    todo: [
      'Check the connection, the VPN and the Region name.',
      'A proxy that inspects TLS needs its certificate in NODE_EXTRA_CA_CERTS.',
      runAgain,
    ],
  }),
  notAws: (f) => ({
    title: `Something that is not AWS answered${named(f.host)}.`,
    todo: ['Often a proxy or the sign-in page of a Wi-Fi network. Open any page in a browser first.', runAgain],
  }),
  awsFault: (f) => ({
    title: `AWS has a fault of its own${inside(f.operation)}.`,
    todo: ['It was asked several times. Look at https://health.aws.amazon.com and try later.', runAgain],
  }),
};
