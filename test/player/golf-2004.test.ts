import type { Browser, BrowserContext, Page } from 'playwright-core'
import { describeInBrowser, openChromium } from '../support/browser.ts'
import {
  courseFrame,
  launchLink,
  prepareCourse,
  progressOf,
  statementsOf,
  until,
  verbName,
} from '../support/courses.ts'
import { testWithFixture } from '../support/fixtures.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { answerAll, canGoOn, goOn, moves, readLesson, turnPage } from './support/golf-course.ts'

/** SCORM 2004 packages that nobody here wrote, played to the end along the paths that their authors describe. */
describeInBrowser('Rustici golf packages of SCORM 2004', () => {
  let server: TestServer
  let browser: Browser
  let context: BrowserContext

  beforeAll(async () => {
    server = await startServer()
    browser = await openChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })
  beforeEach(async () => {
    context = await browser.newContext({ locale: 'en-US' })
    // The courses ask whether to go on where the learner was.
    context.on('page', (page) => page.on('dialog', (dialog) => dialog.accept()))
    await context.addInitScript(withoutInternet)
  })
  afterEach(() => context.close())

  async function openCourse(registration: string): Promise<Page> {
    const page = await context.newPage()
    await page.goto(await launchLink(server, registration))
    await page.waitForSelector('iframe')
    return page
  }

  const entry = (page: Page, title: string) =>
    page.getByRole('treeitem', { name: new RegExp(`^${title}, `) })

  /** Waits until the contents show a lesson as open to the learner. */
  const opensUp = (page: Page, title: string) =>
    until(
      () => entry(page, title).getAttribute('aria-disabled'),
      (disabled) => disabled === null,
    )

  for (const edition of ['2nd', '3rd']) {
    testWithFixture(
      `golf/golf_ContentPackagingSingleSCO_SCORM2004${edition}Edition.zip`,
      `single SCO of the ${edition} Edition that never speaks: leaving it keeps it as begun`,
      async (zip) => {
        const { registration, imported } = await prepareCourse(server, zip)
        expect(imported).toMatchObject({ standard: 'scorm2004', launchable: 1 })
        const page = await openCourse(registration)
        await (await courseFrame(page)).waitForLoadState()
        await page.getByRole('button', { name: 'Leave course' }).click()
        await page.getByText('Your result is saved.').waitFor()
        const { attempts, completion } = await progressOf(server, registration)
        expect({ attempts, completion }).toEqual({ attempts: 1, completion: 'incomplete' })
      },
      60_000,
    )
  }

  testWithFixture(
    'golf/golf_RuntimeMinimumCalls_SCORM20043rdEdition.zip',
    'minimum calls: the learner chooses every lesson, which say no more than Initialize and Terminate, and that completes the course',
    async (zip) => {
      const { registration } = await prepareCourse(server, zip)
      const page = await context.newPage()
      await page.goto(await launchLink(server, registration))
      await page.getByText('Choose a lesson to begin').waitFor()
      expect(
        await page.getByRole('button', { name: /^Next/ }).locator('visible=true').count(),
      ).toBe(1)
      expect(await canGoOn(page)).toBe(false)
      await page.getByRole('button', { name: 'Open: How to Play' }).click()
      const lessons = await page.locator('[role=treeitem].leaf').all()
      expect(lessons).toHaveLength(18)
      for (const lesson of lessons.slice(1)) await moves(page, () => lesson.click())
      await endCourse(page)
      const progress = await progressOf(server, registration)
      expect(progress).toMatchObject({ completion: 'completed' })
      expect(progress.activities.filter(({ completion }) => completion !== 'completed')).toEqual([])
    },
    120_000,
  )

  testWithFixture(
    'golf/golf_RuntimeBasicCalls_SCORM20043rdEdition.zip',
    'basic calls: bookmark, suspend, resume on another device, test, score; Exit ends the course, and it can be started again',
    async (zip) => {
      const { registration } = await prepareCourse(server, zip)
      const first = await openCourse(registration)
      for (let page = 0; page < 4; page++) await turnPage(await courseFrame(first))
      await (await courseFrame(first)).click('#butExit')
      await first.getByText('Your result so far').waitFor()
      await first.getByRole('button', { name: 'Continue learning' }).waitFor()

      const device = await browser.newContext({ locale: 'en-US' })
      const second = await device.newPage()
      second.on('dialog', (dialog) => dialog.accept())
      await second.goto(await launchLink(server, registration))
      const course = await courseFrame(second)
      await course.waitForFunction('window.currentPage === 4')
      for (let page = 4; page < 14; page++) await turnPage(course)
      await answerAll(course)
      await course.click('#butExit')
      await second.getByText('Congratulations, you passed').waitFor()
      const progress = await until(
        () => progressOf(server, registration),
        ({ success }) => success === 'passed',
      )
      expect(progress).toMatchObject({
        completion: 'completed',
        score: { scaled: 1 },
        progress: 1,
        attempts: 2,
      })
      const verbs = (await statementsOf(server, registration)).map(verbName)
      expect(verbs).toEqual(
        expect.arrayContaining(['initialized', 'suspended', 'resumed', 'passed']),
      )
      await second.getByRole('button', { name: 'Start again from the beginning' }).click()
      await (await courseFrame(second)).waitForFunction('window.currentPage === 0')
      expect(await progressOf(server, registration)).toMatchObject({ success: 'passed' })
      await device.close()
    },
    90_000,
  )

  testWithFixture(
    'golf/golf_SequencingForcedSequential_SCORM20043rdEdition.zip',
    'forced order: only the next lesson is open, earlier ones can be seen again, and all of them satisfy the course without a score',
    async (zip) => {
      const { registration } = await prepareCourse(server, zip)
      const page = await openCourse(registration)
      const titles = ['Playing the Game', 'Etiquette', 'Handicapping', 'Having Fun', 'Quiz']
      for (const [at, title] of titles.entries()) {
        await entry(page, title).locator('xpath=self::*[@aria-current]').waitFor()
        const shut = page.locator('[role=treeitem][data-explained]')
        await until(
          () => shut.count(),
          (count) => count === Math.max(0, titles.length - 1 - at),
        )
        const nextTitle = titles[at + 1]
        if (nextTitle === undefined) break
        if (at === 0) {
          await page.locator('.top-bar').press('Alt+ArrowRight')
          await page.locator('.toast').getByText('This lesson is not open to you yet.').waitFor()
        }
        await readLesson(page)
        await opensUp(page, nextTitle)
        if (title === 'Etiquette') {
          await moves(page, () => entry(page, 'Playing the Game').click())
          await entry(page, 'Playing the Game').locator('xpath=self::*[@aria-current]').waitFor()
          await moves(page, () => entry(page, 'Handicapping').click())
        } else await goOn(page)
      }
      const quiz = await courseFrame(page)
      await answerAll(quiz)
      await endCourse(page)
      await page.getByText('Congratulations, you passed').waitFor()
      const progress = await progressOf(server, registration)
      expect(progress).toMatchObject({ completion: 'completed', success: 'passed', score: null })
    },
    120_000,
  )

  testWithFixture(
    'golf/golf_SequencingPostTestRollup_SCORM20043rdEdition.zip',
    'post test: the test alone decides, failed by one learner and passed by another',
    async (zip) => {
      for (const isRight of [false, true]) {
        const { registration } = await prepareCourse(server, zip)
        const page = await openCourse(registration)
        for (const title of ['Etiquette', 'Handicapping', 'Having Fun', 'Quiz']) {
          await readLesson(page)
          await opensUp(page, title)
          await goOn(page)
        }
        await answerAll(await courseFrame(page), isRight)
        await endCourse(page)
        await page
          .getByText(isRight ? 'Congratulations, you passed' : 'Not passed this time')
          .waitFor()
        const progress = await progressOf(server, registration)
        expect(progress).toMatchObject({
          completion: 'completed',
          success: isRight ? 'passed' : 'failed',
          score: { scaled: isRight ? 1 : 0 },
        })
      }
    },
    120_000,
  )

  testWithFixture(
    'golf/golf_SequencingPostTestRollup_SCORM20043rdEdition.zip',
    'post test: a learner who failed it leaves, comes back to it, takes it again and passes; reading on alone decides nothing',
    async (zip) => {
      const { registration } = await prepareCourse(server, zip)
      const first = await openCourse(registration)
      for (const title of ['Etiquette', 'Handicapping', 'Having Fun', 'Quiz']) {
        await readLesson(first)
        await opensUp(first, title)
        const result = await progressOf(server, registration)
        expect(result).toMatchObject({ completion: 'incomplete', success: 'unknown', score: null })
        await goOn(first)
      }
      await answerAll(await courseFrame(first), false)
      await first.getByRole('button', { name: 'Leave course' }).click()
      await first.locator('.summary').waitFor()
      const failed = { completion: 'completed', success: 'failed', score: { scaled: 0 } }
      expect(await progressOf(server, registration)).toMatchObject({ ...failed, attempts: 1 })

      const second = await openCourse(registration)
      await entry(second, 'Quiz').locator('xpath=self::*[@aria-current]').waitFor()
      const quiz = await courseFrame(second)
      await quiz.waitForFunction('window.currentPage === 0')
      expect(await progressOf(server, registration)).toMatchObject(failed)
      await answerAll(quiz)
      await endCourse(second)
      await second.getByText('Congratulations, you passed').waitFor()
      expect(await progressOf(server, registration)).toMatchObject({
        completion: 'completed',
        success: 'passed',
        score: { scaled: 1 },
      })
      const said = (await statementsOf(server, registration)).filter(
        ({ object }) => object.definition?.type === 'http://adlnet.gov/expapi/activities/course',
      )
      const verbs = said.map(verbName).reverse()
      expect(verbs.indexOf('failed')).toBeGreaterThanOrEqual(0)
      expect(verbs.indexOf('passed')).toBeGreaterThan(verbs.indexOf('failed'))
      // Each lesson ended with `cmi.exit` suspend: it keeps its values, so nothing would begin anew [SN DB.2 5.1.1.1].
      await second.getByRole('button', { name: 'Look at the course again' }).click()
      const lesson = await courseFrame(second)
      await lesson.waitForFunction('window.currentPage === pageArray.length - 1')
      expect(await progressOf(server, registration)).toMatchObject({ success: 'passed' })
    },
    120_000,
  )

  testWithFixture(
    'golf/golf_SequencingPostTestRollup4thEd_SCORM20044thEdition.zip',
    '4th Edition: notes travel from lesson to lesson, progress has weights, and a jump leads straight to the hidden test',
    async (zip) => {
      const { registration } = await prepareCourse(server, zip)
      const page = await openCourse(registration)
      expect(await entry(page, 'Quiz').count()).toBe(0)
      const first = await courseFrame(page)
      await first.waitForFunction('window.currentPage === 0')
      await first.evaluate("SaveNotesText('Ghi chú: đánh gôn')")
      await readLesson(page)
      await opensUp(page, 'Etiquette')
      await goOn(page)
      const second = await courseFrame(page)
      await second.waitForFunction('window.currentPage === 0')
      expect(await second.evaluate('GetNotesText()')).toBe('Ghi chú: đánh gôn')
      await moves(page, () => second.evaluate('doJumpToTest()'))
      await entry(page, 'Quiz').waitFor()
      const quiz = await courseFrame(page)
      await quiz.waitForFunction('window.currentPage === 0')
      expect(await quiz.evaluate('GetNotesText()')).toBe('Ghi chú: đánh gôn')
      await answerAll(quiz)
      await endCourse(page)
      await page.getByText('Congratulations, you passed').waitFor()
      expect(await progressOf(server, registration)).toMatchObject({
        success: 'passed',
        score: { scaled: 1 },
      })
    },
    120_000,
  )

  async function endCourse(page: Page): Promise<void> {
    if ((await page.locator('.summary').count()) > 0) return
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'End the course' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'End the course' }).click()
    await page.locator('.summary').waitFor()
  }
})

/** One package takes its dialogs from a library on the internet, which tests do without. */
const withoutInternet = `window.$ ??= () => ({ dialog() {}, val() { return '' } })`
