/**
 * The program of one of the two servers: hocba with a clock and random numbers that requests bring along. Started by
 * `two-servers.ts` with an IPC channel; says `{ port, contentPort, authorization }` when it listens, and stops when the channel
 * closes.
 *
 * Each request names its turn (`turnHeader`). While it is worked on, the time is that of its turn, and `randomUUID` and
 * `randomBytes` give what follows from the turn alone: both servers make the same ids, secrets and tokens. What goes on beside
 * requests gets the system's randomness; nothing that an answer shows may come from there.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import crypto, { type UUID } from 'node:crypto'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { createCredential } from '../../../src/access/index.ts'
import { readConfig } from '../../../src/config/index.ts'
import { start } from '../../../src/main.ts'
import { openStore } from '../../../src/open-store.ts'
import { WriteGroups } from '../../../src/storage/mongodb/write-groups.ts'
import { WriteQueue } from '../../../src/storage/sqlite/write-queue.ts'
import { freePorts } from '../../support/server.ts'
import { timeOfTurn, turnHeader } from './turns.ts'

interface Draws {
  /** The number of the turn; within a transaction also which of its transactions it is. */
  readonly of: string
  used: number
}

const running = new AsyncLocalStorage<Draws>()
const system = { randomUUID: crypto.randomUUID, randomBytes: crypto.randomBytes }

/** The next bytes: SHA-256 of what they are drawn for and of how many blocks that has used. */
function turnBytes(size: number): Buffer | undefined {
  const draws = running.getStore()
  if (!draws) return undefined
  const blocks: Buffer[] = []
  for (let bytes = 0; bytes < size; bytes += 32)
    blocks.push(crypto.hash('sha256', `${draws.of} ${draws.used++}`, 'buffer'))
  return Buffer.concat(blocks).subarray(0, size)
}

function turnUuid(): UUID {
  const bytes = turnBytes(16)
  if (!bytes) return system.randomUUID()
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const replaced: object = {
  randomUUID: turnUuid,
  randomBytes: (size: number, ...rest: []) => turnBytes(size) ?? system.randomBytes(size, ...rest),
}
// What hocba's modules import by name; the database's driver, which has it from the object itself, keeps the system's.
Object.assign(crypto, replaced)
syncBuiltinESMExports()
Object.assign(crypto, system)

type Transact = (work: (tx: unknown) => Promise<unknown>) => Promise<unknown>

/**
 * Both engines may begin a caller's transaction in the name of another, and MongoDB runs one again that has met another. So each
 * transaction of a turn has numbers of its own, and draws the same ones each time.
 */
for (const { prototype } of [WriteGroups, WriteQueue]) {
  const transact = prototype.transact as Transact
  const inTurn: Transact = function (this: unknown, work) {
    const draws = running.getStore()
    if (!draws) return transact.call(this, work)
    const of = `${draws.of}/${draws.used++}`
    return transact
      .call(this, (tx) => running.run({ of, used: 0 }, () => work(tx)))
      .catch((error: Error) => {
        // What the database said, which no answer repeats.
        if (error.cause) process.stderr.write(`turn ${of}: ${String(error.cause)}\n`)
        throw error
      })
  }
  Object.assign(prototype, { transact: inTurn })
}

let time = timeOfTurn(0)
const clock = () => new Date(time)

subscribe('http.server.request.start', (message) => {
  const { headers } = (message as { request: IncomingMessage }).request
  const turn = Number(headers[turnHeader])
  time = timeOfTurn(turn)
  running.enterWith({ of: String(turn), used: 0 })
})

const [port, contentPort] = await freePorts(2)
const config = readConfig({
  ...process.env,
  HOCBA_PORT: String(port),
  HOCBA_CONTENT_PORT: String(contentPort),
})
const server = await start(config, clock)
const storage = await openStore(config, clock)
const { key, secret } = await running.run({ of: 'credential', used: 0 }, () =>
  createCredential(storage, clock)({ name: 'test', scopes: ['all'] }),
)
await storage.close()
const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
process.send!({ port, contentPort, authorization })
process.once('disconnect', () => void server.stop().finally(() => process.exit()))
