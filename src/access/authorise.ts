import type { Principal, Scope } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import { type Reach, reachOf, type Target } from '../base/reach.ts'
import type { AccessReader } from './store.ts'

/** What an operation declares of who may do it (http/operation.ts). */
export interface OperationRule {
  readonly requires: Scope | 'public' | 'account'
  readonly alsoFor?: Scope
  readonly reach?: 'installation' | 'rows' | object
  readonly appliesRowFilter?: true
}

/** The one place where it is decided who may do what. What is not allowed by a declared rule is refused. */
interface Authoriser {
  /**
   * @returns how far the caller's right goes; everywhere for what needs no right.
   * @throws Problem `unauthenticated`, `forbidden`, `outside-row-filter`.
   */
  admit(rule: OperationRule, principal: Principal | undefined): Reach
  /**
   * What is outside and what does not exist are refused alike, so that nobody learns of others' ids.
   * @throws Problem `forbidden`.
   */
  requireInside(reach: Reach, target: Target): Promise<void>
}

export const authoriser = (store: Pick<AccessReader, 'isInside'>): Authoriser => ({
  admit(rule, principal) {
    if (rule.requires === 'public') return 'everywhere'
    if (!principal) throw new Problem('unauthenticated', 'Sign in, or send a key, to do this.')
    refuseRowFilter(rule, principal)
    if (rule.requires === 'account') {
      if (principal.kind === 'account') return 'everywhere'
      throw new Problem('unauthenticated', 'This is for signed-in accounts.')
    }
    const reach =
      reachOf(principal, rule.requires) ?? (rule.alsoFor && reachOf(principal, rule.alsoFor))
    if (reach === undefined) throw lacks(rule.requires)
    if (reach !== 'everywhere' && (rule.reach ?? 'installation') === 'installation') {
      throw lacks(rule.requires, ' for the whole installation')
    }
    return reach
  },
  async requireInside(reach, target) {
    if (reach === 'everywhere' || (await store.isInside(reach, target))) return
    throw new Problem('forbidden', 'This is outside of what you may see or change.')
  },
})

const lacks = (scope: Scope, where = ''): Problem =>
  new Problem('forbidden', `This needs the right ${scope}${where}.`, { facts: { scope } })

function refuseRowFilter(rule: OperationRule, principal: Principal): void {
  if (!principal.filter || rule.appliesRowFilter) return
  throw new Problem(
    'outside-row-filter',
    'This credential is limited to a part of the records at /xapi; this shows or changes more.',
  )
}
