import type { Scope } from '../base/principal.ts'
import type { LocalRight, PartKind } from '../base/reach.ts'

export const roles = [
  'administrator',
  'producer',
  'class-manager',
  'lecturer',
  'auditor',
  'organisation-user',
  'learner',
] as const

export type Role = (typeof roles)[number]

/** Where a role can hold: `own` is what the account itself uploaded, or learns. */
const placeKinds = ['installation', 'organisation', 'class', 'package', 'own'] as const

export type PlaceKind = (typeof placeKinds)[number]

/** Where a grant holds. `installation` and `own` have no id. */
export interface GrantPlace {
  readonly kind: PlaceKind
  readonly id?: string
}

/** That an account has a role somewhere. */
export interface Grant {
  readonly id: string
  readonly account: string
  readonly role: Role
  readonly place: GrantPlace
  /** What the organisation, the class or the package is called now. */
  readonly placeName?: string
  readonly createdAt: Date
  /** Account id or credential key of who gave it, `setup` or the identity provider's URL. */
  readonly createdBy: string
}

interface RoleRule {
  /** What it lets an account do; each operation says how far the right must reach. */
  readonly scopes: readonly Scope[]
  /** Where it can be granted, and which part that is. */
  readonly at: Readonly<Partial<Record<PlaceKind, readonly PartKind[]>>>
}

const ofClasses: readonly Scope[] = [
  'classes/read',
  'learners/read',
  'organisations/read',
  'packages/read',
  'registrations/read',
]

/** The one table of what roles may do. docs/decisions/0018-roles-and-places.md explains it. */
export const roleRules: Readonly<Record<Role, RoleRule>> = {
  administrator: { scopes: ['all'], at: { installation: [] } },
  producer: {
    scopes: ['packages/read', 'packages/write'],
    at: { installation: [], package: ['package'], own: ['uploadsOf'] },
  },
  'class-manager': {
    scopes: [
      ...ofClasses,
      'classes/write',
      'learners/write',
      'registrations/write',
      'registrations/attest',
    ],
    at: { installation: [], organisation: ['classesOf'], class: ['class'] },
  },
  lecturer: {
    scopes: [...ofClasses, 'registrations/attest'],
    at: { installation: [], organisation: ['classesOf'], class: ['class'], package: ['package'] },
  },
  auditor: {
    scopes: ['all/read'],
    at: { installation: [], organisation: ['peopleOf', 'classesOf'], class: ['class'] },
  },
  'organisation-user': {
    scopes: ['learners/read', 'organisations/read', 'registrations/read'],
    at: { organisation: ['peopleOf'] },
  },
  learner: { scopes: ['registrations/launch', 'registrations/read'], at: { own: ['person'] } },
}

/** What an account may do by its grants: everywhere, and in parts. */
interface Rights {
  readonly scopes: readonly Scope[]
  readonly localRights: readonly LocalRight[]
  /** Whether each of its reads is kept in the audit log. */
  readonly isWatched: boolean
}

/** @param account its id, and the learner's who it is, if it is one's. */
export function rightsOf(
  account: { readonly id: string; readonly person?: string },
  grants: readonly Pick<Grant, 'role' | 'place'>[],
): Rights {
  const everywhere = grants.filter(({ place }) => place.kind === 'installation')
  const local = grants.flatMap(({ role, place }): LocalRight[] => {
    const { scopes, at } = roleRules[role]
    return (at[place.kind] ?? []).flatMap((part) => {
      const id = place.id ?? (part === 'person' ? account.person : account.id)
      return id === undefined ? [] : [{ scopes, in: part, id }]
    })
  })
  const scopes = [...new Set(everywhere.flatMap(({ role }) => roleRules[role].scopes))]
  // Who may try packages out sees how their own try-outs went, and nobody else's.
  const triesOut = grants.some(({ role }) => role === 'producer')
  const trials: LocalRight = { scopes: ['registrations/read'], in: 'trialsOf', id: account.id }
  return {
    scopes,
    localRights: triesOut ? [...local, trials] : local,
    isWatched: grants.some(({ role }) => role === 'auditor'),
  }
}
