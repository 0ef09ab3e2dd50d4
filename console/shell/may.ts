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

type Grant = Me['grants'][number]

/** A thing of which it is asked whether the account may do something to it. */
export type Thing =
  | { readonly kind: 'class'; readonly id: string; readonly organisation?: string | undefined }
  | { readonly kind: 'package'; readonly id: string }

/** Whether a role that holds there can reach the thing. What is below an organisation, and who uploaded, only the server knows. */
const covers = ({ place }: Grant, thing: Thing): boolean => {
  if (place.kind === thing.kind) return place.id === thing.id
  return thing.kind === 'class'
    ? place.kind === 'organisation' && thing.organisation !== undefined
    : place.kind === 'own'
}

const mayTo = (scope: Scope, role: Grant['role'], me: Me, thing: Thing): boolean =>
  mayEverywhere(me, scope) || me.grants.some((one) => one.role === role && covers(one, thing))

export const mayChangeClass = (me: Me, one: { id: string; organisation?: string }): boolean =>
  mayTo('classes/write', 'class-manager', me, { kind: 'class', ...one })

export const mayChangePackage = (me: Me, id: string): boolean =>
  mayTo('packages/write', 'producer', me, { kind: 'package', id })

/** Whether the account may see everybody's results on a package, not only those of some class. */
export const seesWholePackage = (me: Me, id: string): boolean =>
  mayTo('registrations/read', 'lecturer', me, { kind: 'package', id })

/** Whether the account may open the course of this learner: their own, or as who runs a class. */
export const mayLaunchFor = (me: Me, learner: string): boolean =>
  mayEverywhere(me, 'registrations/launch') ||
  me.learner === learner ||
  me.grants.some(({ role }) => role === 'class-manager')

/** The signed-in account; undefined until it is known. */
export const useMe = (): Me | undefined => useQuery(meQuery).data

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
