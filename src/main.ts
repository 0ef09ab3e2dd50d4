import { createSetupLink } from './access/index.ts'
import { createApps, type Parts } from './app.ts'
import { repeatWork } from './background/repeat-work.ts'
import { startBackground } from './background/start-background.ts'
import { type Clock, systemClock } from './base/clock.ts'
import { type Config, readConfig } from './config/index.ts'
import { explainStartError } from './explain-start-error.ts'
import { followStore, holdLease } from './feeds/index.ts'
import { contentModeOf } from './http/content-host.ts'
import { type Listening, listen } from './http/listen.ts'
import { FetchedFiles } from './launch/index.ts'
import { runLedger } from './ledger/index.ts'
import { createLog, reportTo } from './observability/log.ts'
import { openFiles } from './open-files.ts'
import { openStore } from './open-store.ts'
import { recordRequests } from './requests/index.ts'
import { announceCommits } from './storage/announce-commits.ts'
import { watchDisk } from './storage/files/disk-space.ts'
import { openLedgerKeys } from './storage/files/ledger-keys.ts'

/** A running server. */
export interface Running {
  readonly config: Config
  /** The one-time link for the first administrator, if there is none yet. */
  readonly setupUrl: string | undefined
  /** Resolves if the disk or the data fails: nothing can be written any more, and only a new start recovers. */
  readonly failed: Promise<void>
  /** Lets what is under way finish, then lets go of everything. Called again, it waits for the same. */
  stop(): Promise<void>
}

/** Opens the storage, mounts the two origins and listens. Rejects if a port is taken or the data cannot be opened. */
export async function start(config: Config, clock: Clock = systemClock): Promise<Running> {
  const log = createLog(config.logLevel)
  let isReady = true
  const failure = Promise.withResolvers<void>()
  const { opened, files } = await openData(config, clock, (error) => {
    isReady = false
    log.fatal({ event: 'storage.failed', err: error })
    failure.resolve()
  })
  const follower = followStore()
  const storage = announceCommits(opened, follower.announce)
  const parts: Parts = {
    config,
    storage,
    follower,
    files: files.packages,
    importFiles: files.imports,
    fetchedFiles: new FetchedFiles(),
    ledgerKeys: openLedgerKeys(config),
    disk: watchDisk(config.dataFolder, config),
    recorder: recordRequests(storage, clock, {
      ...config,
      report: reportTo(log, 'requests.record-failed'),
    }),
    clock,
    log,
    isReady: () => isReady,
  }
  const servers = await listenAll(createApps(parts), config).catch(async (error) => {
    follower.stop()
    await storage.close()
    await files.close()
    throw error
  })
  const recording = repeatWork(1, parts.recorder.flush, () => undefined)
  const background = startBackground(parts)
  const ledger = startLedger(parts)
  const setup = await createSetupLink(storage, clock, {
    appUrl: config.appUrl,
    signingKey: config.signingKey,
    minutes: config.setupLinkMinutesMax,
  })
  const { appUrl, contentUrl } = config
  log.info({ event: 'server.started', appUrl, contentUrl, contentMode: contentModeOf(config) })

  async function stop(): Promise<void> {
    isReady = false
    follower.stop()
    const listening = servers.map((server) => server.stop(config.drainSecondsMax))
    await Promise.all([background.stop(), ...listening])
    await recording.stop()
    await parts.recorder.flush()
    // When nothing is recorded any more: its last checkpoint covers everything.
    await ledger.stop()
    await storage.close()
    await files.close()
    log.info({ event: 'server.stopped' })
  }
  return { config, setupUrl: setup?.url, failed: failure.promise, stop: once(stop) }
}

/** The function, run at its first call; later calls wait for the same. */
function once(act: () => Promise<void>): () => Promise<void> {
  let run: Promise<void> | undefined
  return () => (run ??= act())
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

/** Builds the verifiable log beside the requests. */
const startLedger = ({ storage, clock, ledgerKeys, follower, log }: Parts) =>
  runLedger(
    {
      ...{ store: storage, clock, keys: ledgerKeys, follower },
      turn: holdLease(storage, clock, 'ledger'),
    },
    reportTo(log, 'ledger.failed'),
  )

/** What a person sees in the terminal after a start. */
function greeting({ config, setupUrl }: Running): string {
  const lines = ['', '  hocba is running.', '', `  Console   ${config.appUrl}`]
  if (setupUrl) {
    lines.push(
      '',
      `  Create the first administrator (this link works once, for at most ${config.setupLinkMinutesMax} minutes):`,
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
  // Not `once`: Ctrl-C comes twice where npm stands between, from the terminal and from npm, and the second would cut the drain.
  process.on('SIGTERM', () => stop(0))
  process.on('SIGINT', () => stop(0))
  void running.failed.then(() => stop(1))
}

if (import.meta.main) {
  serve(process.env).catch((error) => {
    process.stderr.write(`${explainStartError(error)}\n`)
    process.exit(1)
  })
}
