import type { Writable } from 'node:stream'
import {
  onOneLine,
  type Seq,
  type StatementReader,
  type StatementSelection,
  type StoredStatement,
} from '../xapi/index.ts'
import type { StoreFollower } from './follow-store.ts'
import { readFeed } from './read-feed.ts'

interface StreamParts {
  readonly store: StatementReader
  readonly follower: StoreFollower
  readonly limits: StreamLimits
  /** Whether who follows may still do so: keys are revoked, sessions end. */
  readonly isStillAllowed: () => Promise<boolean>
}

export interface StreamLimits {
  /** So often something is sent, so that nobody between takes the connection for dead. */
  readonly heartbeatMilliseconds: number
  /** So often it is asked whether the client may still follow. */
  readonly checkMilliseconds: number
  /** How long a client may leave what it was sent unread before it is cut. */
  readonly unreadMilliseconds: number
  /** After so long the stream ends, and the client that comes back is asked for its credential again. */
  readonly streamMilliseconds: number
}

export const streamLimits: StreamLimits = {
  heartbeatMilliseconds: 15_000,
  checkMilliseconds: 1_000,
  unreadMilliseconds: 60_000,
  streamMilliseconds: 15 * 60_000,
}

const statementsPerRead = 100
const reconnectMilliseconds = 2_000
const chunkBytes = 65_536

/**
 * Writes statements as server-sent events, in their order, each with its position as its id, until the client goes or may not
 * follow any more, following stops or the stream's time is over. One read and what fits into the connection is all that is ever held for a client.
 */
export async function streamEvents(
  { store, follower, limits, isStillAllowed }: StreamParts,
  { filter, after }: { readonly filter: StatementSelection; readonly after: Seq },
  output: Writable,
): Promise<void> {
  const gone = new AbortController()
  output.once('close', () => gone.abort())
  output.on('error', () => gone.abort())
  const end = performance.now() + limits.streamMilliseconds
  const isOver = () => gone.signal.aborted || follower.stopping.aborted || performance.now() > end
  let position = after
  let written = performance.now()
  let checked = written
  const write = async (chunk: Buffer | string) => {
    written = performance.now()
    if (!output.write(chunk)) await drained(output, limits.unreadMilliseconds)
  }
  await write(`retry: ${reconnectMilliseconds}\n\n`)
  while (!isOver()) {
    const { moment } = follower
    if (performance.now() - checked >= limits.checkMilliseconds) {
      if (!(await isStillAllowed())) break
      checked = performance.now()
    }
    const page = await readFeed(store, filter, { after: position, limit: statementsPerRead })
    for (const chunk of chunksOf(page.items)) {
      if (isOver()) break
      await write(chunk)
    }
    position = page.position
    // The position without an event moves the client on where its filter lets nothing through.
    if (performance.now() - written >= limits.heartbeatMilliseconds)
      await write(`: nothing new\nid: ${position}\n\n`)
    if (!page.isMore) await follower.next(moment, gone.signal)
  }
  output.end()
}

/** A client that reads nothing for too long is cut: it comes back where it was. */
function drained(output: Writable, milliseconds: number): Promise<void> {
  if (output.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(late)
      output.off('drain', go).off('close', go)
      resolve()
    }
    const late = setTimeout(() => {
      output.destroy()
      go()
    }, milliseconds)
    output.once('drain', go).once('close', go)
  })
}

/** Events gathered to what is worth a write. */
function* chunksOf(items: readonly StoredStatement[]): Generator<Buffer> {
  let events: Buffer[] = []
  let bytes = 0
  for (const item of items) {
    const event = eventOf(item)
    events.push(event)
    bytes += event.length
    if (bytes < chunkBytes) continue
    yield Buffer.concat(events)
    events = []
    bytes = 0
  }
  if (bytes > 0) yield Buffer.concat(events)
}

/**
 * The bytes as they are stored, on one line: a line of an event for each line of the statement [HTML 9.2.5] would make seven bytes
 * of one, and a statement of line breaks is ten million of them.
 */
export const eventOf = ({ seq, json }: StoredStatement): Buffer =>
  Buffer.concat([
    Buffer.from(`id: ${seq}\nevent: statement\ndata: `),
    onOneLine(json),
    Buffer.from('\n\n'),
  ])
