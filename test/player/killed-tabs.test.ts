import type { Browser, BrowserContext, Frame, Page } from 'playwright-core'
import { describeInBrowser, openChromium } from '../support/browser.ts'
import { courseFrame, launchLink, prepareCourse, until } from '../support/courses.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { smallCourse2004 } from '../support/small-course-2004.ts'

/** HOCBA_TEST_KILLED_TABS tabs of each kind die; 5 unless told. */
const tabs = Number(process.env.HOCBA_TEST_KILLED_TABS ?? 5)
/** The course writes so often; each value is its number. */
const tickMs = 50
/** What a second holds, and the time in which the last number is asked for. */
const lostMax = (1_000 + 100) / tickMs

describeInBrowser(`${tabs} tabs killed at random moments`, () => {
  let server: TestServer
  let browser: Browser
  let registration: string

  beforeAll(async () => {
    server = await startServer()
    browser = await openChromium()
    registration = (await prepareCourse(server, smallCourse2004())).registration
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  async function open(device: BrowserContext): Promise<{ page: Page; sco: Frame }> {
    const page = await device.newPage()
    await page.goto(await launchLink(server, registration))
    await until(
      async () => page.frames().some((frame) => frame.url().includes('sco=')),
      (isThere) => isThere,
    )
    const sco = await courseFrame(page)
    await sco.waitForFunction('window.lms !== undefined')
    return { page, sco }
  }

  const located = (sco: Frame) => sco.evaluate("Number(lms.GetValue('cmi.location'))")

  /** Lets the course write for a while, then kills its process; @returns the last number that was written for certain. */
  async function writeAndDie({ page, sco }: { page: Page; sco: Frame }): Promise<number> {
    await sco.evaluate(`window.count = Number(lms.GetValue('cmi.location'))
      setInterval(() => lms.SetValue('cmi.location', String(++count)), ${tickMs})`)
    await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 1_500))
    const last = Number(await sco.evaluate('window.count'))
    const crashed = page.waitForEvent('crash')
    const devtools = await page.context().newCDPSession(page)
    void devtools.send('Page.crash').catch(() => undefined)
    await crashed
    await page.close().catch(() => undefined)
    return last
  }

  test(
    'online: another device finds all but the last second',
    async () => {
      for (let tab = 0; tab < tabs; tab++) {
        const device = await browser.newContext()
        const last = await writeAndDie(await open(device))
        const other = await browser.newContext()
        const { sco } = await open(other)
        expect(last - Number(await located(sco))).toBeLessThanOrEqual(lostMax)
        await Promise.all([device.close(), other.close()])
      }
    },
    tabs * 15_000 + 30_000,
  )

  test(
    'offline: the next launch on the device finds everything',
    async () => {
      const device = await browser.newContext()
      let isReachable = true
      await device.route('**/_rt/commits', (route) =>
        isReachable ? route.continue() : route.abort(),
      )
      for (let tab = 0; tab < tabs; tab++) {
        isReachable = true
        const opened = await open(device)
        isReachable = false
        const last = await writeAndDie(opened)
        isReachable = true
        const { page, sco } = await open(device)
        expect(Number(await located(sco))).toBeGreaterThanOrEqual(last)
        await page.close()
      }
      await device.close()
    },
    tabs * 15_000 + 30_000,
  )
})
