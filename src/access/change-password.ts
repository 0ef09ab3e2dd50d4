import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import { requireAccount } from './change-account.ts'
import { checkPassword } from './check-password.ts'
import { hashPassword, nobodysHash, verifyPassword } from './hash-password.ts'
import { throttle } from './sign-in-throttle.ts'
import type { AccessReader, AccessWriter } from './store.ts'

/** Who has a session and not the password has few tries to find it. */
const tries = { most: 10, secondsPerTry: 60 }

interface PasswordChange {
  readonly account: string
  readonly password: string
  readonly newPassword: string
  /** SHA-256 of the session that stays; the account's others end. */
  readonly sessionHash: string
}

/**
 * Changes one's own password, which ends a link that was not used, and proves one's password before what matters.
 * @throws Problem `sign-in-failed` for a wrong password, `sign-in-throttled`, `sign-in-busy`, `password-refused`.
 */
export function ownPassword(store: AccessReader & Transactor<AccessWriter>, clock: Clock) {
  const wrongTries = throttle(tries, clock)
  const prove = async (id: string, password: string) => {
    const account = await requireAccount(store, id)
    wrongTries.take(id)
    const stored = account.passwordHash ?? nobodysHash
    const isRight = await verifyPassword(password, stored, id).catch((error: unknown) => {
      wrongTries.giveBack(id)
      throw error
    })
    if (!isRight) {
      throw new Problem('sign-in-failed', 'The password is wrong.', { pointer: '/password' })
    }
    wrongTries.giveBack(id)
    return account
  }
  return {
    prove,
    async change({ account, password, newPassword, sessionHash }: PasswordChange): Promise<void> {
      const proven = await prove(account, password)
      checkPassword(newPassword, proven)
      const passwordHash = await hashPassword(newPassword, account)
      await store.transact(async (tx) => {
        await tx.replaceAccount({ ...(await requireAccount(tx, account)), passwordHash })
        await tx.deleteSessionsOf(account, sessionHash)
        // Who holds an older link could choose another password with it.
        await tx.deleteAccountLink(account)
        noteChange({ about: [account], after: { hasChosenAccess: true } })
      })
    },
  }
}
