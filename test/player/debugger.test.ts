import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core'
import { describeInBrowser, openChromium } from '../support/browser.ts'
import { courseFrame, launchLink, prepareCourse, until, uploadPackage } from '../support/courses.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { smallCourse } from '../support/small-course.ts'
import { smallCourse2004 } from '../support/small-course-2004.ts'

/** What a producer sees who tries a package. */
describeInBrowser('the debugger of a try-out', () => {
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
    context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1280, height: 800 } })
  })
  afterEach(() => context.close())

  async function tryOut(zip: Buffer): Promise<{ page: Page; sco: Frame; registration: string }> {
    const { package: id } = await uploadPackage(server, zip)
    const answer = await server.request('POST', `/api/v1/packages/${id}/trials`, {})
    const { launchUrl, registration } = (await answer.json()) as Record<string, string>
    const page = await context.newPage()
    await page.goto(launchUrl!)
    await page.locator('.debugger').waitFor()
    const sco = await courseFrame(page)
    await sco.waitForFunction('window.lms !== undefined')
    return { page, sco, registration: registration! }
  }
  const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click()
  const body = (page: Page) => page.locator('.debug-body')

  test('shows calls with values and the meaning of errors, and the verdict that follows', async () => {
    const { page, sco } = await tryOut(smallCourse())
    await sco.evaluate("lms.LMSSetValue('cmi.core.score.raw', '80')")
    await sco.evaluate("lms.LMSSetValue('cmi.core.score.raw', 'tám mươi')")
    await body(page).getByText('405 Incorrect Data Type').waitFor()
    await page.getByLabel('Chỉ lỗi').check()
    await until(
      () => body(page).locator('tbody tr').count(),
      (count) => count === 1,
    )
    await tab(page, 'Trạng thái')
    await body(page).getByText('cmi.core.score.raw').waitFor()
    await tab(page, 'Kết luận')
    await body(page).getByText('Khóa đã gọi Initialize').waitFor()
    await body(page).getByText('Khóa chưa báo hoàn thành').waitFor()
    await body(page).getByText('1 lời gọi bị lỗi').waitFor()
    await sco.evaluate("lms.LMSSetValue('cmi.core.lesson_status', 'passed')")
    await body(page).getByText('Khóa đã báo hoàn thành').waitFor()
  })

  test('says the decisions of the sequencer in words, and shows the tree and the statements', async () => {
    const { page } = await tryOut(smallCourse2004())
    await tab(page, 'Trình tự')
    await body(page).getByText('Nhận yêu cầu: bắt đầu').waitFor()
    await body(page).getByText('Mở “intro”, lần 1').waitFor()
    await tab(page, 'Trạng thái')
    await body(page).locator('.debug-tree .is-current', { hasText: 'intro' }).waitFor()
    await tab(page, 'Bản ghi')
    await body(page).locator('summary', { hasText: 'bắt đầu' }).first().waitFor()
  })

  test('leads from a call to its statement and back, and says how long calls took', async () => {
    const { page, sco } = await tryOut(smallCourse())
    await sco.evaluate(
      "lms.LMSSetValue('cmi.core.lesson_status', 'passed'), lms.LMSGetValue('cmi.core.lesson_status')",
    )
    const call = body(page).locator('tr', { hasText: 'LMSSetValue' }).last()
    await call.locator('td:nth-child(7)', { hasText: /ms$/ }).waitFor()
    const link = call.getByRole('button', { name: /^Xem bản ghi: đạt/ }).first()
    await link.click()
    const statement = body(page).locator('details[open]')
    await statement.locator('pre', { hasText: 'verbs/passed' }).waitFor()
    await statement
      .getByRole('button', { name: /^Từ LMSSetValue\(cmi.core.lesson_status\)/ })
      .click()
    await body(page).locator('tr.is-request', { hasText: 'LMSSetValue' }).waitFor()
    expect(
      await body(page)
        .getByRole('img', { name: /dòng trong .* giây, 0 lỗi/ })
        .count(),
    ).toBe(1)
  })

  test('has keys, and names them: p pauses, e shows errors only, / filters, c clears', async () => {
    const { page, sco } = await tryOut(smallCourse())
    const rows = () => body(page).locator('tbody tr').count()
    const keys = page.locator('.debug-keys kbd')
    expect((await keys.allTextContents()).sort()).toEqual(['/', '`', 'c', 'e', 'p', 'x'])
    await body(page).press('p')
    const before = await rows()
    await sco.evaluate("lms.LMSGetValue('cmi.core.entry'), lms.LMSGetValue('cmi.nothing')")
    await page.getByRole('button', { name: 'Tiếp tục' }).waitFor()
    expect(await rows()).toBe(before)
    await body(page).press('p')
    await until(rows, (count) => count === before + 2)
    await body(page).press('e')
    await until(rows, (count) => count === 1)
    await body(page).press('e')
    await body(page).press('/')
    await page.keyboard.type('cp')
    expect(await page.getByRole('searchbox', { name: 'Lọc' }).inputValue()).toBe('cp')
    await page.getByRole('searchbox', { name: 'Lọc' }).fill('')
    await body(page).press('c')
    await body(page).getByText('Khóa chưa gọi hàm nào.').waitFor()
  })

  test('offline keeps changes on the device, says so, and sends them afterwards', async () => {
    const { page, sco, registration } = await tryOut(smallCourse())
    await tab(page, 'Giả lập')
    await page.getByRole('button', { name: 'Mất mạng 30 giây' }).click()
    await sco.evaluate("lms.LMSSetValue('cmi.core.lesson_status', 'completed')")
    await page
      .getByText(/đang giữ \d+ thay đổi trên thiết bị/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Đang mất mạng' }).click()
    await page
      .locator('.top-bar')
      .getByText(/Đã lưu/)
      .first()
      .waitFor()
    const answer = await server.request('GET', `/api/v1/registrations/${registration}`)
    expect(((await answer.json()) as { completion: string }).completion).toBe('completed')
  })

  test('lets a call fail once, and a save, which loses nothing', async () => {
    const { page, sco } = await tryOut(smallCourse())
    await tab(page, 'Giả lập')
    await page.getByRole('button', { name: 'trả lỗi 101' }).click()
    await page.getByRole('button', { name: 'bị lỗi 500' }).click()
    const call = "lms.LMSSetValue('cmi.core.lesson_location', 'trang 3') + lms.LMSGetLastError()"
    expect(await sco.evaluate(call)).toBe('false101')
    expect(await sco.evaluate(call)).toBe('true0')
    await page
      .locator('.top-bar')
      .getByText(/Mất kết nối/)
      .first()
      .waitFor()
    await page
      .locator('.top-bar')
      .getByText(/Đã lưu/)
      .first()
      .waitFor()
  })

  test('begins the try-out anew', async () => {
    const { page, sco, registration } = await tryOut(smallCourse())
    await sco.evaluate("lms.LMSSetValue('cmi.core.lesson_location', 'trang 3')")
    await tab(page, 'Giả lập')
    await page.getByRole('button', { name: 'Thử lại từ đầu' }).click()
    await until(
      async () => {
        const again = await courseFrame(page)
        return again
          .evaluate("window.lms?.LMSGetValue('cmi.core.lesson_location')")
          .catch(() => 'gone')
      },
      (location) => location === '',
    )
    const answer = await server.request('GET', `/api/v1/registrations/${registration}`)
    const { attemptsOnCourse } = (await answer.json()) as { attemptsOnCourse: object[] }
    expect(attemptsOnCourse).toHaveLength(2)
  })

  test('exports everything in one file, without token and ticket', async () => {
    const { page } = await tryOut(smallCourse2004())
    await page
      .locator('.top-bar')
      .getByText(/Đã lưu/)
      .first()
      .waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Xuất tất cả (JSON)' }).click(),
    ])
    const text = await readFile((await download.path())!, 'utf8')
    const content = JSON.parse(text) as Record<string, unknown[]>
    expect(content.calls!.length).toBeGreaterThan(3)
    expect(content.statements!.length).toBeGreaterThan(0)
    const token = await page.evaluate('JSON.stringify({ ...sessionStorage })')
    expect(text).not.toContain(/token\\":\\"([\w-]{20,})/.exec(String(token))![1]!)
  })

  test('names files that the package lacks, and what to check where no call comes', async () => {
    const { page, sco } = await tryOut(smallCourse())
    await sco.evaluate("void (new Image().src = 'hình/bìa.png')")
    await sco.evaluate("void fetch('video/bài 1.mp4')")
    await body(page).getByText('video/bài 1.mp4').waitFor()
    await tab(page, 'Kết luận')
    await body(page)
      .getByText(/tệp không có trong gói/)
      .waitFor()
  })

  test('learners have the log of calls only', async () => {
    const { registration } = await prepareCourse(server, smallCourse())
    const page = await context.newPage()
    const files: string[] = []
    page.on('request', (request) => files.push(request.url()))
    await page.goto(await launchLink(server, registration))
    await (await courseFrame(page)).waitForFunction('window.lms !== undefined')
    await page.locator('.top-bar').press('`')
    await page.locator('.log-panel').waitFor()
    expect(await page.locator('.debugger').count()).toBe(0)
    expect(files.filter((url) => url.includes('debugger'))).toEqual([])
    const token = await page.evaluate('JSON.parse(Object.values({ ...sessionStorage })[0]).token')
    const answer = await fetch(`${new URL(page.url()).origin}/_rt/trials/statements`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Sec-Fetch-Site': 'same-origin' },
    })
    expect(answer.status).toBe(403)
  })

  test('is drawn out, put at the bottom, and shut with its key; a phone shows it whole', async () => {
    const { page } = await tryOut(smallCourse())
    const drawer = page.locator('.debugger')
    const before = (await drawer.boundingBox())!.width
    await page.getByRole('separator').press('ArrowLeft')
    expect((await drawer.boundingBox())!.width).toBeGreaterThan(before)
    await page.getByRole('button', { name: 'Đặt bên dưới' }).click()
    await page.locator('.debugger.is-bottom').waitFor()
    await page.locator('.debug-body').press('`')
    await drawer.waitFor({ state: 'hidden' })
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole('button', { name: 'Thao tác khác' }).click()
    await page.getByRole('menuitem', { name: 'Gỡ lỗi' }).click()
    expect((await drawer.boundingBox())!.width).toBe(390)
  })
})
