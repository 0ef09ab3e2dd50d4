import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { newUuid } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { tidyName } from '../base/text.ts'
import type { Transactor } from '../base/transactor.ts'
import { type Account, foldEmail } from './account.ts'
import { giveRole, type WantedGrant } from './give-role.ts'
import type { Claims, ProviderSettings } from './identity-provider.ts'
import { type Device, enter, type SignedIn } from './sign-in.ts'
import type { AccessReader, AccessWriter, Identity } from './store.ts'

export interface ElsewhereRules {
  readonly store: AccessReader & Transactor<AccessWriter>
  readonly clock: Clock
  readonly provider: ProviderSettings
  /** The learner who has this code. */
  readonly learnerOf: (code: string) => Promise<string | undefined>
}

/**
 * Signs in who has proven at the identity provider who they are. Their account is the one that came in as them before; else
 * one with their verified address that was invited and never used; else a new one, if the provider gives them a role. The roles
 * that the provider gives are as its last word says; those given here stay.
 * @throws Problem `identity-refused`.
 */
export const signInElsewhere =
  ({ store, clock, provider, learnerOf }: ElsewhereRules) =>
  async (claims: Claims, device: Device): Promise<SignedIn> => {
    const identity = { issuer: provider.issuer, subject: claims.sub }
    const code = provider.learnerClaim && claims[provider.learnerClaim]
    const person = typeof code === 'string' && code ? await learnerOf(code) : undefined
    const wanted = rolesOf(provider, claims, person)
    return store.transact(async (tx) => {
      const known = await tx.findAccountByIdentity(identity)
      const account = known ?? (await meet(tx, { identity, claims, person, wanted, clock }))
      if (account.disabledAt) throw refused('The account is closed.')
      await giveRoles(tx, { account: account.id, wanted, issuer: provider.issuer, clock })
      return enter(tx, account, { ...device, at: clock() })
    })
  }

interface Newcomer {
  readonly identity: Identity
  readonly claims: Claims
  readonly person: string | undefined
  readonly wanted: readonly WantedGrant[]
  readonly clock: Clock
}

async function meet(
  tx: AccessWriter,
  { identity, claims, person, wanted, clock }: Newcomer,
): Promise<Account> {
  const { email, name } = claims
  if (typeof email !== 'string' || !email.includes('@') || claims.email_verified !== true) {
    throw refused('The identity provider names no verified e-mail address.')
  }
  const invited = await tx.findAccountByEmail(foldEmail(email))
  // An address may be given to somebody else later; the account behind it is not.
  if (invited?.passwordHash || invited?.lastSignInAt) {
    throw refused('The account with this address is somebody’s already.')
  }
  if (!invited && wanted.length === 0) throw refused('The identity provider gives no role here.')
  const account: Account = invited ?? {
    id: newUuid(),
    name: tidyName(typeof name === 'string' && name.trim() ? name.slice(0, 200) : email),
    email: email.trim(),
    emailFold: foldEmail(email),
    ...(person !== undefined && { person }),
    createdAt: clock(),
  }
  if (!invited) {
    if (await tx.isAccountTaken(account)) throw refused('The learner has another account.')
    await tx.insertAccount(account)
  }
  await tx.deleteAccountLink(account.id)
  await tx.insertIdentity(identity, account.id)
  noteChange({
    about: [account.id],
    after: { email: account.email, ...identity },
    by: { kind: 'account', id: account.id, name: account.name },
  })
  return account
}

/** Makes the roles that came from the provider equal to what it says now. */
async function giveRoles(
  tx: AccessWriter,
  {
    account,
    wanted,
    issuer,
    clock,
  }: { account: string; wanted: readonly WantedGrant[]; issuer: string; clock: Clock },
): Promise<void> {
  const grants = await tx.grantsOf([account])
  const isSame = (one: WantedGrant, other: WantedGrant) =>
    one.role === other.role &&
    one.place.kind === other.place.kind &&
    one.place.id === other.place.id
  for (const grant of grants.filter(({ createdBy }) => createdBy === issuer)) {
    if (wanted.some((one) => isSame(one, grant))) continue
    await tx.deleteGrant(account, grant.id)
    noteChange({ about: [account], before: { role: grant.role, place: grant.place } })
  }
  for (const one of wanted) {
    if (grants.some((grant) => isSame(one, grant))) continue
    await giveRole(tx, one, { account, by: issuer, clock })
  }
}

/** The roles that the claims map to, each once; that of a learner only for who is one here. */
function rolesOf(
  { roleClaim, roles }: ProviderSettings,
  claims: Claims,
  person: string | undefined,
): WantedGrant[] {
  const claim = claims[roleClaim]
  const values = Array.isArray(claim)
    ? claim
    : typeof claim === 'string'
      ? claim.split(/[\s,]+/)
      : []
  const wanted = values.flatMap((value) => roles.get(String(value)) ?? [])
  return [...new Set(wanted)].filter(({ role }) => role !== 'learner' || person !== undefined)
}

const refused = (sentence: string): Problem => new Problem('identity-refused', sentence)
