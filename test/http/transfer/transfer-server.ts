import { gzipSync } from 'node:zlib'
import { newUuid } from '../../../src/base/ids.ts'
import type { StatementImport, StatementImportRejection } from '../../../src/transfer/index.ts'
import type { TestServer } from '../../support/server.ts'
import { type Json, statementOf } from '../../support/xapi-client.ts'

/** Statements that differ from each other in every property that an export shows. */
export const manyStatements = (count: number): Json[] =>
  Array.from({ length: count }, (_, index) =>
    statementOf({
      id: newUuid(),
      actor: { mbox: `mailto:learner${index % 7}@example.vn` },
      timestamp: new Date(Date.UTC(2026, 8, 1, 0, index)).toISOString(),
      result: { score: { scaled: (index % 11) / 10 }, success: index % 3 === 0, duration: 'PT5M' },
    }),
  )

export const ndjsonOf = (statements: readonly unknown[]): string =>
  statements.map((one) => `${JSON.stringify(one)}\n`).join('')

export const gzipped = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(gzipSync(text))

/** Sends a file and waits until its import has ended. */
export async function importFile(
  server: TestServer,
  body: string | Uint8Array,
  query = '',
): Promise<StatementImport> {
  const response = await server.request('POST', `/api/v1/imports?fileName=f${query}`, body)
  if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`)
  const { id } = (await response.json()) as StatementImport
  return importEnd(server, id)
}

export async function importEnd(server: TestServer, id: string): Promise<StatementImport> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const response = await server.request('GET', `/api/v1/imports/${id}`)
    const job = (await response.json()) as StatementImport
    if (!['waiting', 'running'].includes(job.state)) return job
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('the import did not end')
}

export async function rejectionsOf(
  server: TestServer,
  id: string,
): Promise<StatementImportRejection[]> {
  return linesOf(await server.request('GET', `/api/v1/imports/${id}/rejections`))
}

export async function linesOf<Line>(response: Response): Promise<Line[]> {
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${response.status}: ${text}`)
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
}
