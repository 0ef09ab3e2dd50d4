import { randomBytes } from 'node:crypto'
import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { newUuid } from '../base/ids.ts'
import { mayDo, type Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import { type Seq, type StatementReader, seqOf, type XapiValidators } from '../xapi/index.ts'
import type { Destination, DestinationKind } from './destination.ts'
import { requireFeedFilter } from './read-filter.ts'
import { type AddressRules, readReceiverUrl } from './refuse-address.ts'
import type { SecretSealer } from './seal-secret.ts'
import type { FeedReader, FeedWriter } from './store.ts'
import type { CreateForwarding, CreateWebhook } from './wire.ts'

export interface DestinationParts {
  readonly store: FeedReader & StatementReader & Transactor<FeedWriter>
  readonly clock: Clock
  readonly validators: Pick<XapiValidators, 'actor'>
  readonly sealer: SecretSealer
  readonly rules: AddressRules
}

const destinationsMax = 50

/** A new signing secret as Standard Webhooks writes it. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/**
 * Whoever decides where statements go could send them to themselves.
 * @throws Problem forbidden if the principal may not read statements.
 */
export function requireReading(principal: Principal): void {
  if (mayDo(principal, 'statements/read')) return
  throw new Problem('forbidden', 'Sending statements elsewhere needs the scope statements/read.', {
    facts: { scope: 'statements/read' },
  })
}

/**
 * Makes a webhook, or with `key` and `secret` a forwarding to another record store.
 * @returns the destination and its secret in clear.
 * @throws Problem address-refused, too-many-destinations, invalid-request for its filter, forbidden.
 */
export const createDestination =
  ({ store, clock, validators, sealer, rules }: DestinationParts) =>
  async (
    kind: DestinationKind,
    wanted: CreateWebhook | CreateForwarding,
    by: Principal,
  ): Promise<{ destination: Destination; secret: string }> => {
    requireReading(by)
    const { name, url, filter, since } = wanted
    if (filter) requireFeedFilter(filter, validators)
    const id = newUuid()
    const secret = 'secret' in wanted ? wanted.secret : newWebhookSecret()
    const destination: Destination = {
      id,
      kind,
      name,
      url: receiverUrl(kind, url, rules),
      ...(filter && { filter }),
      sealedSecret: sealer.seal(secret, id),
      ...('key' in wanted && { key: wanted.key }),
      ...('version' in wanted && wanted.version && { version: wanted.version }),
      state: 'active',
      createdAt: clock(),
      createdBy: by.id,
      cursor: since === undefined ? await store.consistentThrough() : positionAt(since, '/since'),
    }
    await store.transact(async (tx) => {
      if ((await tx.listDestinations()).length >= destinationsMax) {
        throw new Problem('too-many-destinations', 'There are as many destinations as can be.', {
          limit: destinationsMax,
        })
      }
      await tx.saveDestination(destination)
      noteChange({ about: [id], after: shownOf(destination) })
    })
    return { destination, secret }
  }

/** What the audit log says of a destination: all that a person decides about it, without its secret. */
export const shownOf = ({ kind, name, url, filter, key, version, state }: Destination) => ({
  kind,
  name,
  url,
  ...(filter && { filter }),
  ...(key !== undefined && { user: key }),
  ...(version && { version }),
  state,
})

/** A forwarding's endpoint is kept as xAPI's resources are appended to it, whether it was copied with one or not. */
export function receiverUrl(kind: DestinationKind, text: string, rules: AddressRules): string {
  const url = readReceiverUrl(text, rules)
  return kind === 'webhook' ? url : url.replace(/(\/statements)?\/*$/, '')
}

/** @throws Problem invalid-request with the pointer. */
export function positionAt(timestamp: string, pointer: string): Seq {
  const seq = seqOf(timestamp)
  if (seq !== undefined) return Math.max(seq, 0)
  throw new Problem('invalid-request', 'This must be a timestamp, e.g. 2026-09-05T07:30:00Z.', {
    pointer,
  })
}
