import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import {
  exportStatements,
  filterTerms,
  readColumns,
  readExportFilter,
  standardColumns,
  writeCsv,
  writeNdjson,
  writeParquet,
} from '../transfer/index.ts'
import { type StoredStatement, storedOf, xapiValidators } from '../xapi/index.ts'
import { type Command, type CommandInput, UsageError } from './command.ts'
import { cli } from './import-statements.ts'
import { withInstallation } from './installation.ts'

export const exportStatementsCommand: Command = {
  name: 'statements export',
  summary: 'Write statements to a file: NDJSON, CSV or Parquet',
  details: `Writes what matches, in the order in which it was stored, as it was when the command began. NDJSON has every statement as it is stored,
and can be imported again; a file name that ends with .gz is compressed. The file appears when it is complete.

JSON: { file, format, statements, bytes, consistentThrough }: everything stored up to consistentThrough is in the file; give it as
--since next time.`,
  options: {
    format: { value: 'FORMAT', summary: 'ndjson, csv or parquet.', isRequired: true },
    out: { value: 'FILE', summary: 'The file to write.', isRequired: true },
    verb: { value: 'IRI', summary: 'Only this verb.' },
    activity: { value: 'IRI', summary: 'Only with this activity as the object.' },
    agent: { value: 'JSON', summary: 'Only with this Agent as actor or object.' },
    learner: { value: 'ID', summary: 'Only of this learner.' },
    registration: { value: 'ID', summary: 'Only of this registration.' },
    success: { value: 'true|false', summary: 'Only with this success in the result.' },
    completion: { value: 'true|false', summary: 'Only with this completion in the result.' },
    score: { value: 'RANGE', summary: 'Only with a scaled score in this range: 0.5..1.' },
    since: { value: 'TIME', summary: 'Stored after this time.' },
    until: { value: 'TIME', summary: 'Stored at or before this time.' },
    voided: { value: 'yes|no', summary: 'Also what was voided; no unless given.' },
    paths: { value: 'PATHS', summary: 'Columns of CSV and Parquet, divided by commas.' },
    separator: { value: 'SIGN', summary: 'Of CSV: , or ; (, unless given).' },
  },
  examples: [
    'statements export --format ndjson --out records.ndjson.gz',
    'statements export --format csv --separator ";" --out records.csv --since 2026-09-01',
  ],
  audited: { operation: 'exportStatements', kind: 'read', isWhole: true },
  run: (input) =>
    withInstallation(input.env, async ({ config, storage }) => {
      const { option } = input
      const format = formatOf(option('format')!)
      const validators = xapiValidators()
      const find = exportStatements(storage, config.appUrl)
      const { through, pages } = await find({
        principal: cli,
        filter: readExportFilter(termsOf(option), { ...config, validators }),
        withVoided: oneOf(option('voided') ?? 'no', 'voided', ['yes', 'no']) === 'yes',
      })
      const counted = countIn(pages)
      const file = resolve(input.folder, option('out')!)
      await writeFile(file, chunksOf(format, counted.pages, option))
      const statements = counted.count()
      const { size: bytes } = await stat(file)
      const consistentThrough = storedOf(through)
      return {
        json: { file, format, statements, bytes, consistentThrough },
        text: `${statements} statements, ${bytes} bytes: ${file}\nComplete up to ${consistentThrough}.`,
      }
    }),
}

type Options = CommandInput['option']
type Pages = AsyncIterable<readonly StoredStatement[]>

const formats = ['ndjson', 'csv', 'parquet'] as const

const formatOf = (text: string) => oneOf(text, 'format', formats)

function oneOf<const Value extends string>(
  text: string,
  name: string,
  values: readonly Value[],
): Value {
  const found = values.find((value) => value === text)
  if (found !== undefined) return found
  throw new UsageError(`--${name} is one of ${values.join(', ')}.`)
}

function termsOf(option: Options): Record<string, string> {
  const places = ['verb', 'activity', 'agent', 'learner', 'registration', 'since', 'until']
  const names = [...places, 'success', 'completion', 'score']
  return filterTerms(Object.fromEntries(names.map((name) => [name, option(name)])))
}

function countIn(pages: Pages) {
  let count = 0
  const counting = async function* () {
    for await (const page of pages) {
      count += page.length
      yield page
    }
  }
  return { pages: counting(), count: () => count }
}

function chunksOf(format: (typeof formats)[number], pages: Pages, option: Options) {
  if (format === 'ndjson') return writeNdjson(pages)
  const standard = standardColumns(undefined)
  const paths = option('paths')
  const columns = paths === undefined ? standard : readColumns(paths, standard)
  if (format === 'parquet') return writeParquet(pages, columns)
  const separator = oneOf(option('separator') ?? ',', 'separator', [',', ';'])
  return writeCsv(pages, { columns, separator })
}

/** The file is there whole or not at all. */
async function writeFile(path: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  const part = `${path}.part`
  try {
    const gzip = path.endsWith('.gz') ? [createGzip({ level: 6 })] : []
    await pipeline([Readable.from(chunks), ...gzip, createWriteStream(part, { flush: true })])
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
