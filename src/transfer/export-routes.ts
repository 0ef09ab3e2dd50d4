import type { Request, Response } from 'express'
import type { Call, Operation } from '../http/operation.ts'
import { type StatementReader, storedOf, type XapiValidators } from '../xapi/index.ts'
import { readColumns, standardColumns } from './export-columns.ts'
import { type ExportRequest, exportStatements } from './export-statements.ts'
import { filterParameters, filterTerms, readExportFilter } from './read-export-filter.ts'
import { sendExport } from './send-export.ts'
import { type CsvForm, writeCsv } from './write-csv.ts'
import { writeNdjson } from './write-ndjson.ts'
import { writeParquet } from './write-parquet.ts'

interface ExportParts {
  readonly store: StatementReader
  /** Origin of the app, without a slash at the end. */
  readonly appUrl: string
  readonly validators: XapiValidators
}

const paths = {
  description:
    'Columns, divided by commas: names of standard columns (id, stored, timestamp, actorName, actor, verb, …), JSON pointers (/result/score/raw) or dotted paths (result.score.raw).',
  schema: { type: 'string', maxLength: 4_000 },
}

const separator = {
  description: '`;` where the comma is the decimal sign, as in Vietnam; `,` unless given.',
  schema: { type: 'string', enum: [',', ';'] },
}

/** `/api/v1/exports/statements.*`: any part of the records as a file that streams. */
export function exportOperations(parts: ExportParts): Operation[] {
  const find = exportStatements(parts.store, parts.appUrl)
  const begin = async (call: Call, response: Response) => {
    const exported = await find(requestOf(call, parts))
    response.set({
      'X-Experience-API-Consistent-Through': storedOf(exported.through),
      'Cache-Control': 'no-store',
    })
    return exported.pages
  }
  const columnsOf = ({ query }: Call, request: Request) => {
    const standard = standardColumns(request.get('accept-language'))
    return query.paths === undefined ? standard : readColumns(String(query.paths), standard)
  }
  return [
    {
      ...operationOf('ndjson', 'application/x-ndjson', {}),
      async handle(call, request, response) {
        const pages = await begin(call, response)
        await sendExport(request, response, { ...ndjson, chunks: writeNdjson(pages) })
      },
    },
    {
      ...operationOf('csv', 'text/csv', { paths, separator }),
      async handle(call, request, response) {
        const form = { columns: columnsOf(call, request), separator: separatorOf(call) }
        const pages = await begin(call, response)
        await sendExport(request, response, { ...csv, chunks: writeCsv(pages, form) })
      },
    },
    {
      ...operationOf('parquet', 'application/vnd.apache.parquet', { paths }),
      async handle(call, request, response) {
        const columns = columnsOf(call, request)
        const pages = await begin(call, response)
        await sendExport(request, response, { ...parquet, chunks: writeParquet(pages, columns) })
      },
    },
  ]
}

const ndjson = { type: 'application/x-ndjson; charset=utf-8', name: 'statements.ndjson' }
const csv = { type: 'text/csv; charset=utf-8', name: 'statements.csv' }
const parquet = { type: 'application/vnd.apache.parquet', name: 'statements.parquet' }

const operationOf = (
  form: 'ndjson' | 'csv' | 'parquet',
  answerType: string,
  query: Operation['query'],
) =>
  ({
    method: 'get',
    path: `/exports/statements.${form}`,
    id: `exportStatementsAs${form === 'ndjson' ? 'Ndjson' : form === 'csv' ? 'Csv' : 'Parquet'}`,
    summary: summaries[form],
    tag: 'Import and export',
    requires: 'statements/read',
    reach: 'installation',
    appliesRowFilter: true,
    query: { ...filterParameters, ...query },
    answer: 'binary',
    answerType,
  }) as const

const summaries = {
  ndjson: 'Export statements as they are stored, one a line',
  csv: 'Export statements as a table for spreadsheets',
  parquet: 'Export statements as an Apache Parquet file for analysis',
}

const requestOf = ({ principal, query }: Call, parts: ExportParts): ExportRequest => ({
  principal: principal!,
  filter: readExportFilter(filterTerms(query), parts),
  withVoided: query.voided === true,
})

const separatorOf = ({ query }: Call): CsvForm['separator'] => (query.separator === ';' ? ';' : ',')
