import type { Clock } from '../base/clock.ts'
import type { Transactor } from '../base/transactor.ts'
import { guardedLookup, type StoreFollower, secretSealer } from '../feeds/index.ts'
import type { Operation } from '../http/operation.ts'
import {
  type FileLimits,
  type StatementObserver,
  type StatementReader,
  type StatementWriter,
  xapiValidators,
} from '../xapi/index.ts'
import { exportOperations } from './export-routes.ts'
import { type ImportFiles, sweepImportFiles } from './import-files.ts'
import { importOperations } from './import-routes.ts'
import { type ImportWorker, importWorker, type RunningImports, runImports } from './run-imports.ts'
import type { TransferReader, TransferWriter } from './store.ts'

export { beginFileImport, beginPull } from './begin-import.ts'
export { readColumns, standardColumns } from './export-columns.ts'
export { exportStatements } from './export-statements.ts'
export type { ImportFiles } from './import-files.ts'
export type { FileSource } from './import-job.ts'
export { filterTerms, readExportFilter } from './read-export-filter.ts'
export type { ImportWorker } from './run-imports.ts'
export { sendExport } from './send-export.ts'
export { statementImport } from './to-wire.ts'
export type * from './wire.ts'
export { csvLines, csvText, writeCsv } from './write-csv.ts'
export { writeNdjson } from './write-ndjson.ts'
export { writeParquet } from './write-parquet.ts'

interface TransferParts<W> extends FileLimits {
  readonly store: StatementReader & TransferReader & Transactor<W>
  readonly clock: Clock
  /** Origin of the app, without a slash at the end. */
  readonly appUrl: string
  readonly signingKey: Buffer
  readonly importFiles: ImportFiles
  readonly importFileBytesMax: number
  /** Whether another record store may stand in the same network. */
  readonly webhookPrivateAddresses: boolean
}

/** `/api/v1/imports` and `/api/v1/exports`. */
export function transferOperations<W extends StatementWriter & TransferWriter>(
  parts: TransferParts<W>,
): Operation[] {
  return [
    ...importOperations({
      ...parts,
      secrets: secretSealer(parts.signingKey),
    }),
    ...exportOperations({ ...parts, validators: xapiValidators() }),
  ]
}

interface ImportRules<W> {
  readonly observers: readonly StatementObserver<W>[]
  /** Told of errors that are nobody's but ours. */
  readonly report: (error: unknown) => void
}

/** Makes what works on imports, one at a time. */
export const openImports = <W extends StatementWriter & TransferWriter>(
  parts: TransferParts<W>,
  rules: ImportRules<W>,
): ImportWorker =>
  importWorker({
    ...parts,
    ...rules,
    validators: xapiValidators(),
    secrets: secretSealer(parts.signingKey),
    lookup: guardedLookup(parts),
  })

/** Works on whatever imports there are, until it is stopped. */
export function startImports<W extends StatementWriter & TransferWriter>(
  { follower, ...parts }: TransferParts<W> & { readonly follower: StoreFollower },
  rules: ImportRules<W>,
): RunningImports {
  sweepImportFiles(parts, parts.clock()).catch(rules.report)
  return runImports(openImports(parts, rules), follower, rules.report)
}
