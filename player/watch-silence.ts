import type { Activity } from '../src/runtime/index.ts'
import type { CallLog } from './call-log.ts'

/** How long content may take to say its first word. */
export const silenceMs = 10_000

/**
 * Tells when the content of an activity has loaded and made no call for ten seconds: it does not look for the API, or does
 * not find it.
 * @returns to be called with each document that loads in the activity's frame
 */
export function watchSilence(
  log: CallLog,
  onSilent: (activity: Activity) => void,
): (activity: Activity | undefined) => void {
  let waitingFor: Activity | undefined
  let spoke: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  log.watch((line) => {
    if (line?.result === undefined) return
    spoke = line.activity
    if (line.activity === waitingFor?.id) clearTimeout(timer)
  })
  return (activity) => {
    if (activity === waitingFor) return
    clearTimeout(timer)
    waitingFor = activity
    if (activity?.kind !== 'sco' || spoke === activity.id) return
    timer = setTimeout(() => onSilent(activity), silenceMs)
  }
}
