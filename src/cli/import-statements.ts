import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import { statementObservers } from '../statement-observers.ts'
import {
  beginFileImport,
  type FileSource,
  openImports,
  type StatementImport,
  statementImport,
} from '../transfer/index.ts'
import { type Command, type CommandResult, exitCodes, UsageError } from './command.ts'
import { type Installation, withInstallation } from './installation.ts'

export const importStatementsCommand: Command = {
  name: 'statements import',
  summary: 'Import a file of statements: NDJSON or a JSON array, gzipped or not',
  details: `Reads the file in place, in batches of 500, by the rules of a POST to /xapi/statements. Statements that are stored already with the
same content change nothing, so the same file may be imported twice. What cannot be stored is listed with its line and the reason;
exit status 2 says that there is such. Interrupted, a running server goes on with it, from where it was.

Unless kept, the authority of the statements becomes this installation; \`stored\` is always assigned anew.

JSON: what GET /api/v1/imports/{id} answers.`,
  argument: 'FILE',
  options: {
    authority: {
      value: 'own|keep',
      summary: 'Whose authority the statements get; own unless given.',
    },
  },
  examples: ['statements import records.ndjson.gz', 'statements import lrs.json --authority keep'],
  audited: { operation: 'importStatements', kind: 'change', isWhole: true },
  run: ({ env, folder, argument, option, tell }) =>
    withInstallation(env, async (installation) => {
      const path = resolve(folder, argument)
      const bytes = await sizeOf(path)
      const { storage, clock } = installation
      const job = await beginFileImport({ store: storage, clock })(
        { by: cli, keepsAuthority: keepsAuthority(option('authority')) },
        await sourceOf(installation, path, bytes),
      )
      return workOn(installation, job.id, tell)
    }),
}

/** The file in place; where servers on other machines may take the import over, a copy that they find, too. */
async function sourceOf(
  { config, importFiles }: Installation,
  path: string,
  bytes: number,
): Promise<FileSource> {
  const file = { kind: 'file', fileName: basename(path) } as const
  if (config.files === 'local') return { ...file, path, bytes }
  return { ...file, ...(await importFiles.put(createReadStream(path), bytes)) }
}

/** Who vouches for what the command line imports. */
export const cli: Principal = { kind: 'account', id: 'cli', name: 'hocba', scopes: ['all'] }

export function keepsAuthority(option = 'own'): boolean {
  if (option === 'own' || option === 'keep') return option === 'keep'
  throw new UsageError('--authority is own or keep.')
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) throw new Problem('not-found', `There is no file ${path}.`)
  return found.size
}

const tellMilliseconds = 2_000
const pollMilliseconds = 200
const rejectionsShown = 20

/** Works on an import in this process until it ends, and tells now and then how far it is. */
export async function workOn(
  { config, storage, clock, importFiles }: Installation,
  id: string,
  tell: (line: string) => void,
): Promise<CommandResult> {
  const worker = openImports(
    { ...config, store: storage, clock, importFiles },
    {
      observers: statementObservers(config.appUrl).ofTools,
      report: (error) => tell(String(error)),
    },
  )
  let told = clock().getTime()
  const tellSometimes = (job: StatementImport) => {
    if (clock().getTime() - told < tellMilliseconds) return
    told = clock().getTime()
    tell(progressLine(job))
  }
  await worker.runThis(id, (job) => tellSometimes(statementImport(job)))
  const find = async () => statementImport((await storage.findImportJob(id))!)
  let ended = await find()
  // A running server may have been faster.
  while (ended.state === 'waiting' || ended.state === 'running') {
    tellSometimes(ended)
    await sleep(pollMilliseconds)
    ended = await find()
  }
  const rejections = await storage.listImportRejections(id, { after: 0, limit: rejectionsShown })
  const lines = rejections.map(({ line, statement, pointer = '', message }) => {
    const place = line === undefined ? `statement ${statement}` : `line ${line}`
    return `  ${place}${pointer ? ` ${pointer}` : ''}: ${message}`
  })
  return {
    json: ended,
    text: [endLine(ended), ...verificationLines(ended), ...lines].join('\n'),
    exitCode: exitCodeOf(ended),
  }
}

function exitCodeOf({ state, counts, verification }: StatementImport): number {
  if (state !== 'done') return exitCodes.failed
  const isComplete = !verification || verification.listed === verification.found
  return counts.rejected > 0 || !isComplete ? exitCodes.refused : 0
}

function progressLine({ counts, progress }: StatementImport): string {
  const share = progress.share === null ? '' : `, ${Math.floor(progress.share * 100)} %`
  return `${counts.read} statements${share}, ${progress.perSecond ?? 0} a second`
}

const endLine = ({ id, state, counts, failure }: StatementImport): string =>
  `Import ${id}: ${state}. ${counts.stored} stored, ${counts.unchanged} there already, ${counts.rejected} rejected.${
    failure ? ` ${failure}` : ''
  }`

function verificationLines({ verification }: StatementImport): string[] {
  if (!verification) return []
  const { listed, found, missing } = verification
  const line = `The other record store lists ${listed} statements; ${found} of them are here.`
  return missing.length === 0 ? [line] : [line, `Missing: ${missing.join(', ')}`]
}
