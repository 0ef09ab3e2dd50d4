import type { Frame, Page } from 'playwright-core'
import { courseFrame, until } from '../../support/courses.ts'

/** What the scripts of the golf packages offer, pressed as a learner presses it. */

export const nextButton = (page: Page) =>
  page.getByRole('button', { name: /^Next/ }).locator('visible=true').first()

export const canGoOn = async (page: Page): Promise<boolean> =>
  (await nextButton(page).count()) > 0 && (await nextButton(page).isEnabled())

/** Presses Next and waits until another document stands in the course's frame. */
export async function goOn(page: Page): Promise<void> {
  await moves(page, () => nextButton(page).click())
}

/** Does something that makes the player show another activity, and waits for it. */
export async function moves(page: Page, act: () => Promise<unknown>): Promise<void> {
  const before = (await courseFrame(page)).url()
  await act()
  await until(
    async () => (await courseFrame(page)).url(),
    (url) => url !== before && url !== 'about:blank',
  )
}

/** Presses the course's own Next, and waits for the page. */
export async function turnPage(course: Frame): Promise<void> {
  await course.waitForSelector('#butNext:not([disabled])')
  const page = await course.evaluate('window.currentPage')
  await course.click('#butNext')
  await course.waitForFunction(`window.currentPage === ${Number(page) + 1}`)
}

/** Goes through all pages of the lesson in the frame. */
export async function readLesson(page: Page): Promise<void> {
  const course = await courseFrame(page)
  await course.waitForFunction('window.currentPage !== null && window.pageArray !== undefined')
  while (await course.evaluate('currentPage < pageArray.length - 1')) await turnPage(course)
}

/**
 * Answers the course's own test, as its own script knows the answers, and submits.
 * @param isRight false: none of the answers that can be wrong is right.
 */
export async function answerAll(course: Frame, isRight = true): Promise<void> {
  const test = await until(
    async () => course.childFrames().find((frame) => frame.url().includes('assessmenttemplate')),
    (frame) => frame !== undefined,
  )
  await test!.waitForFunction(
    'window.test && window.test.Questions.length > 0 && document.forms.length > 0',
  )
  await test!.evaluate(`for (const { Id, Type, Answers, CorrectAnswer } of test.Questions) {
    const field = (suffix) => document.getElementById('question_' + Id + '_' + suffix)
    const right = Type === 'choice' ? Answers.indexOf(CorrectAnswer) : undefined
    if (Type === 'choice') field(${isRight} ? right : (right + 1) % Answers.length).checked = true
    else if (Type === 'true-false') field(CorrectAnswer === ${isRight} ? 'True' : 'False').checked = true
    else field('Text').value = ${isRight} ? CorrectAnswer : 'none of them'
  }`)
  await test!.evaluate('SubmitAnswers()')
}
