import type { SQLInputValue } from 'node:sqlite'
import { pageOf, readCursor } from '../../base/page.ts'
import type { Attempt, Delivery, Destination } from '../../feeds/destination.ts'
import type { FeedReader, FeedWriter } from '../../feeds/store.ts'
import type { FeedFilter } from '../../feeds/wire.ts'
import type { Connection } from './connection.ts'

export const feedReader = (connection: Connection): FeedReader => ({
  ...reads(connection),
  async listDeliveries(destination, { limit, cursor, state }) {
    const [createdAt, id] =
      cursor === undefined
        ? [Number.MAX_SAFE_INTEGER, '']
        : readCursor(cursor, ['number', 'string'])
    const rows = connection.all<DeliveryRow>(
      `SELECT * FROM delivery WHERE destination = ? ${state ? 'AND state = ?' : ''} AND (created_at, id) < (?, ?)
       ORDER BY created_at DESC, id DESC LIMIT ?`,
      destination,
      ...(state ? [state] : []),
      createdAt!,
      id!,
      limit + 1,
    )
    return pageOf(rows.map(deliveryOf), limit, (last) => [last.createdAt.getTime(), last.id])
  },
  async findDueDelivery(destination, now) {
    const row = connection.get<DeliveryRow>(
      `SELECT * FROM delivery WHERE destination = ? AND state = 'pending' AND next_attempt_at <= ?
       ORDER BY next_attempt_at, created_at LIMIT 1`,
      destination,
      now.getTime(),
    )
    return row && deliveryOf(row)
  },
})

export const feedWriter = (connection: Connection): FeedWriter => ({
  ...reads(connection),
  ...destinationWrites(connection),
  ...deliveryWrites(connection),
  ...leaseWrites(connection),
})

const reads = (
  connection: Connection,
): Pick<
  FeedReader,
  'listDestinations' | 'findDestination' | 'findDelivery' | 'findPendingInOrder'
> => ({
  async listDestinations(kind) {
    const rows = connection.all<DestinationRow>('SELECT * FROM destination ORDER BY created_at, id')
    return rows.map(destinationOf).filter((one) => kind === undefined || one.kind === kind)
  },
  async findDestination(id) {
    const row = connection.get<DestinationRow>('SELECT * FROM destination WHERE id = ?', id)
    return row && destinationOf(row)
  },
  async findDelivery(destination, id) {
    const row = connection.get<DeliveryRow>(
      'SELECT * FROM delivery WHERE id = ? AND destination = ?',
      id,
      destination,
    )
    return row && deliveryOf(row)
  },
  async findPendingInOrder(destination) {
    const row = connection.get<DeliveryRow>(
      `SELECT * FROM delivery WHERE destination = ? AND state = 'pending' AND source <> 'resend'
       ORDER BY created_at LIMIT 1`,
      destination,
    )
    return row && deliveryOf(row)
  },
})

const destinationWrites = (
  connection: Connection,
): Pick<FeedWriter, 'saveDestination' | 'deleteDestination'> => ({
  async saveDestination(destination) {
    const row = destinationRow(destination)
    connection.run(upsert('destination', row), ...Object.values(row))
  },
  deleteDestination: async (id) => connection.run('DELETE FROM destination WHERE id = ?', id) === 1,
})

const deliveryWrites = (
  connection: Connection,
): Pick<
  FeedWriter,
  'saveDelivery' | 'deleteDelivery' | 'reviveDeadDeliveries' | 'trimDeliveries'
> => ({
  async saveDelivery(delivery) {
    const row = deliveryRow(delivery)
    connection.run(upsert('delivery', row), ...Object.values(row))
  },
  async deleteDelivery(id) {
    connection.run('DELETE FROM delivery WHERE id = ?', id)
  },
  reviveDeadDeliveries: async (destination, at) =>
    connection.run(
      `UPDATE delivery SET state = 'pending', source = 'resend', attempts = 0, first_attempt_at = NULL, next_attempt_at = ?
       WHERE destination = ? AND state = 'dead'`,
      at.getTime(),
      destination,
    ),
  async trimDeliveries(destination, most) {
    for (const [state, count] of Object.entries(most)) {
      connection.run(
        `DELETE FROM delivery WHERE destination = ?1 AND state = ?2 AND (created_at, id) <=
           (SELECT created_at, id FROM delivery WHERE destination = ?1 AND state = ?2
            ORDER BY created_at DESC, id DESC LIMIT 1 OFFSET ?3)`,
        destination,
        state,
        count,
      )
    }
  },
})

const leaseWrites = (connection: Connection): Pick<FeedWriter, 'takeLease' | 'releaseLease'> => ({
  takeLease: async ({ name, holder, until }, now) =>
    connection.run(
      `INSERT INTO lease VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
       WHERE lease.holder = excluded.holder OR lease.until <= ?`,
      name,
      holder,
      until.getTime(),
      now.getTime(),
    ) === 1,
  async releaseLease(name, holder) {
    connection.run('DELETE FROM lease WHERE name = ? AND holder = ?', name, holder)
  },
})

/** Not INSERT OR REPLACE, which would delete the row, and with it what refers to it. */
function upsert(table: string, row: object): string {
  const columns = Object.keys(row)
  const changes = columns
    .filter((column) => column !== 'id')
    .map((column) => `${column} = excluded.${column}`)
  return `INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map(() => '?').join()})
          ON CONFLICT (id) DO UPDATE SET ${changes.join()}`
}

type DestinationRow = ReturnType<typeof destinationRow>

const timeOf = (date: Date | undefined): number | null => date?.getTime() ?? null

const destinationRow = (one: Destination) =>
  ({
    id: one.id,
    kind: one.kind,
    name: one.name,
    url: one.url,
    filter: one.filter ? JSON.stringify(one.filter) : null,
    sealed_secret: one.sealedSecret,
    previous_sealed_secret: one.previousSecret?.sealed ?? null,
    previous_secret_until: timeOf(one.previousSecret?.until),
    key: one.key ?? null,
    version: one.version ?? null,
    state: one.state,
    disabled_reason: one.disabledReason ?? null,
    created_at: one.createdAt.getTime(),
    created_by: one.createdBy,
    cursor: one.cursor,
    replay_position: one.replay?.position ?? null,
    replay_through: one.replay?.through ?? null,
    last_delivered_at: timeOf(one.lastDeliveredAt),
    failing_since: timeOf(one.failingSince),
    last_error: one.lastError ?? null,
  }) satisfies Record<string, SQLInputValue>

function destinationOf(row: DestinationRow): Destination {
  const date = (time: number | null) => (time === null ? undefined : new Date(time))
  const lastDeliveredAt = date(row.last_delivered_at)
  const failingSince = date(row.failing_since)
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    url: row.url,
    ...(row.filter !== null && { filter: JSON.parse(row.filter) as FeedFilter }),
    sealedSecret: row.sealed_secret,
    ...(row.previous_sealed_secret !== null && {
      previousSecret: {
        sealed: row.previous_sealed_secret,
        until: new Date(row.previous_secret_until!),
      },
    }),
    ...(row.key !== null && { key: row.key }),
    ...(row.version !== null && { version: row.version }),
    state: row.state,
    ...(row.disabled_reason !== null && { disabledReason: row.disabled_reason }),
    createdAt: new Date(row.created_at),
    createdBy: row.created_by,
    cursor: row.cursor,
    ...(row.replay_position !== null && {
      replay: { position: row.replay_position, through: row.replay_through! },
    }),
    ...(lastDeliveredAt && { lastDeliveredAt }),
    ...(failingSince && { failingSince }),
    ...(row.last_error !== null && { lastError: row.last_error }),
  }
}

type DeliveryRow = ReturnType<typeof deliveryRow>

const deliveryRow = (one: Delivery) =>
  ({
    id: one.id,
    destination: one.destination,
    state: one.state,
    source: one.source,
    after: one.after,
    through: one.through,
    statements: one.statements,
    created_at: one.createdAt.getTime(),
    attempts: one.attempts,
    first_attempt_at: timeOf(one.firstAttemptAt),
    next_attempt_at: timeOf(one.nextAttemptAt),
    last_attempt: one.lastAttempt ? JSON.stringify(one.lastAttempt) : null,
  }) satisfies Record<string, SQLInputValue>

function deliveryOf(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    destination: row.destination,
    state: row.state,
    source: row.source,
    after: row.after,
    through: row.through,
    statements: row.statements,
    createdAt: new Date(row.created_at),
    attempts: row.attempts,
    ...(row.first_attempt_at !== null && { firstAttemptAt: new Date(row.first_attempt_at) }),
    ...(row.next_attempt_at !== null && { nextAttemptAt: new Date(row.next_attempt_at) }),
    ...(row.last_attempt !== null && { lastAttempt: attemptOf(row.last_attempt) }),
  }
}

function attemptOf(json: string): Attempt {
  const attempt = JSON.parse(json) as Attempt & { readonly at: string }
  return { ...attempt, at: new Date(attempt.at) }
}
