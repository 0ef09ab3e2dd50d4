import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { newSecret, newUuid, secretHash } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import { type Account, foldEmail } from './account.ts'
import { nobodysHash, verifyPassword } from './hash-password.ts'
import { requestLimiter } from './limit-requests.ts'
import { sessionsEndedBefore } from './session.ts'
import { networkOf, throttle } from './sign-in-throttle.ts'
import type { AccessReader, AccessWriter } from './store.ts'
import type { SecondFactors } from './use-second-factor.ts'

/**
 * Guesses at one account are few, whatever addresses they come from; a school of hundreds shares one address. A code of six
 * digits is found sooner than a password, by who has that already.
 */
const tryBudgets = {
  perAccount: { most: 10, secondsPerTry: 60 },
  perNetwork: { most: 300, secondsPerTry: 1 },
  perFactor: { most: 10, secondsPerTry: 3_600 },
}

/** Sign-ins of one account from one place that succeed: far more than a person does, fewer than fill a store with sessions. */
const signInsPerMinuteMax = 60

interface SignIn extends Device {
  readonly email: string
  readonly password: string
  /** What the second factor shows, or a recovery code. */
  readonly code?: string | undefined
}

/** Where somebody signs in. */
export interface Device {
  /** IP address of the client. */
  readonly address: string
  /** `User-Agent`. */
  readonly browser?: string | undefined
  /** The secret in the device's cookie, if it has one. */
  readonly device?: string | undefined
  /** Session secret that the browser had before; it ends. */
  readonly previousSession?: string | undefined
}

export interface SignedIn {
  readonly account: Account
  /** The secret of the new session, for the cookie and nowhere else. */
  readonly session: string
  /** The device's secret, for its cookie. */
  readonly device: string
}

/**
 * Signs in with e-mail address and password and, where the account has one, the second factor. An unknown or closed account
 * takes as long and answers as a wrong password does.
 *
 * Wrong tries are budgeted per account and per network. A device, and a network, from which the account signed in before have
 * budgets of their own for that account, so guessing from elsewhere, or from the next desk, does not keep its owner out: guesses
 * at accounts that never signed in from a network use up nothing of those that did.
 * @throws Problem `sign-in-failed`, `second-factor-needed`, `second-factor-wrong`, `sign-in-throttled`, `sign-in-busy`,
 *   `rate-limited`.
 */
export function signIn(
  store: AccessReader & Transactor<AccessWriter>,
  { clock, factors, budgets = tryBudgets }: SignInParts,
) {
  const takeTry = tryTaker(store, clock, budgets)
  const wrongCodes = throttle(budgets.perFactor, clock)
  const signIns = requestLimiter(clock)
  return async ({ email, password, code, ...device }: SignIn): Promise<SignedIn> => {
    const emailFold = foldEmail(email)
    const account = await store.findAccountByEmail(emailFold)
    const { place, lane, giveBack } = await takeTry(emailFold, account, device)
    const stored = account?.passwordHash ?? nobodysHash
    const isRight = await verifyPassword(password, stored, lane).catch((error: unknown) => {
      giveBack()
      throw error
    })
    if (!account?.passwordHash || account.disabledAt || !isRight) {
      throw new Problem('sign-in-failed', 'The e-mail address or the password is wrong.')
    }
    const factor = await store.findSecondFactor(account.id)
    if (factor?.isConfirmed && !code) {
      giveBack()
      throw new Problem('second-factor-needed', 'The code of the second factor is needed too.')
    }
    try {
      signIns.take(place, signInsPerMinuteMax)
      if (factor?.isConfirmed) wrongCodes.take(place)
    } catch (error) {
      giveBack()
      throw error
    }
    const signedIn = await store
      .transact(async (tx) => {
        if (factor?.isConfirmed) await factors.use(tx, account.id, code!)
        return enter(tx, account, { ...device, at: clock() })
      })
      .catch(async (error: unknown) => {
        if (isWrongCode(error)) await noteWrongCode(store, account)
        throw error
      })
    wrongCodes.giveBack(place)
    giveBack()
    return signedIn
  }
}

const isWrongCode = (error: unknown): boolean =>
  error instanceof Problem && error.code === 'second-factor-wrong'

/** Somebody has the password of an account and not its second factor: its owner, or who should not. */
const noteWrongCode = (store: Transactor<AccessWriter>, { id }: Account): Promise<void> =>
  store.transact(async () => noteChange({ about: [id], after: { wasCodeWrong: true } }))

interface SignInParts {
  readonly clock: Clock
  readonly factors: Pick<SecondFactors, 'use'>
  readonly budgets?: typeof tryBudgets
}

/**
 * Takes one try from the budgets that count for this sign-in. What it returns gives the try back, names the account at the place
 * that it comes from, and the lane in which it waits for its hash: that of the device where it is known, else of the network.
 */
function tryTaker(store: AccessReader, clock: Clock, budgets: typeof tryBudgets) {
  const perAccount = throttle(budgets.perAccount, clock)
  const perNetwork = throttle(budgets.perNetwork, clock)
  const take = ({ place, lane, network }: { place: string; lane: string; network?: string }) => {
    perAccount.take(place)
    try {
      if (network !== undefined) perNetwork.take(network)
    } catch (error) {
      perAccount.giveBack(place)
      throw error
    }
    const giveBack = () => {
      perAccount.giveBack(place)
      if (network !== undefined) perNetwork.giveBack(network)
    }
    return { place, lane, giveBack }
  }
  return async (emailFold: string, account: Account | undefined, from: Device) => {
    const isKnown = (place: string) => store.hasSignedInFrom(account?.id ?? '', place)
    const device = from.device === undefined ? undefined : devicePlace(from.device)
    if (device !== undefined && (await isKnown(device))) {
      return take({ place: `${emailFold} ${device}`, lane: device })
    }
    const network = networkOf(from.address)
    return (await isKnown(network))
      ? take({ place: `${emailFold} ${network}`, lane: network, network: `${network} known` })
      : take({ place: emailFold, lane: network, network })
  }
}

/** How a device stands among the places that an account signed in from. */
const devicePlace = (device: string): string => `device ${secretHash(device)}`

const browserCharactersMax = 300

/**
 * Begins a session, under a new secret, and remembers where. The session that the browser had before ends.
 * @returns the secrets for the cookies; the store keeps their hashes.
 */
export async function enter(
  tx: Pick<
    AccessWriter,
    'insertSession' | 'rememberSignIn' | 'deleteSession' | 'deleteEndedSessions'
  >,
  account: Account,
  { address, browser = '', device = newSecret(), previousSession, at }: Device & { at: Date },
): Promise<SignedIn> {
  if (previousSession) await tx.deleteSession(secretHash(previousSession))
  await tx.deleteEndedSessions(sessionsEndedBefore(at))
  const session = newSecret()
  const network = networkOf(address)
  await tx.insertSession({
    id: newUuid(),
    idHash: secretHash(session),
    account: account.id,
    network,
    browser: browser.slice(0, browserCharactersMax),
    createdAt: at,
    lastSeenAt: at,
  })
  await tx.rememberSignIn(account.id, network, at)
  await tx.rememberSignIn(account.id, devicePlace(device), at)
  return { account, session, device }
}

/** Ends the session on the server: its secret is worthless from then on, wherever it was copied. */
export const signOut = (store: Transactor<AccessWriter>) => async (session: string) =>
  store.transact((tx) => tx.deleteSession(secretHash(session)))
