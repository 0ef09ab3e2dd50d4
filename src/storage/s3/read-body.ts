import { Readable } from 'node:stream'
import { problemOf } from './s3-error.ts'

/**
 * The bytes of an answer, as they are asked for. A store that sends nothing for `silentSeconds` while somebody waits breaks the stream; a
 * reader who waits does not.
 */
export function readBody(body: Readable, silentSeconds: number): Readable {
  const read = async function* () {
    const chunks = body[Symbol.asyncIterator]()
    try {
      for (;;) {
        const next = await withinSeconds(silentSeconds, body, () => chunks.next())
        if (next.done) return
        yield next.value as Buffer
      }
    } catch (error) {
      throw problemOf(error)
    } finally {
      body.destroy()
    }
  }
  return Readable.from(read(), { objectMode: false })
}

async function withinSeconds<Result>(
  seconds: number,
  body: Readable,
  work: () => Promise<Result>,
): Promise<Result> {
  const silent = Object.assign(new Error(`no byte came for ${seconds} s`), { name: 'TimeoutError' })
  const timer = setTimeout(() => body.destroy(silent), seconds * 1000)
  try {
    return await work()
  } finally {
    clearTimeout(timer)
  }
}
