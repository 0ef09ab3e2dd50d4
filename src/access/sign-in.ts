import type { Clock } from '../base/clock.ts'
import { newSecret, secretHash } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import { type Account, foldEmail } from './account.ts'
import { nobodysHash, verifyPassword } from './hash-password.ts'
import { sessionsEndedBefore } from './session.ts'
import { networkOf, throttle } from './sign-in-throttle.ts'
import type { AccessReader, AccessWriter } from './store.ts'

/** Guesses at one account are few, whatever addresses they come from; a school of hundreds shares one address. */
const tryBudgets = {
  perAccount: { most: 10, secondsPerTry: 60 },
  perNetwork: { most: 300, secondsPerTry: 1 },
}

export interface SignIn {
  readonly email: string
  readonly password: string
  /** IP address of the client. */
  readonly address: string
  /** Session id that the browser had before; it ends. */
  readonly previousSession?: string | undefined
}

export interface SignedIn {
  readonly account: Account
  /** The id of the new session, for the cookie and nowhere else. */
  readonly session: string
}

/**
 * Signs in with e-mail address and password. An unknown address takes as long and answers as a wrong password does.
 *
 * Wrong tries are budgeted per account and per network. A network from which the account signed in before has a budget of
 * its own for that account, so guessing from elsewhere does not keep its owner out.
 * @throws Problem `sign-in-failed`, `sign-in-throttled`.
 */
export function signIn(
  store: AccessReader & Transactor<AccessWriter>,
  clock: Clock,
  budgets = tryBudgets,
) {
  const perAccount = throttle(budgets.perAccount, clock)
  const perNetwork = throttle(budgets.perNetwork, clock)
  return async ({ email, password, address, previousSession }: SignIn): Promise<SignedIn> => {
    const emailFold = foldEmail(email)
    const network = networkOf(address)
    const account = await store.findAccountByEmail(emailFold)
    const isKnownHere = await store.hasSignedInFrom(account?.id ?? '', network)
    const accountKey = isKnownHere ? `${emailFold} ${network}` : emailFold
    perNetwork.take(network)
    perAccount.take(accountKey)
    const isRight = await verifyPassword(password, account?.passwordHash ?? nobodysHash)
    if (!account || !isRight) {
      throw new Problem('sign-in-failed', 'The e-mail address or the password is wrong.')
    }
    perAccount.giveBack(accountKey)
    perNetwork.giveBack(network)
    const session = await store.transact(async (tx) => {
      if (previousSession) await tx.deleteSession(secretHash(previousSession))
      await tx.deleteEndedSessions(sessionsEndedBefore(clock()))
      return beginSession(tx, { account: account.id, network, at: clock() })
    })
    return { account, session }
  }
}

/** @returns the id of the new session; the store keeps its hash. */
export async function beginSession(
  tx: Pick<AccessWriter, 'insertSession' | 'rememberSignIn'>,
  { account, network, at }: { account: string; network: string; at: Date },
): Promise<string> {
  const id = newSecret()
  await tx.insertSession({ idHash: secretHash(id), account, createdAt: at, lastSeenAt: at })
  await tx.rememberSignIn(account, network, at)
  return id
}

/** Ends the session on the server: the id is worthless from then on, wherever it was copied. */
export const signOut = (store: Transactor<AccessWriter>) => async (session: string) =>
  store.transact((tx) => tx.deleteSession(secretHash(session)))
