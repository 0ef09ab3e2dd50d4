import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { problemStatus } from '../../src/base/problem.ts'
import { describeInBrowser, openChromium } from '../support/browser.ts'
import { newFixture } from './fixture-api.ts'
import { credentials, now } from './fixture-data.ts'
import { refusals } from './fixture-requests.ts'
import { type FixtureServer, startFixtureServer } from './fixture-server.ts'

test('the words for problems are words for codes that there are', () => {
  const vi = JSON.parse(
    readFileSync(new URL('../../console/locales/vi.json', import.meta.url), 'utf8'),
  )
  const unknown = Object.keys(vi.requests.code).filter((code) => !(code in problemStatus))
  expect(unknown).toEqual([])
})

describeInBrowser('requests and errors', () => {
  let server: FixtureServer
  let browser: Browser
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    server = await startFixtureServer()
    browser = await openChromium()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })
  beforeEach(async () => {
    Object.assign(server.fixture, newFixture())
    context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    page = await context.newPage()
    await page.clock.setFixedTime(now)
  })
  afterEach(() => context.close())

  const open = async (path: string) => {
    await page.goto(server.url + path)
    await page.getByRole('heading', { name: 'Yêu cầu & lỗi' }).waitFor()
    await page.locator('.animate-shimmer').first().waitFor({ state: 'detached' })
  }
  const search = () => new URL(page.url()).searchParams
  const panel = () => page.getByRole('complementary', { name: 'Yêu cầu' })

  test('what is wrong is marked in the body, with its clause and how to mend it', async () => {
    await open(`/requests?open=${refusals[0]!.id}`)
    await panel().getByText('Cách sửa').waitFor()
    await panel().getByText('xAPI-Data 2.4.2').waitFor()
    const marked = await panel().locator('mark').allInnerTexts()
    expect(marked.join()).toContain('"dung@truongboiduong.example"')
    expect(marked).toHaveLength(1)
  })

  test('a group narrows the list, and the address holds what was chosen', async () => {
    await open('/requests')
    await page.getByRole('button', { name: /13.*Thiếu khóa, hoặc khóa sai/ }).click()
    await page.waitForURL(/code=unauthenticated/)
    expect(search().get('key')).toBe(credentials[1]!.key)
    expect(search().get('endpoint')).toBe('/xapi/statements')
    await page.getByText('document-exists').waitFor({ state: 'detached' })
    await page.locator('main ol > li').nth(12).waitFor()
    expect(await page.locator('main ol > li').count()).toBe(13)
    await page.reload()
    await page.getByRole('button', { name: 'Bỏ điều kiện Lỗi' }).waitFor()
    await page.getByRole('button', { name: 'Bỏ điều kiện Lỗi' }).click()
    await page.waitForURL((url) => !url.searchParams.has('code'))
  })

  test('text, status and source are filters', async () => {
    await open('/requests')
    await page.keyboard.press('/')
    await page.keyboard.type('waiting for the disk')
    await page.waitForURL(/q=waiting/)
    await page.getByText('Máy chủ quá tải').first().waitFor()
    await page.getByRole('button', { name: 'Mã HTTP' }).click()
    await page.getByRole('button', { name: '4xx – bị từ chối' }).click()
    await page.getByText('Không tìm thấy kết quả').waitFor()
    await page.getByRole('button', { name: 'Bỏ lọc' }).click()
    await page.waitForURL((url) => url.search === '')
  })

  test('j, k and Enter walk the list, Esc closes', async () => {
    await open('/requests')
    await page.locator('main ol > li').first().waitFor()
    for (const key of ['j', 'j', 'k', 'j']) {
      await page.keyboard.press(key)
      await page.waitForTimeout(60)
    }
    await page.keyboard.press('Enter')
    await panel().waitFor()
    expect(search().get('open')).toBe(refusals[1]!.id)
    await page.keyboard.press('Escape')
    await panel().waitFor({ state: 'detached' })
  })

  test('a request is tried with its own body, then with a better one', async () => {
    await open(`/requests?open=${refusals[0]!.id}`)
    await panel().getByRole('button', { name: 'Gửi lại vào hộp cát' }).click()
    await panel().getByRole('button', { name: 'Thử', exact: true }).click()
    await panel().getByText('Vẫn bị từ chối (400)').waitFor()
    await panel().getByText('dòng 4, cột 13').waitFor()
    const field = panel().getByRole('textbox', { name: 'Nội dung để thử' })
    await field.fill((await field.inputValue()).replace('"dung@', '"mailto:dung@'))
    await panel().getByRole('button', { name: 'Thử', exact: true }).click()
    await panel().getByText('Sẽ được nhận (200)').waitFor()
    const sent = server.fixture.writes.map(({ path, body }) => [path, Object.keys(body as object)])
    const path = `/requests/${refusals[0]!.id}/replay`
    expect(sent).toEqual([
      [path, []],
      [path, ['body']],
    ])
  })

  test('a request is copied as cURL without a secret', async () => {
    await open(`/requests?open=${refusals[0]!.id}`)
    await panel().getByRole('button', { name: 'Sao chép dạng cURL' }).click()
    await panel().getByRole('button', { name: 'Đã sao chép' }).waitFor()
    const copied = (await page.evaluate('navigator.clipboard.readText()')) as string
    expect(copied).toContain(`curl -i -X POST '${server.url}/xapi/statements'`)
    expect(copied).toContain('-u "$KEY:$SECRET"')
    expect(copied).toContain("-H 'x-experience-api-version: 1.0.3'")
    expect(copied).toContain('"dung@truongboiduong.example"')
    expect(copied).not.toContain('•')
  })

  test('sources that fell silent or fail more than they used to are told first', async () => {
    await open('/requests')
    const alerts = page.getByRole('region', { name: 'Nguồn gửi cần chú ý' })
    await alerts.getByText(/không gửi gì từ 20\/11\/2026 03:20/).waitFor()
    await alerts.getByText(/bị từ chối 41 trên 96 yêu cầu/).waitFor()
    await alerts.getByRole('button', { name: 'Xem lỗi' }).click()
    await page.waitForURL((url) => url.searchParams.get('key') === credentials[0]!.key)
  })

  test('nothing to show is good news; what fails says so and comes back', async () => {
    server.fixture.mode = 'empty'
    await open('/requests')
    await page.getByText('Không có lỗi trong 24 giờ').waitFor()
    server.fixture.mode = 'full'
    server.fixture.failing.add('/requests')
    await open('/requests?status=5xx')
    await page.getByText(/internal-error · [0-9a-f-]{36}/).waitFor()
    server.fixture.failing.clear()
    await page.getByRole('button', { name: 'Thử lại' }).click()
    await page.getByText('Máy chủ quá tải').first().waitFor()
  })

  test.each(['vi', 'en'])('it fits a phone of 360 px, in %s', async (language) => {
    await page.addInitScript(`localStorage.setItem('hocba.language', '${language}')`)
    await page.setViewportSize({ width: 360, height: 740 })
    for (const path of ['/requests', `/requests?open=${refusals[4]!.id}`]) {
      await page.goto(server.url + path)
      await page.locator('h1, h2').first().waitFor()
      await page.locator('.animate-shimmer').first().waitFor({ state: 'detached' })
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      expect([path, overflow]).toEqual([path, 0])
    }
    await page.getByRole('dialog').waitFor()
  })
})
