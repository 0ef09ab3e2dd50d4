import { noteChange } from '../audit/index.ts'
import { pageOfQuery, pageParameters } from '../http/list-page.ts'
import type { Call, Operation } from '../http/operation.ts'
import { storedOf } from '../xapi/index.ts'
import { type AttemptParts, statementsOf } from './attempt-delivery.ts'
import { changeDestination, requireDestination, rotateSecret } from './change-destination.ts'
import { createDestination, shownOf } from './create-destination.ts'
import { deliveryItem, destinationItem } from './describe-destination.ts'
import type { DeliveryState, Destination, DestinationKind } from './destination.ts'
import { replayDeliveries, requireDelivery, resendDelivery } from './replay-deliveries.ts'
import { testDestination } from './test-destination.ts'
import type {
  ChangeForwarding,
  CreateForwarding,
  CreateWebhook,
  DeliveryDetail,
  ReplayRequest,
  ReplayStarted,
  RotatedWebhook,
} from './wire.ts'

/** What the operations of both kinds are made with. */
interface KindParts extends AttemptParts {
  readonly kind: DestinationKind
  /** `/webhooks` or `/forwardings`. */
  readonly root: string
  /** `Webhook` or `Forwarding`, for the names of operations. */
  readonly noun: string
  readonly tag: string
}

/** /api/v1/webhooks or /api/v1/forwardings: the same operations on the same machinery. */
export function destinationOperations(kind: DestinationKind, parts: AttemptParts): Operation[] {
  const isWebhook = kind === 'webhook'
  const made: KindParts = {
    ...parts,
    kind,
    root: isWebhook ? '/webhooks' : '/forwardings',
    noun: isWebhook ? 'Webhook' : 'Forwarding',
    tag: isWebhook ? 'Webhooks' : 'Forwardings',
  }
  return [
    listOperation(made),
    createOperation(made),
    showOperation(made),
    changeOperation(made),
    deleteOperation(made),
    ...(isWebhook ? [rotateOperation(made)] : []),
    testOperation(made),
    replayOperation(made),
    deliveriesOperation(made),
    deliveryOperation(made),
    resendOperation(made),
  ]
}

const countedMax = 1_000

const itemOf = (parts: KindParts, destination: Destination, countMax: number) =>
  destinationItem(destination, { ...parts, now: parts.clock(), countMax })

const listOperation = (parts: KindParts): Operation => ({
  method: 'get',
  path: parts.root,
  id: `list${parts.noun}s`,
  summary: `List the ${parts.kind}s, with what waits for each`,
  tag: parts.tag,
  requires: 'feeds/read',
  reach: 'installation',
  answer: `api/${parts.kind}-list`,
  async handle() {
    const destinations = await parts.store.listDestinations(parts.kind)
    return { items: await Promise.all(destinations.map((one) => itemOf(parts, one, 1))) }
  },
})

function createOperation(parts: KindParts): Operation {
  const { kind, noun, root, tag } = parts
  const create = createDestination(parts)
  const isWebhook = kind === 'webhook'
  return {
    method: 'post',
    path: root,
    id: `create${noun}`,
    summary: isWebhook
      ? 'Deliver statements to a URL; the secret that signs them is in this answer and nowhere else'
      : 'Forward statements to another record store',
    tag,
    requires: 'feeds/write',
    reach: 'installation',
    body: `api/${kind}-create`,
    answer: isWebhook ? 'api/webhook-created' : 'api/forwarding',
    status: 201,
    async handle({ body, principal }) {
      const wanted = body as CreateWebhook | CreateForwarding
      const { destination, secret } = await create(kind, wanted, principal!)
      const item = await itemOf(parts, destination, countedMax)
      return isWebhook ? { ...item, secret } : item
    },
  }
}

const showOperation = (parts: KindParts): Operation => ({
  method: 'get',
  path: `${parts.root}/{id}`,
  id: `get${parts.noun}`,
  summary: `Show one ${parts.kind} and count what waits for it`,
  tag: parts.tag,
  requires: 'feeds/read',
  reach: 'installation',
  answer: `api/${parts.kind}`,
  async handle({ params }) {
    const found = await requireDestination(parts.store, parts.kind, params.id!)
    return itemOf(parts, found, countedMax)
  },
})

function changeOperation(parts: KindParts): Operation {
  const { kind, noun, root, tag } = parts
  const change = changeDestination(parts)
  return {
    method: 'patch',
    path: `${root}/{id}`,
    id: `change${noun}`,
    summary: `Change, pause or go on with a ${kind}; null takes a property away`,
    tag,
    requires: 'feeds/write',
    reach: 'installation',
    body: `api/${kind}-change`,
    answer: `api/${kind}`,
    async handle({ params, body, principal }) {
      const which = { kind, id: params.id! }
      const changed = await change(which, body as ChangeForwarding, principal!)
      return itemOf(parts, changed, countedMax)
    },
  }
}

const deleteOperation = ({ kind, noun, root, tag, store }: KindParts): Operation => ({
  method: 'delete',
  path: `${root}/{id}`,
  id: `delete${noun}`,
  summary: `Remove a ${kind} and its deliveries`,
  tag,
  requires: 'feeds/write',
  reach: 'installation',
  status: 204,
  async handle({ params }) {
    await store.transact(async (tx) => {
      const before = await requireDestination(tx, kind, params.id!)
      await tx.deleteDestination(before.id)
      noteChange({ about: [before.id], before: shownOf(before) })
    })
  },
})

function rotateOperation(parts: KindParts): Operation {
  const rotate = rotateSecret(parts)
  return {
    method: 'post',
    path: `${parts.root}/{id}/rotate`,
    id: 'rotateWebhookSecret',
    summary: 'Give a webhook a new secret; deliveries are signed with both for some hours',
    tag: parts.tag,
    requires: 'feeds/write',
    reach: 'installation',
    query: {
      overlapHours: {
        description: 'For how many hours; 24 unless given, 0 ends the one before now.',
        schema: { type: 'integer', minimum: 0, maximum: 720 },
      },
    },
    answer: 'api/webhook-rotated',
    async handle({ params, query, principal }): Promise<RotatedWebhook> {
      const overlapHours = Number(query.overlapHours ?? 24)
      const { destination, secret } = await rotate(params.id!, overlapHours, principal!)
      const until = destination.previousSecret?.until.toISOString()
      return { secret, ...(until && { previousSecretUntil: until }) }
    },
  }
}

const testOperation = (parts: KindParts): Operation => ({
  method: 'post',
  path: `${parts.root}/{id}/test`,
  id: `test${parts.noun}`,
  summary:
    parts.kind === 'webhook'
      ? 'Send a signed test message now, and show the answer'
      : 'Ask the other record store for its About Resource now, and show the answer',
  tag: parts.tag,
  requires: 'feeds/write',
  reach: 'installation',
  answer: 'api/destination-test',
  async handle({ params }) {
    return testDestination(parts, await requireDestination(parts.store, parts.kind, params.id!))
  },
})

function replayOperation(parts: KindParts): Operation {
  const replay = replayDeliveries(parts)
  return {
    method: 'post',
    path: `${parts.root}/{id}/replay`,
    id: `replay${parts.noun}`,
    summary: 'Send a range of the store again, or all dead letters',
    tag: parts.tag,
    requires: 'feeds/write',
    reach: 'installation',
    body: 'api/replay-request',
    answer: 'api/replay-started',
    status: 202,
    async handle({ params, body, principal }): Promise<ReplayStarted> {
      const which = { kind: parts.kind, id: params.id! }
      const { deadLetters, through } = await replay(which, body as ReplayRequest, principal!)
      return {
        ...(deadLetters !== undefined && { deadLetters }),
        ...(through !== undefined && { replayThrough: storedOf(through) }),
      }
    },
  }
}

const deliveriesOperation = ({ kind, noun, root, tag, store }: KindParts): Operation => ({
  method: 'get',
  path: `${root}/{id}/deliveries`,
  id: `list${noun}Deliveries`,
  summary: 'List deliveries, the newest first; those with the state dead are the dead letters',
  tag,
  requires: 'feeds/read',
  reach: 'installation',
  query: {
    state: {
      description: 'Only those in this state.',
      schema: { type: 'string', enum: ['pending', 'delivered', 'dead'] },
    },
    ...pageParameters(),
  },
  answer: 'api/delivery-list',
  async handle({ params, query }) {
    const { id } = await requireDestination(store, kind, params.id!)
    const page = await store.listDeliveries(id, deliveryQuery(query))
    return { ...page, items: page.items.map(deliveryItem) }
  },
})

const deliveryQuery = (query: Call['query']) => ({
  ...pageOfQuery(query),
  ...(query.state !== undefined && { state: query.state as DeliveryState }),
})

const deliveryOperation = (parts: KindParts): Operation => ({
  method: 'get',
  path: `${parts.root}/{id}/deliveries/{delivery}`,
  id: `get${parts.noun}Delivery`,
  summary: 'Show one delivery, what it holds, and what the receiver answered',
  tag: parts.tag,
  requires: 'feeds/read',
  reach: 'installation',
  answer: 'api/delivery-detail',
  async handle({ params }): Promise<DeliveryDetail> {
    const { kind, store } = parts
    const which = { kind, id: params.id!, delivery: params.delivery! }
    const delivery = await requireDelivery(store, which)
    const destination = await requireDestination(store, kind, which.id)
    const items = await statementsOf(parts, destination, delivery)
    return { ...deliveryItem(delivery), statementIds: items.map(({ id }) => id) }
  },
})

function resendOperation(parts: KindParts): Operation {
  const resend = resendDelivery(parts)
  return {
    method: 'post',
    path: `${parts.root}/{id}/deliveries/{delivery}/resend`,
    id: `resend${parts.noun}Delivery`,
    summary: 'Send one delivery again, with the same id; try a pending one at once',
    tag: parts.tag,
    requires: 'feeds/write',
    reach: 'installation',
    answer: 'api/delivery',
    status: 202,
    async handle({ params, principal }) {
      const which = { kind: parts.kind, id: params.id!, delivery: params.delivery! }
      return deliveryItem(await resend(which, principal!))
    },
  }
}
