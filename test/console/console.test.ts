import type { Browser, BrowserContext, Page } from 'playwright-core'
import { describeInBrowser, openChromium } from '../support/browser.ts'
import { newFixture } from './fixture-api.ts'
import * as data from './fixture-data.ts'
import { questionId } from './fixture-questions.ts'
import { accounts, classes } from './fixture-school.ts'
import { type FixtureServer, startFixtureServer } from './fixture-server.ts'
import { voided } from './fixture-statements.ts'

const screens = [
  '/',
  '/library',
  `/library/${data.packages[0]!.id}`,
  `/library/${data.packages[0]!.id}?tab=registrations`,
  `/library/${data.packages[0]!.id}?tab=questions`,
  `/library/${data.packages[0]!.id}?tab=questions&question=${questionId(3)}&which=last`,
  `/library/${data.packages[0]!.id}?tab=structure`,
  `/library/${data.packages[0]!.id}?tab=versions`,
  `/library/${data.packages[3]!.id}/versions/2/report`,
  '/learners',
  '/learners?add=1',
  `/learners/${data.learners[0]!.id}`,
  '/registrations',
  `/registrations/${data.registrations[0]!.id}`,
  '/statements',
  `/statements?open=${data.statements[0]!.id}`,
  `/statements?open=${voided.id}`,
  '/statements?tail=1&success=false',
  '/credentials',
  `/credentials?open=${data.credentials[0]!.key}`,
  '/credentials?create=1',
  '/classes',
  '/classes?add=1',
  `/classes/${classes[0]!.id}`,
  `/classes/${classes[0]!.id}?enrol=1`,
  '/organisations',
  '/accounts',
  '/accounts?add=1',
  `/accounts?open=${accounts[1]!.id}`,
  '/account',
  '/audit',
  '/ledger',
  '/my-courses',
  '/api-reference#createLearner',
  '/khong-co-trang-nay',
]

const zip = (name: string) => ({
  name,
  mimeType: 'application/zip',
  buffer: Buffer.alloc(50_000, name),
})

describeInBrowser('the console', () => {
  let server: FixtureServer
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let complaints: string[]

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
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    page = await context.newPage()
    complaints = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (/Content Security Policy|Warning:|Encountered/.test(message.text()))
        complaints.push(message.text())
    })
    page.on('request', (request) => {
      const { origin } = new URL(request.url())
      if (origin !== server.url && origin !== 'null') complaints.push(`asked ${origin}`)
    })
  })

  afterEach(async () => {
    await context.close()
  })

  /** Goes there, and waits until nothing is loading any more. */
  const open = async (path: string) => {
    await page.goto(server.url + path)
    await page.locator('h1, h2').first().waitFor()
    await page.locator('.animate-shimmer').first().waitFor({ state: 'detached' })
  }
  const lastWrite = () => server.fixture.writes.at(-1)

  test.each([
    ['full', 'vi'],
    ['full', 'en'],
    ['empty', 'vi'],
    ['broken', 'en'],
  ] as const)(
    'fits a phone of 360 px and asks nothing of other origins, %s, in %s',
    async (mode, language) => {
      await page.addInitScript(`localStorage.setItem('hocba.language', '${language}')`)
      server.fixture.mode = mode
      await page.setViewportSize({ width: 360, height: 740 })
      for (const path of screens) {
        await open(path)
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
        expect([path, overflow]).toEqual([path, 0])
      }
      expect(complaints).toEqual([])
    },
    90_000,
  )

  test('sign-in says what is wrong, then leads to the page that was asked for', async () => {
    server.fixture.isSignedIn = false
    await open('/registrations?completion=completed')
    await page.getByLabel('Email').fill('huong@truongboiduong.example')
    await page.getByLabel('Mật khẩu').fill('sai')
    await page.getByRole('button', { name: 'Đăng nhập' }).click()
    await page.getByText('Email hoặc mật khẩu không đúng.').waitFor()
    await page.getByLabel('Mật khẩu').fill('bốn từ không liên quan')
    await page.getByRole('button', { name: 'Đăng nhập' }).click()
    await page.getByRole('heading', { name: 'Lượt học' }).waitFor()
    expect(new URL(page.url()).search).toBe('?completion=completed')
  })

  test('sign-in leads nowhere outside the console', async () => {
    server.fixture.isSignedIn = false
    await open('/sign-in?to=//example.org/')
    await page.getByLabel('Email').fill('huong@truongboiduong.example')
    await page.getByLabel('Mật khẩu').fill('bốn từ không liên quan')
    await page.getByRole('button', { name: 'Đăng nhập' }).click()
    await page.getByRole('heading', { name: /Chào buổi/ }).waitFor()
    expect(page.url()).toBe(`${server.url}/`)
  })

  test('a session that ends while a page is open leads to sign-in and back', async () => {
    await open('/learners')
    server.fixture.isSignedIn = false
    await page.getByRole('link', { name: 'Lượt học' }).first().click()
    await page.getByRole('heading', { name: 'Đăng nhập' }).waitFor()
    expect(new URL(page.url()).searchParams.get('to')).toBe('/registrations')
  })

  test('set-up sends the token of the fragment and opens the console', async () => {
    Object.assign(server.fixture, { isSignedIn: false, isSetupOpen: true })
    await open('/setup#mot-lan')
    await page.getByLabel('Họ và tên').fill('Trần Thị Mai Hương')
    await page.getByLabel('Email').fill('huong@truongboiduong.example')
    await page.getByLabel('Mật khẩu').fill('bốn từ không liên quan')
    await page.getByRole('button', { name: 'Tạo tài khoản và bắt đầu' }).click()
    await page.getByRole('heading', { name: /Chào buổi/ }).waitFor()
    expect(lastWrite()).toMatchObject({
      path: '/setup',
      body: { token: 'mot-lan', name: 'Trần Thị Mai Hương' },
    })
    expect(page.url()).not.toContain('mot-lan')
  })

  test('set-up explains a link that was used or is too old', async () => {
    Object.assign(server.fixture, { isSignedIn: false, isSetupOpen: true })
    await open('/setup#da-dung')
    await page.getByLabel('Họ và tên').fill('Trần Thị Mai Hương')
    await page.getByLabel('Email').fill('huong@truongboiduong.example')
    await page.getByLabel('Mật khẩu').fill('bốn từ không liên quan')
    await page.getByRole('button', { name: 'Tạo tài khoản và bắt đầu' }).click()
    await page.getByRole('heading', { name: 'Liên kết không còn dùng được' }).waitFor()
  })

  test('an upload ends with its verdict, a refused one with its report', async () => {
    await open('/library')
    const field = page.locator('[data-upload-field]').first()
    await field.setInputFiles([zip('canh-bao.zip'), zip('hong.zip')])
    await page.getByText('Đã lưu vào kho, có cảnh báo').waitFor()
    const refused = page.getByRole('listitem').filter({ hasText: 'hong.zip' })
    await refused.getByText('Không dùng được, chưa lưu').waitFor()
    await refused.getByRole('button', { name: 'Xem báo cáo' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('imsmanifest.xml không phải XML hợp lệ.').waitFor()
    await dialog.getByText('imsmanifest.xml:42:17').waitFor()
    const sent = server.fixture.writes.map(({ path, query }) => [path, query.get('fileName')])
    expect(sent.sort()).toEqual([
      ['/packages', 'canh-bao.zip'],
      ['/packages', 'hong.zip'],
    ])
  })

  test('an upload that is cancelled can be started again', async () => {
    server.fixture.delay = 3000
    await open('/library')
    await page.locator('[data-upload-field]').first().setInputFiles(zip('khoa-hoc.zip'))
    await page.getByText('Đã nhận đủ tệp, đang kiểm tra gói…').waitFor()
    await page.getByRole('button', { name: 'Hủy tải lên' }).click()
    await page.getByText('Đã hủy').waitFor()
    server.fixture.delay = 0
    await page.getByRole('button', { name: 'Thử lại' }).click()
    await page.getByText('Đã lưu vào kho, dùng được').waitFor()
  })

  test('language and theme stay as chosen', async () => {
    await open('/')
    await page.getByRole('button', { name: /^Ngôn ngữ/ }).click()
    await page.getByRole('menuitemcheckbox', { name: 'English' }).click()
    await page.getByRole('heading', { name: /Good/ }).waitFor()
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click()
    await open('/library')
    await page.getByRole('heading', { name: 'Library' }).waitFor()
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark')
    expect(await page.getAttribute('html', 'lang')).toBe('en')
  })

  test('g and a letter go to a place, but not while a field or an input method has the keys', async () => {
    await open('/')
    await page.keyboard.press('g')
    await page.keyboard.press('l')
    await page.getByRole('heading', { name: 'Kho học liệu' }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('gh')
    expect(await page.getByRole('searchbox').inputValue()).toBe('gh')
    await page.evaluate(`
      document.activeElement.blur()
      for (const key of ['g', 'h'])
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true }))
    `)
    await page.waitForTimeout(200)
    expect(new URL(page.url()).pathname).toBe('/library')
  })

  test('the palette finds a learner without accents and opens it by Enter', async () => {
    await open('/')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('thuy trang')
    await page.getByRole('option', { name: /Tôn Nữ Thùy Trang/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /Tôn Nữ Thùy Trang/ }).waitFor()
  })

  test('a launch link is made for a learner who is added on the way', async () => {
    await open(`/library/${data.packages[0]!.id}`)
    await page.getByRole('button', { name: 'Thêm lượt học' }).click()
    await page.getByRole('button', { name: /^Học viên:/ }).click()
    await page.keyboard.type('Lê Văn Mới')
    await page.getByRole('button', { name: 'Thêm học viên mới “Lê Văn Mới”' }).click()
    await page.getByRole('button', { name: 'Tạo liên kết học' }).click()
    await page.getByText('http://127.0.0.1:8081/_player/#').waitFor()
    expect(server.fixture.writes.map(({ path, body }) => [path, body])).toEqual([
      ['/learners', { name: 'Lê Văn Mới' }],
      ['/registrations', { package: data.packages[0]!.id, learner: data.learners[0]!.id }],
      [`/registrations/${data.registrations[0]!.id}/launch-links`, { bytes: 0 }],
    ])
  })

  test('a trial opens in a tab that has no way back to the console', async () => {
    await context.route('http://127.0.0.1:8081/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>Trình phát</title>' }),
    )
    await open(`/library/${data.packages[0]!.id}`)
    const [tab] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('button', { name: 'Chạy thử' }).click(),
    ])
    await tab.waitForURL('http://127.0.0.1:8081/**')
    expect(await tab.evaluate('window.opener')).toBe(null)
    expect(await tab.evaluate('document.referrer')).toBe('')
  })

  test('what fails says its code and request id, and comes back on a retry', async () => {
    server.fixture.failing.add('/statements')
    await open(`/registrations/${data.registrations[0]!.id}`)
    await page.getByText(/internal-error · [0-9a-f-]{36}/).waitFor()
    await page.getByRole('heading', { name: 'Kết quả theo nội dung' }).waitFor()
    server.fixture.failing.clear()
    await page.getByRole('button', { name: 'Thử lại' }).click()
    await page.getByText('đã bắt đầu').first().waitFor()
  })

  test('while the server is away every page says so, and what was missing comes by itself', async () => {
    await page.clock.install()
    await open('/learners')
    await page.route('**/api/v1/**', (route) => route.abort())
    await page.getByRole('link', { name: 'Kho học liệu' }).first().click()
    await page.getByText('Không tải được kho học liệu').waitFor()
    const away = page.getByText('Mất kết nối với máy chủ. Trang sẽ tự tải lại khi có kết nối.')
    await away.waitFor()
    await page.unroute('**/api/v1/**')
    await page.clock.runFor(5_000)
    await page.getByText(data.packages[0]!.title).first().waitFor()
    await away.waitFor({ state: 'detached' })
  })

  test('filters stand in the address, and a statement opens beside the list by keyboard', async () => {
    await open('/statements')
    await page.getByRole('button', { name: 'Động từ' }).click()
    await page.getByRole('option', { name: /^đã hoàn thành/ }).click()
    await page.waitForURL(/verb=/)
    await page.getByText('đã đạt').waitFor({ state: 'detached' })
    for (const key of ['j', 'j']) {
      await page.keyboard.press(key)
      await page.waitForTimeout(80)
    }
    await page.keyboard.press('Enter')
    await page.getByRole('complementary', { name: 'Bản ghi' }).getByText('"actor"').waitFor()
    expect(new URL(page.url()).searchParams.get('open')).toBe(data.statements[3 + 9]!.id)
  })

  test('a long list keeps few rows in the page and keeps its place when more are loaded', async () => {
    await open('/statements')
    for (const height of [5000, 7500]) {
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)')
      await page.waitForTimeout(150)
      const before = (await page.evaluate('scrollY')) as number
      await page.getByRole('button', { name: 'Tải thêm' }).click()
      while (
        ((await page.evaluate('document.querySelector("main ol").offsetHeight')) as number) < height
      )
        await page.waitForTimeout(50)
      expect(Math.abs(((await page.evaluate('scrollY')) as number) - before)).toBeLessThan(100)
    }
    expect(await page.locator('main ol > li').count()).toBeLessThan(60)
  })
})
