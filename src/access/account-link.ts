import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { newSecret, secretHash } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import type { Account } from './account.ts'
import { checkPassword } from './check-password.ts'
import { hashPassword } from './hash-password.ts'
import { type Device, enter, type SignedIn } from './sign-in.ts'
import { networkOf } from './sign-in-throttle.ts'
import type { AccessReader, AccessWriter } from './store.ts'

const hoursMax = 72

export interface NewAccountLink {
  /** The token stands in the fragment, which no server and no log sees. */
  readonly url: string
  readonly expiresAt: Date
}

/** Makes the one-time link with which an account's owner chooses a password, in the place of any earlier one. */
export async function makeAccountLink(
  tx: Pick<AccessWriter, 'replaceAccountLink'>,
  account: string,
  { clock, appUrl }: { clock: Clock; appUrl: string },
): Promise<NewAccountLink> {
  const token = newSecret()
  const expiresAt = new Date(clock().getTime() + hoursMax * 3_600_000)
  await tx.replaceAccountLink({ account, tokenHash: secretHash(token), expiresAt })
  return { url: `${appUrl}/welcome#${token}`, expiresAt }
}

/**
 * Chooses a password with a one-time link and signs in. Sessions from before end, since somebody may have lost one; the
 * second factor goes only if it cannot be used any more, which an administrator decides. Where there is one, the link alone
 * lets nobody in: the password is chosen, and its owner signs in with both.
 * @throws Problem `account-link-invalid`, `password-refused`; `second-factor-needed` once the password is stored.
 */
export const claimAccountLink =
  (store: AccessReader & Transactor<AccessWriter>, clock: Clock) =>
  async (claim: { token: string; password: string }, device: Device): Promise<SignedIn> => {
    const tokenHash = secretHash(claim.token)
    const account = await store.transact((tx) => accountOf(tx, tokenHash, clock()))
    checkPassword(claim.password, account)
    const passwordHash = await hashPassword(claim.password, networkOf(device.address))
    const signedIn = await store.transact(async (tx) => {
      const before = await accountOf(tx, tokenHash, clock())
      const after = { ...before, passwordHash }
      await tx.replaceAccount(after)
      await tx.deleteAccountLink(after.id)
      await tx.deleteSessionsOf(after.id)
      noteChange({
        about: [after.id],
        after: { hasChosenAccess: true },
        by: { kind: 'account', id: after.id, name: after.name },
      })
      if ((await tx.findSecondFactor(after.id))?.isConfirmed) return undefined
      return enter(tx, after, { ...device, at: clock() })
    })
    if (signedIn) return signedIn
    throw new Problem(
      'second-factor-needed',
      'The password is chosen. Sign in with it and the code of the second factor.',
    )
  }

async function accountOf(tx: AccessWriter, tokenHash: string, now: Date): Promise<Account> {
  const link = await tx.findAccountLink(tokenHash)
  const account = link && link.expiresAt > now ? await tx.findAccount(link.account) : undefined
  if (account && !account.disabledAt) return account
  throw new Problem('account-link-invalid', 'This link is wrong, used or too old.')
}
