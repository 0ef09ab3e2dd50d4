import type { Parts } from '../app.ts'
import { carryOutParts, keepList, replayListed } from '../compose-erasure.ts'
import { runErasures } from '../erasure/index.ts'
import { holdLease } from '../feeds/index.ts'
import { reportTo } from '../observability/log.ts'
import { repeatWork, type Work } from './repeat-work.ts'

/** How old a node's list of erasures may be when another node has carried one out. */
const listMilliseconds = 30_000

/**
 * Carries out what is ordered, looking for orders every two seconds; it stops between two portions. At the start it orders again
 * what the list of erasures has and the data, which came from a copy, do not.
 */
export function startErasures(parts: Parts): Work {
  const report = reportTo(parts.log, 'erasures.failed')
  const lease = holdLease(parts.storage, parts.clock, 'erasures')
  let isStopped = false
  const run = runErasures({
    ...carryOutParts(parts, parts.recorder.flush),
    mayWork: lease.take,
    isStopped: () => isStopped,
    report,
  })
  let hasReplayed = false
  let listDueAt = 0
  const work = async () => {
    if (!hasReplayed) await replayListed(parts)
    hasReplayed = true
    await run()
    if (performance.now() < listDueAt) return
    await keepList(parts)
    listDueAt = performance.now() + listMilliseconds
  }
  const repeated = repeatWork(2, work, report)
  repeated.now()
  return {
    async stop() {
      isStopped = true
      await repeated.stop()
      await lease.giveBack().catch(() => undefined)
    },
  }
}
