import { hkdfSync } from 'node:crypto'
import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { newUuid, secretHash } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { tidyName } from '../base/text.ts'
import type { Transactor } from '../base/transactor.ts'
import { type Account, foldEmail } from './account.ts'
import { checkPassword } from './check-password.ts'
import { hashPassword } from './hash-password.ts'
import { type Device, enter, type SignedIn } from './sign-in.ts'
import { networkOf } from './sign-in-throttle.ts'
import type { AccessReader, AccessWriter, SetupLink } from './store.ts'

/**
 * The one-time link that creates the first administrator. One that this installation made and that has half of its time left is
 * given again, so that of nodes that start one after another each prints a link that works; else a new one takes its place.
 * @param minutes how long a new one is good for; it ends with a whole minute, so that nodes that start together make the same
 * @returns undefined if there is an account already. The token stands in the fragment, which no server and no log sees.
 */
export async function createSetupLink(
  store: AccessReader & Transactor<AccessWriter>,
  clock: Clock,
  { appUrl, signingKey, minutes = 30 }: SetupLinkOptions,
): Promise<{ url: string; expiresAt: Date } | undefined> {
  if (await store.hasAccounts()) return undefined
  const now = clock().getTime()
  const linkUntil = (expiresAt: Date) => {
    const token = tokenOf(signingKey, expiresAt)
    return { url: `${appUrl}/setup#${token}`, expiresAt, tokenHash: secretHash(token) }
  }
  const found = await store.findSetupLink()
  if (found && found.expiresAt.getTime() - now > minutes * 30_000) {
    const link = linkUntil(found.expiresAt)
    if (link.tokenHash === found.tokenHash) return link
  }
  const link = linkUntil(new Date(Math.floor(now / 60_000 + minutes) * 60_000))
  const isMade = await store.transact(async (tx) => {
    if (await tx.hasAccounts()) return false
    await tx.replaceSetupLink(link)
    return true
  })
  return isMade ? link : undefined
}

interface SetupLinkOptions {
  readonly appUrl: string
  /** What all nodes share and no database has: who reads the database does not know the link. */
  readonly signingKey: Buffer
  readonly minutes?: number
}

const tokenOf = (signingKey: Buffer, expiresAt: Date): string =>
  Buffer.from(
    hkdfSync('sha256', signingKey, '', `hocba set-up link ${expiresAt.toISOString()}`, 32),
  ).toString('hex')

interface SetupClaim extends Device {
  readonly token: string
  readonly name: string
  readonly email: string
  readonly password: string
}

/**
 * Creates the first administrator and signs them in. Of any number of claims at once exactly one succeeds: the link is taken
 * in the transaction that inserts the account.
 * @throws Problem `setup-already-done`, `setup-link-invalid`, `password-refused`.
 */
export function claimSetup(store: AccessReader & Transactor<AccessWriter>, clock: Clock) {
  // One after another, so that of many claims only the first costs a password hash.
  let last: Promise<unknown> = Promise.resolve()
  return async (claim: SetupClaim): Promise<SignedIn> => {
    await requireClaimable(store, clock, claim.token)
    const turn = last.then(() => claimNow(store, clock, claim))
    last = turn.catch(() => undefined)
    return turn
  }
}

async function claimNow(
  store: AccessReader & Transactor<AccessWriter>,
  clock: Clock,
  { token, name, email, password, ...device }: SetupClaim,
): Promise<SignedIn> {
  checkPassword(password, { name, email })
  await requireClaimable(store, clock, token)
  const account: Account = {
    id: newUuid(),
    name: tidyName(name),
    email: email.trim(),
    emailFold: foldEmail(email),
    passwordHash: await hashPassword(password, networkOf(device.address)),
    createdAt: clock(),
  }
  return store.transact(async (tx) => {
    if (await tx.hasAccounts()) throw alreadyDone()
    requireFresh(await tx.takeSetupLink(secretHash(token)), clock)
    await tx.insertAccount(account)
    await tx.insertGrant({
      id: newUuid(),
      account: account.id,
      role: 'administrator',
      place: { kind: 'installation' },
      createdAt: account.createdAt,
      createdBy: 'setup',
    })
    noteChange({
      about: [account.id],
      after: { email: account.email, role: 'administrator' },
      by: { kind: 'account', id: account.id, name: account.name },
    })
    return enter(tx, account, { ...device, at: clock() })
  })
}

async function requireClaimable(store: AccessReader, clock: Clock, token: string): Promise<void> {
  if (await store.hasAccounts()) throw alreadyDone()
  const link = await store.findSetupLink()
  requireFresh(link?.tokenHash === secretHash(token) ? link : undefined, clock)
}

function requireFresh(link: SetupLink | undefined, clock: Clock): void {
  if (link && link.expiresAt > clock()) return
  throw new Problem('setup-link-invalid', 'This set-up link is wrong, used or too old.')
}

const alreadyDone = () => new Problem('setup-already-done', 'There is an administrator already.')
