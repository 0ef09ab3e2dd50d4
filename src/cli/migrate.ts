import { auditing, leaveEntry } from '../audit/index.ts'
import { systemClock } from '../base/clock.ts'
import { type Comparison, type MoveResult, runMove } from '../moving/index.ts'
import { openFiles } from '../open-files.ts'
import { openStore } from '../open-store.ts'
import { type Command, type CommandResult, exitCodes, UsageError } from './command.ts'
import type { Environment } from './installation.ts'
import { carryKeys } from './migrate/carry-keys.ts'
import { type End, endOf } from './migrate/ends.ts'

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Move a whole installation from SQLite to MongoDB, or back',
  details: `Copies every record and every file as it is: ids, addresses, keys, positions and times stay, so links, credentials, feeds and the
verifiable log go on. The source is only read. The target must be empty: a new folder, or a database that no server was started on; none
starts on it before the move is done. Interrupted at any point, the same command goes on. At the end every record is compared; exit
status 1 says that something differs, and what.

A server may go on serving reads of the source meanwhile. What is written to the source after its records were copied is found by the
comparison; the same command, run again when the server is stopped, carries it over. After the last run, start servers on the
target only.

The data folder of a MongoDB end (HOCBA_DATA) is where its keys lie; keys and the list of erasures are copied from the source's.

JSON: { from, to, wasDone, wasBegun, isSame, kinds: [{ kind, source, target, sourceHash, targetHash, differences, mended }],
files: { files, bytes, copied, differences }, findings }`,
  options: {
    from: {
      value: 'PLACE',
      summary: 'sqlite:FOLDER, mongodb://…, or mongodb: for what HOCBA_MONGODB_URL names.',
      isRequired: true,
    },
    to: { value: 'PLACE', summary: 'The same, of the other engine.', isRequired: true },
  },
  examples: [
    'migrate --from sqlite:/srv/hocba --to mongodb:',
    'migrate --from mongodb://db/hocba?replicaSet=rs0 --to sqlite:/srv/hocba-small',
  ],
  audited: { operation: 'migrate', kind: 'change', isWhole: true },
  async run({ env, folder, option, tell }) {
    const from = endOf(option('from')!, env, folder)
    const to = endOf(option('to')!, env, folder)
    if (from.engine === to.engine) {
      throw new UsageError('Both places are of one engine; hocba backup and restore copy those.')
    }
    const result = await move({ from, to, env }, tell)
    if (result.isSame && !result.wasDone) await finish(to)
    return describe(result, from, to)
  },
}

interface Ends {
  readonly from: End
  readonly to: End
  readonly env: Environment
}

async function move({ from, to, env }: Ends, tell: (line: string) => void): Promise<MoveResult> {
  const source = await from.openSource()
  try {
    carryKeys(from.folder, to.folder, env)
    const target = await to.openTarget()
    try {
      const sourceFiles = await openFiles(from.config(), systemClock)
      const targetFiles = await openFiles(to.config(), systemClock)
      try {
        return await runMove({
          source,
          target,
          from: from.name,
          files: [
            {
              source: sourceFiles.packages,
              target: targetFiles.packages,
              namedBy: 'packageFiles',
            },
            { source: sourceFiles.imports, target: targetFiles.imports },
          ],
          clock: systemClock,
          tell,
        })
      } finally {
        await sourceFiles.close()
        await targetFiles.close()
      }
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

/** The target's log of changes knows from where its records came; then the move is done. */
async function finish(to: End): Promise<void> {
  const storage = auditing(await openStore(to.config(), systemClock))
  try {
    await leaveEntry(storage)
  } finally {
    await storage.close()
  }
  const target = await to.openTarget()
  try {
    await target.save({ ...target.state!, phase: 'done' })
  } finally {
    await target.close()
  }
}

function describe(result: MoveResult, from: End, to: End): CommandResult {
  const json = { from: from.name, to: to.name, ...result }
  if (result.wasDone) {
    return { json, text: `The move from ${from.name} to ${to.name} is done already.` }
  }
  const records = result.kinds.reduce((sum, { source }) => sum + source, 0)
  const { files, bytes } = result.files
  const all = `${records} records of ${result.kinds.length} kinds and ${files} files (${bytes} bytes)`
  if (result.isSame) {
    return { json, text: `${all} are in ${to.name}, each compared and the same.\n${hint(to)}` }
  }
  const lines = [...result.kinds.flatMap(linesOf), ...result.files.differences, ...result.findings]
  return {
    json,
    text: `${all} were compared, and these differ:\n${lines.map((line) => `  ${line}`).join('\n')}
If the source was written meanwhile, stop its server and run the same command again: it carries over what differs.`,
    exitCode: exitCodes.failed,
  }
}

const linesOf = ({ kind, source, target, differences }: Comparison): readonly string[] =>
  differences.length === 0
    ? []
    : [`${kind}: ${source} in the source, ${target} in the target`, ...differences]

const hint = ({ engine, folder, name }: End): string =>
  engine === 'sqlite'
    ? `Start the server with HOCBA_STORAGE=sqlite and HOCBA_DATA=${folder}.`
    : `Start servers with HOCBA_STORAGE=mongodb and HOCBA_MONGODB_URL for ${name}; the keys are in ${folder}.`
