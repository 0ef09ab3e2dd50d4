import { createSetupLink } from './access/index.ts'
import { createApps, type Parts } from './app.ts'
import { type Clock, systemClock } from './base/clock.ts'
import { OperatorError } from './base/operator-error.ts'
import { Problem } from './base/problem.ts'
import { type Config, readConfig } from './config/index.ts'
import { sweepFiles, sweepTemp } from './content/index.ts'
import { startErasures } from './erasing.ts'
import { type DeliveryReport, followStore, holdLease, startDeliveries } from './feeds/index.ts'
import { contentModeOf } from './http/content-host.ts'
import { type Listening, listen } from './http/listen.ts'
import {
  closeSilentSessions,
  FetchedFiles,
  keepFetchedFiles,
  sweepSessionLogs,
  sweepTrials,
  workOnMoves,
} from './launch/index.ts'
import { runLedger } from './ledger/index.ts'
import { createLog, type Log } from './observability/log.ts'
import { openFiles } from './open-files.ts'
import { openStore } from './open-store.ts'
import { startCatchUp } from './questions/index.ts'
import { startJudging } from './registrations/index.ts'
import { repeatAlone } from './repeat-alone.ts'
import { type RepeatedWork, repeatWork } from './repeat-work.ts'
import { recordRequests } from './requests/index.ts'
import { statementObservers } from './statement-observers.ts'
import { announceCommits } from './storage/announce-commits.ts'
import { watchDisk } from './storage/files/disk-space.ts'
import { openLedgerKeys } from './storage/files/ledger-keys.ts'
import type { Storage } from './storage/port.ts'
import { startImports } from './transfer/index.ts'

/** A running server. */
export interface Running {
  readonly config: Config
  /** The one-time link for the first administrator, if there is none yet. */
  readonly setupUrl: string | undefined
  /** Resolves if the disk or the data fails: nothing can be written any more, and only a new start recovers. */
  readonly failed: Promise<void>
  /** Lets what is under way finish, then lets go of everything. */
  stop(): Promise<void>
}

/** Opens the storage, mounts the two origins and listens. Rejects if a port is taken or the data cannot be opened. */
export async function start(config: Config, clock: Clock = systemClock): Promise<Running> {
  const log = createLog(config.logLevel)
  let isStopping = false
  let isFailed = false
  const failure = Promise.withResolvers<void>()
  const { opened, files } = await openData(config, clock, (error) => {
    isFailed = true
    log.fatal({ event: 'storage.failed', err: error })
    failure.resolve()
  })
  const follower = followStore()
  const storage = announceCommits(opened, follower.announce)
  const ledgerKeys = openLedgerKeys(config)
  const recording = startRecording(storage, clock, { config, log })
  const parts: Parts = {
    recorder: recording.recorder,
    config,
    storage,
    follower,
    files: files.packages,
    importFiles: files.imports,
    fetchedFiles: new FetchedFiles(),
    ledgerKeys,
    disk: watchDisk(config.dataFolder, config),
    clock,
    log,
    isReady: () => !isStopping && !isFailed,
  }
  const servers = await listenAll(createApps(parts), config).catch(async (error) => {
    follower.stop()
    await storage.close()
    await files.close()
    throw error
  })
  const beside = workBeside(parts)
  const setup = await createSetupLink(storage, clock, {
    appUrl: config.appUrl,
    minutes: config.setupLinkMinutesMax,
  })
  const { appUrl, contentUrl } = config
  log.info({ event: 'server.started', appUrl, contentUrl, contentMode: contentModeOf(config) })
  return {
    config,
    setupUrl: setup?.url,
    failed: failure.promise,
    async stop() {
      if (isStopping) return
      isStopping = true
      const listening = servers.map((server) => server.stop(config.drainSecondsMax))
      await Promise.all([beside.stop(), ...listening])
      await recording.stop()
      // When nothing is recorded any more: its last checkpoint covers everything.
      await beside.ledger.stop()
      await storage.close()
      await files.close()
      log.info({ event: 'server.stopped' })
    },
  }
}

/** Opens records and files, or neither. */
async function openData(config: Config, clock: Clock, onFatal: (error: unknown) => void) {
  const opened = await openStore(config, clock, { onFatal })
  try {
    if (config.storage === 'mongodb') {
      const { agreeOnSettings } = await import('./storage/mongodb/agree-on-settings.ts')
      await agreeOnSettings(config.mongodbUrl, config)
    }
    return { opened, files: await openFiles(config, clock) }
  } catch (error) {
    await opened.close()
    throw error
  }
}

/** Listens on both origins, or on none. */
async function listenAll(
  { app, contentApp }: ReturnType<typeof createApps>,
  { port, contentPort, host, connectionsMax }: Config,
): Promise<Listening[]> {
  const first = await listen(app, { port, host, connectionsMax })
  try {
    return [first, await listen(contentApp, { port: contentPort, host, connectionsMax })]
  } catch (error) {
    await first.stop(0)
    throw error
  }
}

/**
 * What goes on beside the requests, until it is stopped. Each kind of work is done by one node at a time, and bears being done by
 * two: docs/operating.md, "Many nodes", says of each why.
 */
function workBeside(parts: Parts) {
  const { config, storage, importFiles, clock, log, follower, ledgerKeys, recorder } = parts
  const report = (event: string) => (error: unknown) => log.error({ event, err: error })
  const { ofPlayer, ofTools } = statementObservers(config.appUrl)
  const closeSilent = closeSilentSessions(storage, clock, { ...config, observers: ofPlayer })
  const sweeps = sweepsOf(parts)
  const closing = repeatAlone(60, closeSilent, {
    ...{ store: storage, clock, name: 'sessions' },
    report: report('sessions.close-failed'),
  })
  const keeping = keepFetched(parts)
  const moving = startMoves(storage, clock, {
    ...config,
    observers: [],
    report: report('moves.failed'),
  })
  const erasures = startErasures(
    { config, storage, clock, ledgerKeys, importFiles },
    { flush: recorder.flush, report: report('erasures.failed') },
  )
  const feeds = { ...config, store: storage, clock, follower }
  const deliveries = startDeliveries(feeds, reportDeliveries(log))
  const imports = startImports(
    { ...feeds, importFiles },
    { observers: ofTools, report: report('imports.failed') },
  )
  const catchingUp = holdLease(storage, clock, 'catch-up')
  const catchUp = startCatchUp(storage, {
    ...config,
    mayWork: catchingUp.take,
    tell: (progress) => log.info({ event: 'questions.caught-up', ...progress }),
    report: report('questions.catch-up-failed'),
  })
  const judging = startJudging(storage, {
    mayWork: catchingUp.take,
    tell: (progress) => log.info({ event: 'evidence.caught-up', ...progress }),
    report: report('evidence.catch-up-failed'),
  })
  const turn = holdLease(storage, clock, 'ledger')
  const ledger = runLedger(
    { store: storage, clock, keys: ledgerKeys, follower, turn },
    report('ledger.failed'),
  )
  return {
    ledger,
    async stop() {
      const working = [
        keeping.stop(),
        imports.stop(),
        deliveries.stop(config.drainSecondsMax),
        catchUp.stop(),
        judging.stop(),
      ]
      await Promise.all([closing.stop(), moving.stop(), erasures.stop(), sweeps.stop(), ...working])
      await catchingUp.giveBack().catch(() => undefined)
    },
  }
}

/** Removes every hour what is not needed any more. */
function sweepsOf({ config, storage, files, clock, log }: Parts): Pick<RepeatedWork, 'stop'> {
  const hour = 3_600
  const report = (event: string) => (error: unknown) => log.error({ event, err: error })
  const alone = (name: string, work: () => Promise<unknown>) =>
    repeatAlone(hour, work, { store: storage, clock, name, report: report(`${name}.sweep-failed`) })
  const ofFiles = alone('files', sweepFiles(storage, files, clock))
  // Of this machine, whatever others do on theirs.
  const ofTemp = repeatWork(hour, sweepTemp(files, clock), report('files.sweep-failed'))
  // Beside the start, since a large store takes a while; they touch nothing that is in use.
  ofFiles.now()
  ofTemp.now()
  const ofTrials = alone('trials', sweepTrials(storage, clock, config))
  const ofLogs = alone('session-logs', sweepSessionLogs(storage, clock, config))
  return {
    async stop() {
      // Not waited for: a sweep of files may take a minute, and may be broken off anywhere.
      void ofFiles.stop()
      void ofTemp.stop()
      await Promise.all([ofTrials.stop(), ofLogs.stop()])
    },
  }
}

/** Tells other nodes what courses fetched from this one; where there is one node, commits do that. */
function keepFetched({ config, storage, fetchedFiles, log }: Parts): Pick<RepeatedWork, 'stop'> {
  if (config.nodes === 'one') return { stop: async () => undefined }
  const keep = () => keepFetchedFiles(storage, fetchedFiles)
  const repeated = repeatWork(1, keep, (err) => log.error({ event: 'evidence.failed', err }))
  return {
    async stop() {
      await repeated.stop()
      await keep().catch(() => undefined)
    },
  }
}

/** Moves learners to other versions as it is ordered; it looks for orders every two seconds, and stops between two learners. */
function startMoves(
  storage: Storage,
  clock: Clock,
  rules: Parameters<typeof workOnMoves>[2],
): Pick<RepeatedWork, 'stop'> {
  let isStopped = false
  const work = workOnMoves(storage, clock, { ...rules, isStopped: () => isStopped })
  const repeated = repeatAlone(2, work, {
    ...{ store: storage, clock, name: 'moves', report: rules.report },
    hasWork: async () => (await storage.runningMoves()).length > 0,
  })
  return {
    stop() {
      isStopped = true
      return repeated.stop()
    },
  }
}

const reportDeliveries = (log: Log): DeliveryReport => ({
  disabled: ({ id, kind }) => log.warn({ event: `${kind}.disabled`, [kind]: id }),
  failed: (error) => log.error({ event: 'deliveries.failed', err: error }),
})

/** Keeps requests that are refused, written every second. */
function startRecording(storage: Storage, clock: Clock, { config, log }: RecordingParts) {
  const recorder = recordRequests(storage, clock, {
    ...config,
    report: (error) => log.error({ event: 'requests.record-failed', err: error }),
  })
  const writing = repeatWork(1, recorder.flush, () => undefined)
  return {
    recorder,
    async stop() {
      await writing.stop()
      await recorder.flush()
    },
  }
}

interface RecordingParts {
  readonly config: Config
  readonly log: Log
}

/** What a person sees in the terminal after a start. */
function greeting({ config, setupUrl }: Running): string {
  const lines = ['', `  hocba is running.`, '', `  Console   ${config.appUrl}`]
  if (setupUrl) {
    lines.push(
      '',
      `  Create the first administrator (this link works once, for ${config.setupLinkMinutesMax} minutes):`,
      `  ${setupUrl}`,
    )
  }
  lines.push('', '  Demonstration with forty learners:   npm run -s hocba -- demo', '')
  return `${lines.join('\n')}\n`
}

/**
 * Runs until SIGTERM or SIGINT, then drains and exits 0; exits 1 when the storage has failed.
 * @param announce what standard output gets once it runs
 */
export async function serve(
  env: NodeJS.ProcessEnv,
  announce: (running: Running) => string = greeting,
): Promise<void> {
  const running = await start(readConfig(env))
  process.stdout.write(announce(running))
  const stop = (code: number) =>
    void running.stop().then(
      () => process.exit(code),
      () => process.exit(1),
    )
  process.once('SIGTERM', () => stop(0))
  process.once('SIGINT', () => stop(0))
  void running.failed.then(() => stop(1))
}

/** What an operator is told when the start fails: a sentence, or the stack of an error that is nobody's but ours. */
export function explainStartError(error: unknown): string {
  if (error instanceof OperatorError) return error.message
  const { code, port, address, hostname, message } = error as NodeJS.ErrnoException & {
    port?: number
    address?: string
    hostname?: string
  }
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use. Stop what uses it, or set HOCBA_PORT (console) or HOCBA_CONTENT_PORT (courses).`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `This machine has no address ${address ?? hostname ?? ''}. Set HOCBA_HOST to one that it has.`
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full: ${message}. Make room on it, then start again.`
  }
  // Other refusals of the system say by themselves what was tried and on which path.
  if (code !== undefined && /^E[A-Z]+$/.test(code)) return `The system refuses: ${message}.`
  if (error instanceof Problem) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

if (import.meta.main) {
  serve(process.env).catch((error) => {
    process.stderr.write(`${explainStartError(error)}\n`)
    process.exit(1)
  })
}
