import type { Browser, BrowserContext } from 'playwright-core'
import { describeInBrowser, openChromium } from '../support/browser.ts'
import { courseFrame, launchLink, prepareCourse, progressOf, until } from '../support/courses.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { smallCourse } from '../support/small-course.ts'

/** What HOCBA_CONTENT_ALLOW=none must not take from courses. What it takes from hostile ones: isolation.test.ts. */
describeInBrowser('with nothing allowed in HOCBA_CONTENT_ALLOW', () => {
  let server: TestServer
  let browser: Browser
  let context: BrowserContext

  beforeAll(async () => {
    server = await startServer({ env: { HOCBA_CONTENT_ALLOW: 'none' } })
    browser = await openChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })
  beforeEach(async () => {
    context = await browser.newContext({ locale: 'vi-VN' })
  })
  afterEach(() => context.close())

  const launch = async (registration: string) => {
    const page = await context.newPage()
    await page.goto(await launchLink(server, registration))
    return page
  }

  test('a course plays and reports, and nothing offers to fill the screen', async () => {
    const { registration } = await prepareCourse(server, smallCourse())
    const page = await launch(registration)
    const course = await courseFrame(page)
    await course.waitForFunction('window.lms !== undefined')
    await course.evaluate("lms.LMSSetValue('cmi.core.lesson_status', 'completed')")
    await until(
      () => progressOf(server, registration),
      ({ completion }) => completion === 'completed',
    )
    expect(await page.getByRole('button', { name: 'Toàn màn hình' }).count()).toBe(0)
  })

  test('a course runs in a window of its own', async () => {
    const { registration } = await prepareCourse(server, smallCourse())
    const page = await launch(registration)
    await (await courseFrame(page)).waitForFunction('window.lms !== undefined')
    await page.getByRole('button', { name: 'Thao tác khác' }).click()
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('menuitem', { name: /cửa sổ riêng/ }).click(),
    ])
    await popup.waitForFunction('opener.API?.LMSInitialize("") === "true"')
    const set = 'opener.API.LMSSetValue("cmi.core.lesson_location", "7")'
    expect(await popup.evaluate(set)).toBe('true')
  })

  test('a try-out leads back to the console', async () => {
    const { package: id } = await prepareCourse(server, smallCourse())
    const answer = await server.request('POST', `/api/v1/packages/${id}/trials`, {})
    const page = await context.newPage()
    await page.goto(((await answer.json()) as { launchUrl: string }).launchUrl)
    await (await courseFrame(page)).waitForFunction('window.lms !== undefined')
    await page.getByRole('button', { name: 'Rời khóa học' }).click()
    await page.locator('a.button.primary').click()
    await page.waitForURL(`${server.config.appUrl}/**`)
  })
})
