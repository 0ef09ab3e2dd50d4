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
import { answerAll, canGoOn, goOn, turnPage } from './support/golf-course.ts'

/** Packages that nobody here wrote, played in a real browser through the real server. */
describeInBrowser('Rustici golf packages', () => {
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
  })
  afterEach(() => context.close())

  /** Opens the course in a tab of the same device, by a new link. */
  async function openCourse(registration: string): Promise<Page> {
    const page = await context.newPage()
    await page.goto(await launchLink(server, registration))
    await page.waitForSelector('iframe')
    return page
  }

  testWithFixture(
    'golf/golf_ContentPackagingSingleSCO_SCORM12.zip',
    'single SCO: it never speaks to the API, so opening it completes it',
    async (zip) => {
      const { registration, imported } = await prepareCourse(server, zip)
      expect(imported).toMatchObject({ standard: 'scorm12', verdict: 'warnings', launchable: 1 })
      expect(imported.findings.map(({ code }) => code)).toContain('api-never-called')
      const page = await openCourse(registration)
      await (await courseFrame(page)).waitForSelector('text=Not implemented yet')
      const progress = await until(
        () => progressOf(server, registration),
        ({ completion }) => completion === 'completed',
      )
      expect(progress).toMatchObject({ success: 'unknown', progress: 1, attempts: 1, score: null })
      const verbs = (await statementsOf(server, registration)).map(verbName)
      expect(verbs).toEqual(expect.arrayContaining(['completed', 'initialized']))
    },
  )

  testWithFixture(
    'golf/golf_ContentPackagingOneFilePerSCO_SCORM12.zip',
    'one file per SCO: the tab closes in the middle, the next one goes on there, and the end completes it',
    async (zip) => {
      const { registration } = await prepareCourse(server, zip)
      const first = await openCourse(registration)
      for (let page = 0; page < 5; page++) await goOn(first)
      const title = await (await courseFrame(first)).title()
      await first.close({ runBeforeUnload: false })
      await until(
        () => progressOf(server, registration),
        ({ progress }) => progress > 0.2,
      )

      const second = await openCourse(registration)
      await courseFrame(second).then((frame) =>
        frame.waitForFunction(`document.title === ${JSON.stringify(title)}`),
      )
      while (await canGoOn(second)) await goOn(second)
      const progress = await until(
        () => progressOf(server, registration),
        ({ completion }) => completion === 'completed',
      )
      expect(progress).toMatchObject({ progress: 1, attempts: 2 })
      expect(progress.activities.filter(({ completion }) => completion !== 'completed')).toEqual([])
    },
    60_000,
  )

  testWithFixture(
    'golf/golf_RuntimeBasicCalls_SCORM12.zip',
    'basic runtime calls: bookmark, resume after a closed tab, test, score, time and statements',
    async (zip) => {
      const { registration } = await prepareCourse(server, zip)
      const first = await openCourse(registration)
      for (let page = 0; page < 4; page++) await turnPage(await courseFrame(first))
      // Closed by a person: the course suspends itself in beforeunload, and only there.
      await first.close({ runBeforeUnload: true })
      await until(
        () => progressOf(server, registration),
        ({ completion }) => completion === 'incomplete',
      )

      const second = await context.newPage()
      // The course asks whether to go on where the learner was.
      second.on('dialog', (dialog) => dialog.accept())
      await second.goto(await launchLink(server, registration))
      const course = await courseFrame(second)
      await course.waitForFunction('window.currentPage === 4')
      for (let page = 4; page < 14; page++) await turnPage(course)
      await answerAll(course)
      // The course reports whole seconds: one must have passed for its time to be seen.
      await new Promise((resolve) => setTimeout(resolve, 1_200))
      await course.click('#butExit')
      const progress = await until(
        () => progressOf(server, registration),
        ({ seconds }) => seconds > 0,
      )
      expect(progress).toMatchObject({
        completion: 'completed',
        success: 'passed',
        score: { raw: 100, scaled: 1 },
        progress: 1,
        attempts: 2,
      })
      const statements = await until(
        () => statementsOf(server, registration),
        (found) => found.map(verbName).includes('terminated'),
      )
      expect(statements.map(verbName)).toEqual(
        expect.arrayContaining(['initialized', 'resumed', 'completed', 'passed', 'terminated']),
      )
      expect(
        statements.find((statement) => verbName(statement) === 'passed')?.result,
      ).toMatchObject({
        score: { scaled: 1, raw: 100 },
        success: true,
      })
    },
    60_000,
  )
})
