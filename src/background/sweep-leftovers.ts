import type { Parts } from '../app.ts'
import { sweepFiles, sweepTemp } from '../content/index.ts'
import { sweepSessionLogs, sweepTrials } from '../launch/index.ts'
import { reportTo } from '../observability/log.ts'
import { repeatAlone } from './repeat-alone.ts'
import { repeatWork, type Work } from './repeat-work.ts'

const hourSeconds = 3_600

/** Removes every hour what is not needed any more: files of no package, old try-outs, old logs of sessions. */
export function startSweeps({ config, storage, files, clock, log }: Parts): Work {
  const alone = (name: string, sweep: () => Promise<unknown>) =>
    repeatAlone(hourSeconds, sweep, {
      ...{ store: storage, clock, name },
      report: reportTo(log, `${name}.sweep-failed`),
    })
  const ofFiles = alone('files', sweepFiles(storage, files, clock))
  // Of this machine, whatever others do on theirs.
  const ofTemp = repeatWork(
    hourSeconds,
    sweepTemp(files, clock),
    reportTo(log, 'files.sweep-failed'),
  )
  const ofTrials = alone('trials', sweepTrials(storage, clock, config))
  const ofLogs = alone('session-logs', sweepSessionLogs(storage, clock, config))
  // Beside the start, since a large store takes a while; they touch nothing that is in use.
  ofFiles.now()
  ofTemp.now()
  return {
    async stop() {
      // Not waited for: a sweep of files may take a minute, and may be broken off anywhere.
      void ofFiles.stop()
      void ofTemp.stop()
      await Promise.all([ofTrials.stop(), ofLogs.stop()])
    },
  }
}
