import type { IncomingMessage } from 'node:http'
import { Problem } from '../../base/problem.ts'
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
}

const largeBodyLimits: LargeBodyLimits = {
  smallBytes: 16 * 1024,
  unheldBytesMax: 256 * 1024,
  workBytesMax: mebibyte,
  heldBytesMax: 96 * mebibyte,
  waitMillisecondsMax: 30_000,
}

/** What a body whose length is not said counts for. */
const unknownBytes = mebibyte
const retryAfterSeconds = 5

/**
 * Makes a reader of bodies that lets large ones be read and worked on as far as there is room, in their order: a few dozen
 * senders of 10 MB would otherwise take more than a gigabyte at once. Who waits before its body is read waits for seconds.
 */
export function largeBodyReader(limits: LargeBodyLimits = largeBodyLimits) {
  const { smallBytes, unheldBytesMax, workBytesMax, heldBytesMax, waitMillisecondsMax } = limits
  const held = new ByteGate(heldBytesMax, waitMillisecondsMax)
  const underWork = new ByteGate(workBytesMax)
  /**
   * Reads a request's body and works on it. A large one is gone when the work has succeeded; that of a refused request stays for
   * whoever records it.
   * @throws Problem overloaded after too long a wait; body-too-large, upload-incomplete; what `work` throws.
   */
  return async <Result>(
    request: IncomingMessage,
    bytesMax: number,
    work: (body: Buffer) => Promise<Result>,
  ): Promise<Result> => {
    const declared = Number(request.headers['content-length'] ?? unknownBytes)
    // What is too large is refused without being read.
    if (declared <= smallBytes || declared > bytesMax)
      return work(await readBody(request, bytesMax))
    const readAndWork = async () => {
      const body = await readBody(request, bytesMax)
      const result = await underWork.pass(body.length, () => work(body))
      dropBody(request)
      return result
    }
    return declared <= unheldBytesMax ? readAndWork() : held.pass(declared, readAndWork)
  }
}

interface Waiting {
  readonly bytes: number
  readonly begin: () => void
}

/** Lets work begin in the order of arrival while the bytes of what is under way stay below a limit. */
export class ByteGate {
  readonly #bytesMax: number
  readonly #waitMillisecondsMax: number | undefined
  #bytes = 0
  readonly #waiting: Waiting[] = []

  /** @param waitMillisecondsMax after so long a wait there is Problem `overloaded`. */
  constructor(bytesMax: number, waitMillisecondsMax?: number) {
    this.#bytesMax = bytesMax
    this.#waitMillisecondsMax = waitMillisecondsMax
  }

  async pass<Result>(bytes: number, work: () => Promise<Result>): Promise<Result> {
    if (this.#waiting.length > 0 || !this.#hasRoomFor(bytes)) await this.#wait(bytes)
    else this.#bytes += bytes
    try {
      return await work()
    } finally {
      this.#bytes -= bytes
      this.#letIn()
    }
  }

  #wait(bytes: number): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const waiting = {
        bytes,
        begin: () => {
          clearTimeout(timer)
          resolve()
        },
      }
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        reject(overloaded(this.#bytesMax))
        this.#letIn()
      }
      const timer =
        this.#waitMillisecondsMax === undefined
          ? undefined
          : setTimeout(giveUp, this.#waitMillisecondsMax)
      this.#waiting.push(waiting)
    })
  }

  /** What is larger than the limit gets in alone. */
  #hasRoomFor(bytes: number): boolean {
    return this.#bytes === 0 || this.#bytes + bytes <= this.#bytesMax
  }

  #letIn(): void {
    for (
      let next = this.#waiting[0];
      next && this.#hasRoomFor(next.bytes);
      next = this.#waiting[0]
    ) {
      this.#waiting.shift()
      this.#bytes += next.bytes
      next.begin()
    }
  }
}

const overloaded = (limit: number): Problem =>
  new Problem('overloaded', 'Too many large requests are waiting.', { limit, retryAfterSeconds })
