import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, readConfig } from '../config/index.ts'
import type { Examination } from '../storage/mongodb/examine.ts'
import type { BucketExamination } from '../storage/s3/examine-bucket.ts'
import { type Command, type CommandResult, exitCodes } from './command.ts'

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Look whether the database and the bucket are as a server needs them',
  details: `Says what the database is, and with MongoDB which indexes are missing or still being built, how many servers have it open, and how far
its clock is from this machine's; changes nothing there. With files in S3 it also writes an object into the bucket, reads, copies and deletes it,
and says what the bucket keeps by itself. Exit status 1 if a server would not start on them.

JSON: { engine: "sqlite", path, bytes, version } or { engine: "mongodb", server, facts, refusal, indexes: [{ collection, index,
state: "ready" | "building" | "missing" | "different" }], settings: { fingerprint, differences }, nodes, lanes, clockAheadMilliseconds }; with files in S3 also
files: { endpoint, bucket, prefix, done: ["list", "owner", "write", "read", "copy", "delete", "parts"], refusal, hints }`,
  options: {},
  examples: ['doctor', 'doctor --json'],
  async run({ env }) {
    const config = readConfig(env)
    const database = await describeDatabase(config)
    if (!config.s3) return database
    const { examineBucket } = await import('../storage/s3/examine-bucket.ts')
    return withBucket(database, await examineBucket(config.s3, config.signingKey))
  },
}

async function describeDatabase(config: Config): Promise<CommandResult> {
  if (config.storage === 'sqlite') return describeFile(join(config.dataFolder, 'hocba.db'))
  const { examineDatabase } = await import('../storage/mongodb/examine.ts')
  return describeExamination(await examineDatabase(config.mongodbUrl, config))
}

function withBucket(database: CommandResult, files: BucketExamination): CommandResult {
  const { endpoint, bucket, done, refusal, hints } = files
  const lines = [
    `Files are in the bucket "${bucket}" at ${endpoint ?? 'Amazon S3'}; what went well: ${done.join(', ') || 'nothing'}.`,
    ...(refusal === undefined ? [] : [refusal]),
    ...hints,
  ]
  return {
    ...database,
    json: { ...(database.json as object), files },
    text: [database.text, ...lines].join('\n'),
    ...(refusal !== undefined && { exitCode: exitCodes.failed }),
  }
}

function describeFile(path: string): CommandResult {
  const bytes = existsSync(path) ? statSync(path).size : 0
  const version = process.versions.sqlite
  return {
    json: { engine: 'sqlite', path, bytes, version },
    text: `SQLite ${version}, ${path}, ${bytes === 0 ? 'new' : `${bytes} bytes`}.`,
  }
}

/** Clocks further apart than this are worth a word: the records follow the one that is ahead. */
const clockMillisecondsMax = 1_000

function describeExamination(found: Examination): CommandResult {
  const { server, refusal, indexes, settings, nodes, lanes, clockAheadMilliseconds: ahead } = found
  const wanting = indexes.filter(({ state }) => state !== 'ready')
  const lines = [
    `${server}.`,
    ...(refusal === undefined ? [] : [refusal]),
    `${indexes.length - wanting.length} of ${indexes.length} indexes are ready.${wanting.length > 0 ? ' The next start makes those that are missing:' : ''}`,
    ...wanting.map(({ collection, index, state }) => `  ${collection}.${index}: ${state}`),
    settings.refusal ??
      `The keys and addresses are those of the other nodes (${settings.fingerprint}).`,
    `${nodes} processes have it open, with ${lanes.taken} of ${lanes.all} write lanes.`,
    ...(Math.abs(ahead) > clockMillisecondsMax
      ? [`Its clock is ${ahead} ms ahead of this machine's: let both be set by NTP.`]
      : []),
  ]
  const isUsable =
    refusal === undefined &&
    wanting.every(({ state }) => state !== 'different') &&
    settings.refusal === undefined
  return {
    json: { engine: 'mongodb', ...found },
    text: lines.join('\n'),
    ...(!isUsable && { exitCode: exitCodes.failed }),
  }
}
