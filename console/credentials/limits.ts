import { useQueries } from '@tanstack/react-query'
import type { ChangeCredential, CreateCredential } from '../../src/access/wire.ts'
import { packageQuery } from '../api/queries.ts'
import type { Credential } from '../api/types.ts'
import type { Choice } from '../parts/picker.tsx'
import { type CredentialDraft, endOfDay, originsOf, scopesOf } from './credential-form.tsx'

type Filter = NonNullable<Credential['filter']>

const packageIri = /^https?:\/\/[^/]+\/activities\/packages\/([0-9a-f-]{36})$/

/** The activity of a package, which everything recorded of it has in its context. */
const iriOf = ({ id }: { readonly id: string }): string =>
  `${location.origin}/activities/packages/${id}`

/** A draft as POST /credentials takes it. */
export function creationOf(draft: CredentialDraft): CreateCredential {
  const { lastDay, packages } = draft
  const origins = originsOf(draft.origins)
  return {
    name: nameOf(draft),
    scopes: scopesOf(draft),
    ...(lastDay && { expiresAt: endOfDay(lastDay) }),
    ...(origins.length > 0 && { allowedOrigins: origins }),
    ...(packages.length > 0 && { filter: { activities: packages.map(iriOf) } }),
  }
}

/** A draft as PATCH /credentials/{key} takes it; what the row filter names besides packages stays. */
export function changeOf(draft: CredentialDraft, before: Credential): ChangeCredential {
  const origins = originsOf(draft.origins)
  const others = (before.filter?.activities ?? []).filter((iri) => !packageIri.test(iri))
  const kept = (before.filter?.activities ?? []).filter((iri) =>
    draft.packages.some(({ id }) => packageIri.exec(iri)?.[1] === id),
  )
  const added = draft.packages.filter(({ id }) => !kept.some((iri) => iri.endsWith(`/${id}`)))
  const activities = [...others, ...kept, ...added.map(iriOf)]
  const { activities: _activities, ...rest } = before.filter ?? {}
  const filter: Filter = { ...rest, ...(activities.length > 0 && { activities }) }
  return {
    name: nameOf(draft),
    expiresAt: draft.lastDay ? endOfDay(draft.lastDay) : null,
    allowedOrigins: origins.length > 0 ? origins : null,
    filter: Object.keys(filter).length > 0 ? filter : null,
  }
}

const nameOf = ({ name }: CredentialDraft): string => name.normalize('NFC').trim()

/** The packages that a row filter lets through, by title, and how many other conditions it has. */
export function useFilterWords(filter: Filter | undefined): {
  readonly packages: readonly Choice[]
  readonly others: readonly string[]
} {
  const activities = filter?.activities ?? []
  const ids = activities.flatMap((iri) => packageIri.exec(iri)?.[1] ?? [])
  const found = useQueries({ queries: ids.map((id) => packageQuery(id)) })
  return {
    packages: ids.map((id, n) => ({ id, name: found[n]?.data?.title ?? id })),
    others: [
      ...activities.filter((iri) => !packageIri.test(iri)),
      ...(filter?.agents ?? []).map(
        (agent) => agent.mbox ?? agent.account?.name ?? agent.openid ?? agent.mbox_sha1sum ?? '',
      ),
      ...(filter?.registrations ?? []),
    ],
  }
}

/** The day, by Hà Nội's clock, of a moment: as a date field takes it. */
export const dayOf = (iso: string): string =>
  new Date(Date.parse(iso) + 7 * 3_600_000).toISOString().slice(0, 10)
