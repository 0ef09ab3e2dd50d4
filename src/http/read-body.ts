import type { IncomingMessage } from 'node:http'
import { Problem } from '../base/problem.ts'
import { giveBack } from './give-back.ts'

const replacedBodies = new WeakMap<IncomingMessage, Buffer>()

/** Makes `readBody` answer `body` for a request whose own body has been read, and meant another. */
export const replaceBody = (request: IncomingMessage, body: Buffer): void =>
  void replacedBodies.set(request, body)

const readBodies = new WeakMap<IncomingMessage, Buffer>()

/** The body as `readBody` answered with it last; undefined if it did not. */
export const readBodyOf = (request: IncomingMessage): Buffer | undefined => readBodies.get(request)

/** Gives a body's memory back when nobody will look at it again. */
export function dropBody(request: IncomingMessage): void {
  const body = readBodies.get(request)
  readBodies.delete(request)
  if (body) giveBack(body)
}

/** From this size on a body whose length is said goes straight to where it stays, and its chunks die young. */
const gatheredBytesMin = 64 * 1024

/**
 * Reads a request's body, at most `bytesMax` of it: the limit is enforced while reading, not after. Nothing is inflated: what is small
 * on its way is small here.
 * @param signal ends the reading with its reason, and gives what was read back.
 * @throws Problem body-too-large; upload-incomplete if the client goes away; unsupported-media-type for a Content-Encoding.
 */
export function readBody(
  request: IncomingMessage,
  bytesMax: number,
  signal?: AbortSignal,
): Promise<Buffer> {
  const tooLarge = () =>
    new Problem('body-too-large', `The body is larger than ${bytesMax} bytes.`, { limit: bytesMax })
  return new Promise((resolve, reject) => {
    const encoding = request.headers['content-encoding'] ?? 'identity'
    if (encoding.toLowerCase() !== 'identity') {
      reject(
        new Problem('unsupported-media-type', 'Send the body without a Content-Encoding.', {
          pointer: 'Content-Encoding',
        }),
      )
      return
    }
    const replaced = replacedBodies.get(request)
    if (Number(request.headers['content-length'] ?? replaced?.length ?? 0) > bytesMax) {
      reject(tooLarge())
      return
    }
    const finish = (body: Buffer) => {
      readBodies.set(request, body)
      resolve(body)
    }
    if (replaced) {
      finish(replaced)
      return
    }
    const incomplete = () =>
      reject(new Problem('upload-incomplete', 'The connection ended before the body did.'))
    // Nothing more is heard of a client that went away while its request waited.
    if (request.destroyed) {
      incomplete()
      return
    }
    const gathered = gather(Number(request.headers['content-length'] ?? 0))
    let size = 0
    const giveUp = (reason: unknown) => {
      request.pause()
      request.off('data', take)
      gathered.clear()
      reject(reason)
    }
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size <= bytesMax) gathered.add(chunk)
      else giveUp(tooLarge())
    }
    request.on('data', take)
    signal?.addEventListener('abort', () => giveUp(signal.reason), { once: true })
    request.on('end', () => !signal?.aborted && size <= bytesMax && finish(gathered.whole()))
    request.on('error', incomplete)
    request.on('aborted', incomplete)
  })
}

/** @param declared Content-Length, 0 if it is not said; the parser lets no more through. */
function gather(declared: number) {
  const chunks: Buffer[] = []
  let place = declared >= gatheredBytesMin ? Buffer.allocUnsafeSlow(declared) : undefined
  let size = 0
  return {
    add(chunk: Buffer) {
      if (place) chunk.copy(place, size)
      else chunks.push(chunk)
      size += chunk.length
    },
    whole: () => (place ? place.subarray(0, size) : Buffer.concat(chunks, size)),
    clear() {
      chunks.length = 0
      if (place) giveBack(place)
      place = undefined
    },
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Whatever walks a body after it was parsed may take a place on the stack for each level; no body of the API has ten. */
const levelsMax = 100

/**
 * Parses a body as JSON in UTF-8.
 * @throws Problem invalid-request, with the reason in words.
 */
export function parseJson(body: Buffer): unknown {
  const value = parsed(body)
  if (!nestsDeeperThan(value, levelsMax)) return value
  throw new Problem('invalid-request', `The body nests deeper than ${levelsMax} levels.`, {
    limit: levelsMax,
  })
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(body))
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : 'it is not UTF-8'
    throw new Problem('invalid-request', `The body is not valid JSON: ${reason}.`)
  }
}

/** Level by level, so that it takes no stack itself. */
function nestsDeeperThan(value: unknown, levels: number): boolean {
  let level = [value].filter(isNesting)
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > levels) return true
    level = level.flatMap((one) => Object.values(one).filter(isNesting))
  }
  return false
}

const isNesting = (value: unknown): value is object => typeof value === 'object' && value !== null
