import type { Parts } from '../app.ts'
import { holdLease, startDeliveries } from '../feeds/index.ts'
import { closeSilentSessions, keepFetchedFiles, workOnMoves } from '../launch/index.ts'
import { reportTo } from '../observability/log.ts'
import { startCatchUp } from '../questions/index.ts'
import { startJudging } from '../registrations/index.ts'
import { statementObservers } from '../statement-observers.ts'
import { startImports } from '../transfer/index.ts'
import { startErasures } from './carry-out-erasures.ts'
import { repeatAlone } from './repeat-alone.ts'
import { repeatWork, type Work } from './repeat-work.ts'
import { startSweeps } from './sweep-leftovers.ts'

/** Starts all that goes on beside the requests. */
export function startBackground(parts: Parts): Work {
  const works = [
    closeSilent(parts),
    startSweeps(parts),
    tellFetched(parts),
    moveLearners(parts),
    startErasures(parts),
    deliver(parts),
    importStatements(parts),
    catchUp(parts),
  ]
  return {
    async stop() {
      await Promise.all(works.map((work) => work.stop()))
    },
  }
}

/** Closes sessions of players from which nothing has come for too long, every minute. */
function closeSilent({ config, storage, clock, log }: Parts): Work {
  const observers = statementObservers(config.appUrl).ofPlayer
  return repeatAlone(60, closeSilentSessions(storage, clock, { ...config, observers }), {
    ...{ store: storage, clock, name: 'sessions' },
    report: reportTo(log, 'sessions.close-failed'),
  })
}

/** Tells other nodes every second what courses fetched from this one; where there is one node, commits do that. */
function tellFetched({ config, storage, fetchedFiles, log }: Parts): Work {
  if (config.nodes === 'one') return { stop: async () => undefined }
  const tell = () => keepFetchedFiles(storage, fetchedFiles)
  const telling = repeatWork(1, tell, reportTo(log, 'evidence.failed'))
  return {
    async stop() {
      await telling.stop()
      await tell().catch(() => undefined)
    },
  }
}

/** Moves learners to other versions as it is ordered; it looks for orders every two seconds, and stops between two learners. */
function moveLearners({ config, storage, clock, log }: Parts): Work {
  let isStopped = false
  const report = reportTo(log, 'moves.failed')
  const work = workOnMoves(storage, clock, {
    ...{ ...config, observers: [], report },
    isStopped: () => isStopped,
  })
  const moving = repeatAlone(2, work, {
    ...{ store: storage, clock, name: 'moves', report },
    hasWork: async () => (await storage.runningMoves()).length > 0,
  })
  return {
    stop() {
      isStopped = true
      return moving.stop()
    },
  }
}

/** Delivers to webhooks and other record stores what is stored. */
function deliver({ config, storage, clock, follower, log }: Parts): Work {
  const deliveries = startDeliveries(
    { ...config, store: storage, clock, follower },
    {
      disabled: ({ id, kind }) => log.warn({ event: `${kind}.disabled`, [kind]: id }),
      failed: reportTo(log, 'deliveries.failed'),
    },
  )
  return { stop: () => deliveries.stop(config.drainSecondsMax) }
}

/** Works on imports of statements, one after the other. */
const importStatements = ({ config, storage, clock, follower, importFiles, log }: Parts): Work =>
  startImports(
    { ...config, store: storage, clock, follower, importFiles },
    {
      observers: statementObservers(config.appUrl).ofTools,
      report: reportTo(log, 'imports.failed'),
    },
  )

/** Works off what an upgrade has left: answers in earlier statements, and results that nobody has judged. */
function catchUp({ config, storage, clock, log }: Parts): Work {
  const lease = holdLease(storage, clock, 'catch-up')
  const rulesFor = (slice: 'questions' | 'evidence') => ({
    mayWork: lease.take,
    tell: (progress: object) => log.info({ event: `${slice}.caught-up`, ...progress }),
    report: reportTo(log, `${slice}.catch-up-failed`),
  })
  const works = [
    startCatchUp(storage, { ...config, ...rulesFor('questions') }),
    startJudging(storage, rulesFor('evidence')),
  ]
  return {
    async stop() {
      await Promise.all(works.map((work) => work.stop()))
      // If that fails, it runs out.
      await lease.giveBack().catch(() => undefined)
    },
  }
}
