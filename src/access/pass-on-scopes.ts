import { mayDo, type Principal, type Scope, scopes } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'

/**
 * The scopes of these names, each once.
 * @throws Problem `invalid-request` for an unknown one.
 */
export const readScopes = (names: readonly string[]): Scope[] => [...new Set(names.map(scopeOf))]

function scopeOf(text: string, index: number): Scope {
  const scope = scopes.find((known) => known === text)
  if (scope) return scope
  throw new Problem(
    'invalid-request',
    `There is no scope "${text}"; known: ${scopes.join(', ')}.`,
    {
      pointer: `/scopes/${index}`,
    },
  )
}

/**
 * Nobody gives away, or gets hold of, what they may not do themselves.
 * @param by absent: the operator of the machine, who may do everything.
 * @throws Problem `forbidden`.
 */
export function requireScopes(by: Principal | undefined, wanted: readonly Scope[]): void {
  const lacking = by && wanted.find((scope) => !mayDo(by, scope))
  if (!lacking) return
  throw new Problem(
    'forbidden',
    `You cannot give or take the scope ${lacking}, which you do not have.`,
    {
      facts: { scope: lacking },
    },
  )
}
