import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Frame, Page } from 'playwright-core'
import { describeInBrowser, openChromium } from '../support/browser.ts'
import { courseFrame, launchLink, prepareCourse, progressOf, until } from '../support/courses.ts'
import { freePorts, type TestServer } from '../support/server.ts'
import { clientOf, type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { smallCourse } from '../support/small-course.ts'

/** The learner's page stays as it is while the server dies and comes back. */
describeInBrowser('a player whose server is killed', () => {
  let folder: string
  let env: Record<string, string>
  let server: ServerProcess
  let client: TestServer
  let browser: Browser
  let page: Page
  let registration: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hocba-restart-'))
    const [port, contentPort] = await freePorts(2)
    env = { HOCBA_DATA: folder, HOCBA_PORT: String(port), HOCBA_CONTENT_PORT: String(contentPort) }
    server = await startServerProcess(env)
    client = await clientOf(env)
    browser = await openChromium()
    page = await (await browser.newContext()).newPage()
    registration = (await prepareCourse(client, smallCourse())).registration
    await page.goto(await launchLink(client, registration))
  })
  afterAll(async () => {
    await browser?.close()
    await server?.crash()
    rmSync(folder, { recursive: true, force: true })
  })

  const set = (frame: Frame, element: string, value: string) =>
    frame.evaluate(`window.lms.LMSSetValue(${JSON.stringify(element)}, ${JSON.stringify(value)})`)

  test('goes on, and the server has everything once it is back', async () => {
    const frame = await courseFrame(page)
    await frame.waitForFunction('window.lms')
    expect(await set(frame, 'cmi.core.lesson_location', 'before')).toBe('true')
    await until(
      () => progressOf(client, registration),
      ({ completion }) => completion === 'incomplete',
    )

    await server.crash()
    expect(await set(frame, 'cmi.core.score.raw', '80')).toBe('true')
    expect(await set(frame, 'cmi.core.lesson_status', 'passed')).toBe('true')
    expect(await frame.evaluate(`window.lms.LMSCommit('')`)).toBe('true')
    expect(await frame.evaluate(`window.lms.LMSGetValue('cmi.core.lesson_location')`)).toBe(
      'before',
    )

    server = await startServerProcess(env)
    const progress = await until(
      () => progressOf(client, registration),
      ({ completion }) => completion === 'completed',
    )
    expect(progress).toMatchObject({ success: 'passed', score: { raw: 80 }, attempts: 1 })
  }, 60_000)
})
