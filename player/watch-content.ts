import type { Activity } from '../src/runtime/index.ts'
import type { CallLog } from './call-log.ts'
import type { SessionNotes } from './session-notes.ts'
import { watchFiles } from './watch-files.ts'
import { watchSilence } from './watch-silence.ts'

/** Notes what the content misses, and whether it says anything. To be called with each document of the course's frame. */
export function contentWatch(
  log: CallLog,
  notes: SessionNotes,
): (document: Document, about: { activity: Activity | undefined; filesPrefix: string }) => void {
  const expectWord = watchSilence(log, ({ id }) => notes.silent(id))
  return (document, { activity, filesPrefix }) => {
    const onMissing = (path: string) => notes.missing(path, activity?.id ?? '')
    watchFiles(document, { filesPrefix, onMissing })
    expectWord(activity)
  }
}
