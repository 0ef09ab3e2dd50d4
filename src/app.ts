import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import express, { type Express, type RequestHandler } from 'express'
import { openAccess } from './access/index.ts'
import { auditing, auditOperations, keepLog } from './audit/index.ts'
import type { Clock } from './base/clock.ts'
import { readSchemas, validators } from './base/validator.ts'
import { cohortOperations } from './cohorts/index.ts'
import { beginParts } from './compose-erasure.ts'
import type { Config } from './config/index.ts'
import { contentOperations, type FileStore, fileRoutes } from './content/index.ts'
import { erasureOperations } from './erasure/index.ts'
import { feedOperations, type StoreFollower } from './feeds/index.ts'
import { admitRequests } from './http/admit-requests.ts'
import { appHeaders } from './http/app-headers.ts'
import { contentHeaders, requireContentHost, sandboxTokens } from './http/content-headers.ts'
import { contentLabelOf } from './http/content-host.ts'
import { describeOperations } from './http/describe-operations.ts'
import { healthRoutes } from './http/health.ts'
import { mountOperations } from './http/mount-operations.ts'
import type { Operation } from './http/operation.ts'
import { playerHeaders } from './http/player-headers.ts'
import { answerNotFound, problemHandler } from './http/problem-handler.ts'
import { giveRequestId } from './http/request-id.ts'
import { requireRoomForRecords, requireRoomForUpload } from './http/require-room.ts'
import { serveBundle } from './http/serve-bundle.ts'
import { watchRequests } from './http/watch-requests.ts'
import {
  type FetchedFiles,
  type LaunchParts,
  launchOperations,
  launchRoutes,
  registrationOfAccess,
  verifyAccess,
  versionMoveOperations,
} from './launch/index.ts'
import { type LedgerKeys, ledgerOperations } from './ledger/index.ts'
import type { Log } from './observability/log.ts'
import { foldCode, peopleOperations } from './people/index.ts'
import { questionOperations } from './questions/index.ts'
import { registrationOperations } from './registrations/index.ts'
import { type RequestRecorder, requestOperations } from './requests/index.ts'
import { statementObservers } from './statement-observers.ts'
import type { DiskSpace } from './storage/files/disk-space.ts'
import type { Storage, Writer } from './storage/port.ts'
import { transferOperations } from './transfer/index.ts'
import { queryOperations, statementOperations, xapiRoutes } from './xapi/index.ts'
import { xapiSandbox } from './xapi-sandbox.ts'

const root = join(import.meta.dirname, '..')
export const version = (
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
).version

/** What the server is made of: everything that has a state or touches the machine. */
export interface Parts {
  readonly config: Config
  readonly storage: Storage
  readonly files: FileStore
  /** Of statements that wait for their import. */
  readonly importFiles: FileStore
  /** What courses fetched since their last commits. */
  readonly fetchedFiles: FetchedFiles
  readonly disk: DiskSpace
  readonly clock: Clock
  readonly log: Log
  readonly recorder: RequestRecorder
  /** Wakes who follows the store. */
  readonly follower: StoreFollower
  /** Private keys of the verifiable log. */
  readonly ledgerKeys: LedgerKeys
  /** False once a stop is under way. */
  readonly isReady: () => boolean
}

/** The server's table of contents: the two origins, and what each serves. */
export function createApps(opened: Parts): { app: Express; contentApp: Express } {
  const parts: Parts = { ...opened, storage: auditing<Writer, Storage>(opened.storage) }
  const { config, storage, files, clock, follower } = parts
  const access = openAccess({
    ...config,
    store: storage,
    clock,
    learnerOf: (code) =>
      storage.transact(async (tx) => (await tx.findPersonByCode(foldCode(code)))?.id),
  })
  const operations: Operation[] = [
    ...access.operations,
    ...auditOperations({ store: storage }),
    ...peopleOperations({
      store: storage,
      clock,
      countRegistrations: (learners) => storage.countRegistrations(learners),
    }),
    ...contentOperations({ store: storage, files, clock, limits: config }),
    ...registrationOperations({ store: storage, clock }),
    ...questionOperations({ store: storage }),
    ...cohortOperations({ store: storage, clock }),
    ...erasureOperations(beginParts(parts)),
    ...launchOperations(launchParts(parts)),
    ...versionMoveOperations({ store: storage, clock }),
    ...ledgerOperations({ store: storage, keys: parts.ledgerKeys }),
    ...feedOperations({ ...config, store: storage, clock, follower }),
    ...transferOperations({ ...config, store: storage, clock, importFiles: parts.importFiles }),
    ...queryOperations({ ...config, store: storage, clock }),
    ...statementOperations({
      store: storage,
      appUrl: config.appUrl,
      signingKey: config.signingKey,
      nameOf: namesIn(storage),
    }),
    ...requestOperations({
      store: storage,
      clock,
      sandbox: xapiSandbox(parts),
      dropped: parts.recorder.dropped,
    }),
  ]
  const fileBytesMax = Math.max(config.packageBytesMax, config.importFileBytesMax)
  const guarded = operations.map((one) => requireRoomForUpload(one, parts.disk, fileBytesMax))
  // One budget for both origins: they share the process.
  const admit = admitRequests(config.requestsAtOnceMax, storage)
  return {
    app: appOrigin(parts, access, { operations: guarded, admit }),
    contentApp: contentOrigin(parts, admit),
  }
}

/** Names by id: of learners, and of staff who tried a course out. */
const namesIn =
  (storage: Storage) =>
  async (ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const names = new Map((await storage.findPeople(ids)).map(({ id, name }) => [id, name]))
    for (const id of ids) {
      const account = names.has(id) ? undefined : await storage.findAccount(id)
      if (account) names.set(id, account.name)
    }
    return names
  }

/** Console, `/api/v1`, `/xapi`. */
function appOrigin(
  parts: Parts,
  access: ReturnType<typeof openAccess>,
  { operations, admit }: { operations: readonly Operation[]; admit: RequestHandler },
): Express {
  const { config, storage, log, isReady } = parts
  const app = bareApp(parts)
  app.use(appHeaders(config.appUrl.startsWith('https:')))
  app.use(['/api/v1', '/xapi'], admit)
  app.use(
    healthRoutes(
      async () => isReady() && (await storage.consistentThrough()) >= 0,
      parts.disk.takes,
    ),
  )
  app.get('/api/v1/openapi.json', (_request, response) => {
    const serverUrl = `${config.appUrl}/api/v1`
    response.json(describeOperations(operations, readSchemas(), { version, serverUrl }))
  })
  app.use(
    '/api/v1',
    mountOperations(operations, {
      authenticate: (request, goesOn = false) =>
        access.authenticate({
          goesOn,
          method: request.method,
          authorization: request.get('authorization'),
          cookie: request.get('cookie'),
          origin: request.get('origin'),
          fetchSite: request.get('sec-fetch-site'),
        }),
      authoriser: access.authoriser,
      takeRequest: access.takeRequest,
      keepLog: keepLog(storage, parts.clock),
      validator: validators(),
      requestBytesMax: config.requestBytesMax,
    }),
    answerNotFound,
  )
  app.use('/xapi', requireRoomForRecords(parts.disk))
  app.use(
    '/xapi',
    xapiRoutes({
      ...config,
      store: storage,
      authenticate: access.authenticateProgram,
      observers: statementObservers(config.appUrl).ofTools,
    }),
    answerNotFound,
  )
  app.use(serveBundle(join(root, 'dist/console')))
  app.use(answerNotFound, problemHandler(log))
  return app
}

/** The player, what it says to the server, and the files of packages. Nothing of the console. */
function contentOrigin(parts: Parts, admit: RequestHandler): Express {
  const { config, storage, files, fetchedFiles, clock, log } = parts
  const app = bareApp(parts)
  const sandbox = sandboxTokens(config.contentAllow)
  app.use(contentHeaders(config), requireContentHost(config))
  app.use('/_player', playerHeaders({ isHttps: config.contentUrl.startsWith('https:'), sandbox }))
  app.use('/_player', serveBundle(join(root, 'dist/player')), answerNotFound)
  app.use(
    fileRoutes({
      store: storage,
      files,
      verifyAccess: (text, host) =>
        verifyAccess(text, config.signingKey, {
          now: clock(),
          label: contentLabelOf(host, config) ?? '',
        }),
      onServed(access, path) {
        const registration = registrationOfAccess(access)
        if (registration !== undefined) fetchedFiles.note(registration, path)
      },
      appUrl: config.appUrl,
      contentHosts: config.contentHosts,
      sandbox,
    }),
  )
  const launch = launchParts(parts)
  const rules = { ...launch.rules, fetchedFiles }
  app.use(
    '/_rt',
    requireRoomForRecords(parts.disk),
    admit,
    launchRoutes({ ...launch, rules }),
    answerNotFound,
  )
  app.use(answerNotFound, problemHandler(log))
  return app
}

const launchParts = ({ config, storage, clock }: Parts): LaunchParts => ({
  store: storage,
  clock,
  rules: { ...config, observers: statementObservers(config.appUrl).ofPlayer },
  validator: validators(),
})

function bareApp({ config, clock, recorder }: Parts): Express {
  const app = express()
  // xAPI has ETag rules of its own, and Express's would answer 304 where they do not allow it.
  app.set('etag', false)
  app.set('x-powered-by', false)
  app.set('query parser', false)
  app.set('trust proxy', config.trustedProxies)
  app.use(giveRequestId, watchRequests(clock, recorder.take))
  return app
}
