import { csvLines, csvText } from '../transfer/index.ts'
import type { listRegistrations } from './describe-registration.ts'
import type { RegistrationFilter } from './store.ts'
import type { RegistrationItem } from './wire.ts'

const rowsPerPage = 500

/** All registrations that a list would show page by page, newest activity first. */
export async function* pagesOfRegistrations(
  list: ReturnType<typeof listRegistrations>,
  filter: RegistrationFilter,
): AsyncGenerator<readonly RegistrationItem[]> {
  let cursor: string | undefined
  do {
    const page = await list(filter, { limit: rowsPerPage, ...(cursor !== undefined && { cursor }) })
    yield page.items
    cursor = page.cursor
  } while (cursor !== undefined)
}

/** One registration a line, as the list has it. */
export async function* registrationLines(
  pages: AsyncIterable<readonly RegistrationItem[]>,
): AsyncGenerator<Buffer> {
  for await (const page of pages) {
    yield Buffer.from(page.map((item) => `${JSON.stringify(item)}\n`).join(''))
  }
}

const columns: readonly (readonly [string, (item: RegistrationItem) => string | number | null])[] =
  [
    ['registration', ({ id }) => id],
    ['learner', ({ learner }) => learner.id],
    ['learnerName', ({ learner }) => learner.name],
    ['package', (item) => item.package.id],
    ['title', (item) => item.package.title],
    ['version', ({ version }) => version],
    ['completion', ({ completion }) => completion],
    ['success', ({ success }) => success],
    ['evidence', ({ evidence }) => evidence],
    ['score', ({ score }) => score?.scaled ?? null],
    ['scoreRaw', ({ score }) => score?.raw ?? null],
    ['scoreMin', ({ score }) => score?.min ?? null],
    ['scoreMax', ({ score }) => score?.max ?? null],
    ['progress', ({ progress }) => progress],
    ['seconds', ({ seconds }) => seconds],
    ['attempts', ({ attempts }) => attempts],
    ['createdAt', ({ createdAt }) => createdAt],
    ['firstActivityAt', ({ firstActivityAt }) => firstActivityAt],
    ['lastActivityAt', ({ lastActivityAt }) => lastActivityAt],
  ]

/** The same as a table for spreadsheets. */
export async function* registrationTable(
  pages: AsyncIterable<readonly RegistrationItem[]>,
  separator: ',' | ';',
): AsyncGenerator<Buffer> {
  yield Buffer.from(csvText([columns.map(([name]) => name)], separator))
  for await (const page of pages) {
    const rows = page.map((item) => columns.map(([, read]) => read(item) ?? ''))
    yield Buffer.from(csvLines(rows, separator))
  }
}
