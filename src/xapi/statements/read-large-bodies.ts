import type { IncomingMessage } from 'node:http'
import type { Principal } from '../../base/principal.ts'
import { Problem } from '../../base/problem.ts'
import { ByteGate } from '../../http/byte-gate.ts'
import { dropBody, readBody } from '../../http/read-body.ts'

const mebibyte = 1024 * 1024

/** Bounds for the memory that large requests take all together. */
interface LargeBodyLimits {
  /** Bodies up to this are not counted. */
  readonly smallBytes: number
  /** Bodies up to this are read at once, so that a slow sender of a larger one holds nobody else up, and only wait to be worked on. */
  readonly unheldBytesMax: number
  /** Of bodies that are worked on at once: parsed, each takes some ten times its size. One larger body is worked on alone. */
  readonly workBytesMax: number
  /** Of bodies that arrive, wait or are worked on; beyond, the next is not read yet. */
  readonly heldBytesMax: number
  /** So long a request waits until its body is read. */
  readonly waitMillisecondsMax: number
  /** While others wait for room, in each such span ... */
  readonly contestedSpanMilliseconds: number
  /** ... so many bytes of a body must arrive, or it loses its place. */
  readonly contestedBytesPerSpan: number
}

const largeBodyLimits: LargeBodyLimits = {
  smallBytes: 16 * 1024,
  unheldBytesMax: 256 * 1024,
  workBytesMax: mebibyte,
  heldBytesMax: 96 * mebibyte,
  waitMillisecondsMax: 30_000,
  contestedSpanMilliseconds: 5_000,
  contestedBytesPerSpan: 64 * 1024,
}

/** What a body whose length is not said counts for. */
const unknownBytes = mebibyte

/** Whose body it is, and how large it may be. */
interface Sent {
  readonly by: Pick<Principal, 'kind' | 'id'>
  readonly bytesMax: number
}

/**
 * Makes a reader of bodies that lets large ones be read and worked on as far as there is room: a few dozen senders of 10 MB would
 * otherwise take more than a gigabyte at once. Senders take turns and leave room for one another, and a body that dribbles
 * holds its place only while nobody waits for it.
 */
export function largeBodyReader(limits: LargeBodyLimits = largeBodyLimits) {
  const { smallBytes, unheldBytesMax, workBytesMax, heldBytesMax, waitMillisecondsMax } = limits
  const held = new ByteGate(heldBytesMax, { waitMillisecondsMax, leavesRoom: true })
  const underWork = new ByteGate(workBytesMax)
  /**
   * Reads a request's body and works on it. A large one is gone when the work has succeeded; that of a refused request stays for
   * whoever records it.
   * @throws Problem overloaded after too long a wait, or for a body that dribbles while others wait; body-too-large,
   *   upload-incomplete; what `work` throws.
   */
  return async <Result>(
    request: IncomingMessage,
    { by, bytesMax }: Sent,
    work: (body: Buffer) => Promise<Result>,
  ): Promise<Result> => {
    const declared = Number(request.headers['content-length'] ?? unknownBytes)
    // What is too large is refused without being read.
    if (declared <= smallBytes || declared > bytesMax)
      return work(await readBody(request, bytesMax))
    const lane = `${by.kind} ${by.id}`
    const workOn = async (body: Buffer) => {
      const result = await underWork.pass(lane, body.length, () => work(body))
      dropBody(request)
      return result
    }
    if (declared <= unheldBytesMax) return workOn(await readBody(request, bytesMax))
    return held.pass(lane, declared, async () => {
      const watch = watchArrival(request, () => held.isWaitedFor(lane), limits)
      return workOn(await readBody(request, bytesMax, watch.signal).finally(watch.end))
    })
  }
}

/** Aborts when a body dribbles while others wait for the room that it holds. */
function watchArrival(
  request: IncomingMessage,
  isWaitedFor: () => boolean,
  { contestedSpanMilliseconds, contestedBytesPerSpan }: LargeBodyLimits,
) {
  const tooSlow = new AbortController()
  const { socket } = request
  let before = socket.bytesRead
  const look = () => {
    const arrived = socket.bytesRead - before
    before = socket.bytesRead
    if (arrived < contestedBytesPerSpan && !request.complete && isWaitedFor())
      tooSlow.abort(lostPlace(contestedBytesPerSpan))
  }
  // Timers come before arrivals in a turn of the loop: after a pause of the process, what waits is to be read first.
  const timer = setInterval(() => setImmediate(look), contestedSpanMilliseconds)
  return { signal: tooSlow.signal, end: () => clearInterval(timer) }
}

const lostPlace = (limit: number): Problem =>
  new Problem('overloaded', 'The body came too slowly while others waited.', {
    limit,
    retryAfterSeconds: 5,
  })
