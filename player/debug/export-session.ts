import { asCall } from './call-lines.ts'
import type { DebugView } from './debug-source.ts'
import { sentenceOf } from './sequencing-tab.ts'
import { valuesOf } from './state-tab.ts'
import { pointsOf } from './verdict-tab.ts'

/** Everything about the try-out in one file, for whoever made the package. Neither token nor signed address is in it. */
export async function exportSession(view: DebugView): Promise<void> {
  const { play, history, notes, openOptions } = view
  const { course, engine } = play.course
  const attempt = play.course.attempt()
  const { session, registration, attemptNumber, token } = play.session()
  const statements = await openOptions.server.trialStatements(token)
  const opened = Object.keys(attempt.activities)
  const content = {
    exportedAt: new Date().toISOString(),
    browser: navigator.userAgent,
    session,
    registration,
    attemptNumber,
    course: { id: course.id, title: course.title, standard: course.standard },
    verdict: pointsOf(view),
    ...notes.read(),
    progress: engine.courseProgress(course, attempt),
    values: Object.fromEntries(opened.map((id) => [id, valuesOf(attempt, id)])),
    sequencing: attempt.sequencing,
    globalObjectives: attempt.shared?.objectives,
    calls: history.lines().map((line) => ({
      ...asCall(line),
      ...(line.decision && { decision: line.decision, words: sentenceOf(line.decision, view) }),
    })),
    statements: statements.kind === 'ok' ? statements.body.statements : undefined,
  }
  const json = JSON.stringify(content, undefined, 2)
  const address = URL.createObjectURL(new Blob([json], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `hocba-${session.slice(0, 8)}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
