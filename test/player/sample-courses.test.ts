import type { Browser, BrowserContext, Frame, Page } from 'playwright-core'
import { buildSamplePackage } from '../../sample-packages/build.ts'
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
import { startServer, type TestServer } from '../support/server.ts'

/** The main job on our own courses: played, left without warning, resumed elsewhere, finished, and asked about. */
describeInBrowser('the sample courses', () => {
  let server: TestServer
  let browser: Browser

  beforeAll(async () => {
    server = await startServer()
    browser = await openChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  /** Opens the course by a new link, as on a device that never saw it. */
  async function openOnNewDevice(registration: string, context?: BrowserContext): Promise<Page> {
    const page = await (context ?? (await browser.newContext({ locale: 'vi-VN' }))).newPage()
    await page.goto(await launchLink(server, registration))
    await page.waitForSelector('iframe')
    return page
  }

  test('single SCO: loaded again and closed without warning in the quiz, resumed on another device, passed with every answer recorded', async () => {
    const { registration, learner } = await prepareCourse(
      server,
      buildSamplePackage('an-toan-thong-tin'),
    )
    const first = await openOnNewDevice(registration)
    const course = await courseFrame(first)
    for (let page = 0; page < 6; page++) await course.getByTestId('next').click()
    await choose(course, 'answer-q1-b')
    await course.getByTestId('answer-q2-f').waitFor()
    await first.reload()
    await (await courseFrame(first)).getByTestId('answer-q2-f').waitFor()
    await first.close({ runBeforeUnload: false })
    await until(
      () => progressOf(server, registration),
      ({ completion }) => completion === 'incomplete',
    )

    const second = await openOnNewDevice(registration)
    const resumed = await courseFrame(second)
    await choose(resumed, 'answer-q2-f')
    await resumed.getByTestId('answer-q3').fill('3')
    await checkAndGoOn(resumed)
    for (const [row, value] of ['c', 'b', 'a'].entries()) {
      await resumed.getByTestId(`match-q4-${row + 1}`).selectOption(value)
    }
    await checkAndGoOn(resumed)
    for (const option of ['b', 'd', 'a', 'c'])
      await resumed.getByTestId(`answer-q5-${option}`).click()
    await checkAndGoOn(resumed)
    await resumed.getByTestId('finish').click()

    const progress = await until(
      () => progressOf(server, registration),
      ({ success }) => success === 'passed',
    )
    expect(progress).toMatchObject({
      completion: 'completed',
      score: { raw: 100, scaled: 1 },
      progress: 1,
      attempts: 2,
    })
    expect(contradictions(progress)).toEqual([])
    const statements = await statementsOf(server, registration)
    expect(statements.filter((statement) => verbName(statement) === 'responded')).toHaveLength(5)
    expect(statements.map(verbName)).toEqual(
      expect.arrayContaining(['initialized', 'resumed', 'completed', 'passed', 'terminated']),
    )
    expect(new Set(statements.map(({ actor }) => actor.account?.name))).toEqual(new Set([learner]))
  }, 60_000)

  test('several SCOs: the tab is closed and opened again, the test is locked until both lessons are done, and failing it is recorded as failed', async () => {
    const { registration } = await prepareCourse(server, buildSamplePackage('ky-nang-so'))
    let page = await openOnNewDevice(registration)
    for (const lesson of ['GIOI-THIEU', 'BAI-1', 'BAI-2']) {
      const state = await progressOf(server, registration)
      expect(
        state.activities.find(({ activity }) => activity === 'KIEM-TRA')?.completion ??
          'not-attempted',
      ).toBe('not-attempted')
      await readLesson(page)
      await until(
        () => progressOf(server, registration),
        ({ activities }) =>
          activities.some(
            ({ activity, completion }) => activity === lesson && completion === 'completed',
          ),
      )
      if (lesson === 'GIOI-THIEU') {
        await closeAsPersonsDo(page)
        page = await openOnNewDevice(registration, page.context())
        await until(
          () => courseFrame(page).then((frame) => frame.url()),
          (url) => url.includes('van-ban-dien-tu'),
        )
      }
    }
    await until(
      () => courseFrame(page).then((frame) => frame.url()),
      (url) => url.includes('thuat-ngu'),
    )
    await page
      .getByRole('button', { name: /^(Bài tiếp|Tiếp)/ })
      .locator('visible=true')
      .first()
      .click()
    const exam = await until(
      () => courseFrame(page),
      (frame) => !frame.url().includes('thuat-ngu'),
    )
    await exam.getByTestId('next').click()
    await choose(exam, 'answer-gia-tri-a')
    await choose(exam, 'answer-chu-ky-b')
    await exam.getByTestId('answer-dinh-dang').fill('DOC')
    await checkAndGoOn(exam)
    await choose(exam, 'answer-chia-se-t')
    await choose(exam, 'answer-y-kien-4')
    await exam.getByTestId('finish').click()

    const progress = await until(
      () => progressOf(server, registration),
      ({ success }) => success !== 'unknown',
    )
    expect(progress).toMatchObject({
      completion: 'completed',
      success: 'failed',
      progress: 1,
      attempts: 2,
    })
    expect(contradictions(progress)).toEqual([])
    expect((await statementsOf(server, registration)).map(verbName)).toContain('failed')
  }, 60_000)

  test('in two tabs: the second takes over, and the first says so instead of overwriting', async () => {
    const { registration } = await prepareCourse(server, buildSamplePackage('an-toan-thong-tin'))
    const context = await browser.newContext({ locale: 'vi-VN' })
    const first = await openOnNewDevice(registration, context)
    await (await courseFrame(first)).getByTestId('next').click()
    await until(
      () => progressOf(server, registration),
      ({ completion }) => completion === 'incomplete',
    )

    const second = await openOnNewDevice(registration, context)
    await (await courseFrame(second)).getByTestId('next').click()

    await (await courseFrame(first)).getByTestId('next').click()
    await first.getByText('Khóa học đang mở ở nơi khác').waitFor()
    await until(
      () => progressOf(server, registration),
      ({ attempts }) => attempts === 2,
    )

    await first.getByRole('button', { name: 'Tiếp tục ở đây' }).click()
    await (await courseFrame(first)).getByTestId('next').waitFor()
    await until(
      () => progressOf(server, registration),
      ({ attempts }) => attempts === 3,
    )
    await (await courseFrame(second)).getByTestId('next').click()
    await second.getByText('Khóa học đang mở ở nơi khác').waitFor()
  }, 60_000)

  test('two courses in two tabs of a device: what one tab could not send is left to it', async () => {
    const [one, two] = await Promise.all([
      prepareCourse(server, buildSamplePackage('an-toan-thong-tin')),
      prepareCourse(server, buildSamplePackage('ky-nang-so')),
    ])
    const context = await browser.newContext({ locale: 'vi-VN' })
    const first = await openOnNewDevice(one.registration, context)
    let isReachable = false
    await first.route('**/_rt/**', (route) => (isReachable ? route.continue() : route.abort()))
    await (await courseFrame(first)).getByTestId('next').click()
    await first
      .getByText(/^Mất kết nối/)
      .first()
      .waitFor()

    const second = await openOnNewDevice(two.registration, context)
    await (await courseFrame(second)).getByTestId('next').click()
    await until(
      () => progressOf(server, two.registration),
      ({ completion }) => completion === 'incomplete',
    )
    await (await courseFrame(first)).getByTestId('next').click()
    isReachable = true
    await first
      .getByText(/^Đã lưu \d/)
      .first()
      .waitFor({ timeout: 40_000 })
    expect(await progressOf(server, one.registration)).toMatchObject({ attempts: 1 })
  }, 60_000)

  test('killed while the server cannot be reached: the next link on the device goes on behind the last answer', async () => {
    const { registration } = await prepareCourse(server, buildSamplePackage('an-toan-thong-tin'))
    const context = await browser.newContext({ locale: 'vi-VN' })
    let isReachable = true
    await context.route('**/_rt/**', (route) => (isReachable ? route.continue() : route.abort()))
    const page = await openOnNewDevice(registration, context)
    const course = await courseFrame(page)
    for (let next = 0; next < 6; next++) await course.getByTestId('next').click()
    await course.getByTestId('answer-q1-b').waitFor()
    await until(
      () => progressOf(server, registration),
      ({ completion }) => completion === 'incomplete',
    )
    isReachable = false
    await choose(course, 'answer-q1-b')
    await course.getByTestId('answer-q2-f').waitFor()
    await page
      .getByText(/^Mất kết nối/)
      .first()
      .waitFor()
    await kill(page)
    expect((await statementsOf(server, registration)).map(verbName)).not.toContain('responded')

    isReachable = true
    const again = await openOnNewDevice(registration, context)
    await (await courseFrame(again)).getByTestId('answer-q2-f').waitFor()
    expect((await statementsOf(server, registration)).map(verbName)).toContain('responded')
  }, 60_000)
})

/** What the server's own sight says against the result, apart from haste: nobody reads and answers as fast as these tests do. */
const contradictions = ({ evidenceReport }: Awaited<ReturnType<typeof progressOf>>) =>
  evidenceReport.findings.filter(({ code }) => !code.endsWith('-too-fast'))

/** Closes the tab with all that a course does on its way out. */
async function closeAsPersonsDo(page: Page): Promise<void> {
  page.on('dialog', (dialog) => dialog.accept())
  const closed = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await closed
}

/** Ends the page's process: nothing of the page runs any more. */
async function kill(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash')
  const devtools = await page.context().newCDPSession(page)
  void devtools.send('Page.crash').catch(() => undefined)
  await crashed
}

/** Goes through a lesson's pages, ends it by the lesson's own button, and waits until the player has moved on. */
async function readLesson(page: Page): Promise<void> {
  const lesson = await courseFrame(page)
  const url = lesson.url()
  const finish = lesson.getByTestId('finish')
  const next = lesson.getByTestId('next')
  while (!(await finish.isVisible())) await next.click()
  await finish.click()
  await until(
    async () => (await courseFrame(page)).url(),
    (now) => now !== url && now !== 'about:blank',
  )
}

async function choose(course: Frame, ...answers: string[]): Promise<void> {
  for (const answer of answers) await course.getByTestId(answer).click()
  await checkAndGoOn(course)
}

async function checkAndGoOn(course: Frame): Promise<void> {
  await course.getByTestId('check').click()
  await course.getByTestId('quiz-next').click()
}
