import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import { pageOfQuery, pageParameters } from '../http/list-page.ts'
import type { Operation } from '../http/operation.ts'
import { type BeginParts, beginErasure } from './begin-erasure.ts'
import { type Erasure, erasureSteps, type LegalHold } from './erasure.ts'
import { liftHold, placeHold } from './holds.ts'
import { copiesElsewhere, previewErasure } from './preview-erasure.ts'
import type { ErasingStore } from './store.ts'
import type {
  CreateLegalHold,
  ErasureItem,
  ErasureList,
  ErasureOrder,
  ErasureQuestion,
  LegalHoldItem,
  LegalHoldList,
  LiftLegalHold,
} from './wire.ts'

const shared = { tag: 'Erasure', requires: 'all', reach: 'installation' } as const

/** `/erasures` and `/legal-holds`: for administrators alone. */
export const erasureOperations = (parts: BeginParts): Operation[] => [
  ...orderOperations(parts),
  ...actOperations(parts),
  ...holdOperations(parts.store, parts.clock),
]

function orderOperations(parts: BeginParts): Operation[] {
  const { store, appUrl } = parts
  const preview = previewErasure(store, appUrl)
  const begin = beginErasure(parts)
  return [
    {
      ...shared,
      method: 'post',
      path: '/erasures/preview',
      id: 'previewErasure',
      summary: 'Count what an erasure of a person or agent would erase; changes nothing',
      body: 'api/erasure-question',
      answer: 'api/erasure-preview',
      isAudited: false,
      handle: ({ body }) => {
        const { subject, besides } = body as ErasureQuestion
        return preview(subject, besides)
      },
    },
    {
      ...shared,
      method: 'post',
      path: '/erasures',
      id: 'createErasure',
      summary: 'Erase the personal data of a person or agent; it cannot be taken back',
      body: 'api/erasure-order',
      answer: 'api/erasure',
      status: 202,
      isAudited: 'when-noted',
      async handle({ body, principal }): Promise<ErasureItem> {
        const { kind, id, name } = principal!
        return itemOf(store, await begin(body as ErasureOrder, { kind, id, name }))
      },
    },
  ]
}

function actOperations({ store }: BeginParts): Operation[] {
  return [
    {
      ...shared,
      method: 'get',
      path: '/erasures',
      id: 'listErasures',
      summary: 'List erasures, newest first; none says whom it was about',
      query: pageParameters(200),
      answer: 'api/erasure-list',
      async handle({ query }): Promise<ErasureList> {
        const page = await store.listErasures(pageOfQuery(query))
        return { ...page, items: await Promise.all(page.items.map((one) => itemOf(store, one))) }
      },
    },
    {
      ...shared,
      method: 'get',
      path: '/erasures/{id}',
      id: 'getErasure',
      summary: 'Show how far an erasure is, and what it came to',
      answer: 'api/erasure',
      async handle({ params }): Promise<ErasureItem> {
        const erasure = await store.findErasure(params.id!)
        if (!erasure) throw new Problem('not-found', 'There is no erasure with this id.')
        return itemOf(store, erasure)
      },
    },
  ]
}

function holdOperations(store: ErasingStore, clock: Clock): Operation[] {
  const place = placeHold(store, clock)
  const lift = liftHold(store)
  return [
    {
      ...shared,
      method: 'get',
      path: '/legal-holds',
      id: 'listLegalHolds',
      summary: 'List legal holds: persons and classes whose data may not be erased for now',
      answer: 'api/legal-hold-list',
      async handle(): Promise<LegalHoldList> {
        const holds = await store.listHolds()
        return { items: await Promise.all(holds.map((hold) => holdItem(store, hold))) }
      },
    },
    {
      ...shared,
      method: 'post',
      path: '/legal-holds',
      id: 'createLegalHold',
      summary: 'Forbid to erase a person, or whoever is in a class, until it is lifted',
      body: 'api/legal-hold-create',
      answer: 'api/legal-hold',
      status: 201,
      async handle({ body, principal }): Promise<LegalHoldItem> {
        return holdItem(store, await place(body as CreateLegalHold, principal!.id))
      },
    },
    {
      ...shared,
      method: 'post',
      path: '/legal-holds/{id}/lifting',
      id: 'liftLegalHold',
      summary: 'Lift a legal hold, with a reason, which the audit log keeps',
      body: 'api/legal-hold-lifting',
      status: 204,
      handle: ({ params, body }) => lift(params.id!, (body as LiftLegalHold).reason),
    },
  ]
}

async function itemOf(store: ErasingStore, erasure: Erasure): Promise<ErasureItem> {
  const { createdAt, endedAt, ...known } = erasure
  const { sealedIdentity: _identity, sealedLine: _line, position: _position, ...rest } = known
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
    progress:
      erasure.state === 'done' ? 1 : erasureSteps.indexOf(erasure.step) / erasureSteps.length,
    copies: await copiesElsewhere(store),
  }
}

export { itemOf as erasureItem }

/** With what the learner or the class is called now. */
export async function holdItem(
  store: Pick<ErasingStore, 'findPerson' | 'findClass'>,
  { at, ...hold }: LegalHold,
): Promise<LegalHoldItem> {
  const { kind, of } = hold
  const found = kind === 'person' ? await store.findPerson(of) : await store.findClass(of)
  return { ...hold, at: at.toISOString(), ...(found && { name: found.name }) }
}
