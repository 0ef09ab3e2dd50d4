import type { SecondFactor } from '../../access/second-factor.ts'
import type { AccountReader, AccountWriter } from '../../access/store.ts'
import { collection } from './collection.ts'
import type { View } from './view.ts'

interface FactorRow {
  /** The account. */
  _id: string
  secret: string
  isConfirmed: boolean
  lastStep: number
  recovery: readonly string[]
}

interface LinkRow {
  /** The account, which has one at most. */
  _id: string
  tokenHash: string
  expiresAt: Date
}

export const factors = collection<FactorRow>('secondFactors')
export const links = collection<LinkRow>('accountLinks', [
  { keys: { tokenHash: 1 }, isUnique: true },
])

export const factorCollections = [factors, links]

export const factorReads = (view: View): Pick<AccountReader, 'findSecondFactor'> => ({
  async findSecondFactor(account) {
    const row = await view.in(factors).findOne({ _id: account })
    return row && factorOf(row)
  },
})

type Writes = 'putSecondFactor' | 'replaceAccountLink' | 'findAccountLink' | 'deleteAccountLink'

/** One-time links and second factors. */
export const factorWrites = (view: View): Pick<AccountWriter, Writes> => ({
  async putSecondFactor(account, factor) {
    if (factor) await view.in(factors).put({ _id: account, ...factor })
    else await view.in(factors).remove({ _id: account })
  },
  async replaceAccountLink({ account, tokenHash, expiresAt }) {
    await view.in(links).put({ _id: account, tokenHash, expiresAt })
  },
  async findAccountLink(tokenHash) {
    const row = await view.in(links).findOne({ tokenHash })
    return row && { account: row._id, tokenHash, expiresAt: row.expiresAt }
  },
  async deleteAccountLink(account) {
    await view.in(links).remove({ _id: account })
  },
})

const factorOf = ({ _id, ...factor }: FactorRow): SecondFactor => factor
