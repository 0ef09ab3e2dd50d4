import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../api/queries.ts'
import type { Me } from '../api/types.ts'

export type Scope = Me['scopes'][number]

const includes = (held: readonly Scope[], scope: Scope): boolean =>
  held.includes('all') ||
  held.includes(scope) ||
  (held.includes('all/read') && scope.endsWith('/read')) ||
  (scope === 'registrations/launch' && held.includes('registrations/write'))

/** Whether the account may do it in the whole installation. The server decides; this only leaves out what it would refuse. */
export const mayEverywhere = (me: Me, scope: Scope): boolean => includes(me.scopes, scope)

/** Whether the account may do it somewhere. */
export const maySomewhere = (me: Me, scope: Scope): boolean =>
  mayEverywhere(me, scope) || me.mayLocally.includes(scope)

/** What the signed-in account may do everywhere; nothing until it is known. */
export function useMay(): (scope: Scope) => boolean {
  const me = useQuery(meQuery).data
  return (scope) => me !== undefined && mayEverywhere(me, scope)
}

/** What the signed-in account may do somewhere, perhaps not everywhere; nothing until it is known. */
export function useMaySomewhere(): (scope: Scope) => boolean {
  const me = useQuery(meQuery).data
  return (scope) => me !== undefined && maySomewhere(me, scope)
}
