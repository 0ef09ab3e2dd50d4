import type { Texts } from '../texts.ts'
import { showDialog } from './dialog.ts'

/** Asks before the course is ended: what the learner mostly wants is a pause. */
export function confirmEnd(texts: Texts, onEnd: () => void): void {
  const end = () => {
    close()
    onEnd()
  }
  const close = showDialog({
    icon: 'endCourse',
    title: texts.endCourseTitle,
    body: [texts.endCourseBody],
    actions: [
      { label: texts.endCourse, onChoose: end },
      { label: texts.stayInCourse, isPrimary: true, onChoose: () => close() },
    ],
    onCancel: () => close(),
  })
}
