import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Request, Response } from 'express'

interface SentFile {
  readonly type: string
  readonly name: string
  readonly chunks: AsyncIterable<Buffer>
}

/** As fast as the receiver takes it. What goes wrong after the first byte can only break the connection off. */
export async function sendExport(
  request: Request,
  response: Response,
  { type, name, chunks }: SentFile,
) {
  response.set({ 'Content-Type': type, 'Content-Disposition': `attachment; filename="${name}"` })
  const through = transformFor(request, response)
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  await pipeline([Readable.from(chunks), ...through, response]).catch(
    (error: NodeJS.ErrnoException) => {
      // Who goes away needs no answer.
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
    },
  )
}

/** What is compressed already is left as it is. */
function transformFor(request: Request, response: Response): Transform[] {
  if (response.get('Content-Type') === 'application/vnd.apache.parquet') return []
  response.vary('Accept-Encoding')
  if (request.acceptsEncodings('gzip', 'identity') !== 'gzip') return []
  response.set('Content-Encoding', 'gzip')
  return [createGzip({ level: 3 })]
}
