import type { Refusal } from '../src/runtime/index.ts'
import { type CourseView, lessonsOf } from './course-view.ts'
import { type Notice, noticePage } from './page/notice.ts'
import { refusalText } from './refusal-text.ts'
import type { Texts } from './texts.ts'

/** Pages that stand where the course would be while nothing of it is open here. */

/** The sequencer turned a request down after the open lesson had gone away. */
export function refusedPage(refusal: Refusal, view: CourseView, texts: Texts): HTMLElement {
  const reason = refusalText({ refusal, titles: view.titles }, texts)
  const body = `${reason} ${texts.refusedGoHint}`
  return noticePage({ icon: 'lock', title: texts.refusedGoTitle, body }, texts)
}

/** The lesson ended and nothing follows by itself. */
export function nothingOpenPage(view: CourseView, texts: Texts): HTMLElement {
  const canGoOn = view.controls.continue.isShown && view.controls.continue.isAllowed
  const body = canGoOn ? texts.nothingBodyNext : texts.nothingBody
  return noticePage({ icon: 'check', title: texts.nothingTitle, body }, texts)
}

/** Nothing opens by itself: the learner chooses, if there is anything to choose. */
export function emptyPage(
  { view, texts, refusal }: { view: CourseView; texts: Texts; refusal: Refusal | undefined },
  onOpen: (activity: string) => void,
): HTMLElement {
  const first = lessonsOf(view.rows).find(({ isAllowed, success, completion }) => {
    return isAllowed && success !== 'passed' && completion !== 'completed'
  })
  const choice = first ?? lessonsOf(view.rows).find(({ isAllowed }) => isAllowed)
  if (choice !== undefined) {
    const label = texts.beginWith(choice.title)
    const open = { label, isPrimary: true, onChoose: () => onOpen(choice.activity) }
    const { chooseFirstTitle: title, chooseFirstBody: body } = texts
    return noticePage({ icon: 'list', title, body, actions: [open] }, texts)
  }
  const { emptyTitle: title, emptyBody } = texts
  const body = refusal ? refusalText({ refusal, titles: view.titles }, texts) : emptyBody
  return noticePage({ icon: 'lock', title, body }, texts)
}

/** The lesson is in a window of its own. */
export const inWindowPage = (texts: Texts, onFocus: () => void): HTMLElement =>
  windowPage(texts, {
    title: texts.windowTitle,
    body: texts.windowBody,
    actions: [{ label: texts.windowFocus, isPrimary: true, onChoose: onFocus }],
  })

/** The browser opens the window only in answer to a click. */
export const windowBlockedPage = (texts: Texts, onOpen: () => void): HTMLElement =>
  windowPage(texts, {
    title: texts.windowBlockedTitle,
    body: texts.windowBlockedBody,
    actions: [{ label: texts.windowOpen, isPrimary: true, onChoose: onOpen }],
  })

export const windowClosedPage = (texts: Texts, onReopen: () => void): HTMLElement =>
  windowPage(texts, {
    title: texts.windowClosedTitle,
    body: texts.windowClosedBody,
    actions: [{ label: texts.windowReopen, isPrimary: true, onChoose: onReopen }],
  })

const windowPage = (texts: Texts, notice: Omit<Notice, 'icon'>): HTMLElement =>
  noticePage({ icon: 'window', ...notice }, texts)
