import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { describeInBrowser, openChromium } from '../support/browser.ts'
import { newFixture } from './fixture-api.ts'
import { type FixtureServer, startFixtureServer } from './fixture-server.ts'

describeInBrowser('the verifiable log', () => {
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
    context = await browser.newContext({ viewport: { width: 390, height: 844 } })
    page = await context.newPage()
  })
  afterEach(() => context.close())

  const open = async () => {
    await page.goto(`${server.url}/ledger`)
    await page.getByRole('heading', { level: 1, name: 'Sổ kiểm chứng' }).waitFor()
  }
  const heading = (name: string) => page.getByRole('heading', { name, exact: true }).waitFor()
  const check = async (id: string) => {
    await page.getByLabel('Mã của bản ghi').fill(id)
    await page.keyboard.press('Enter')
  }

  test('is remembered by the device, and seen to have only grown', async () => {
    await open()
    await heading('Thiết bị này bắt đầu ghi nhớ sổ')
    await open()
    await heading('Sổ vẫn như lần xem trước trên thiết bị này')
    server.fixture.ledger.record(7)
    await open()
    await heading('Sổ chỉ được ghi thêm kể từ lần xem trước')
    await page.getByText('Điều sổ này không chứng tỏ được').waitFor()
  })

  test('that does not begin with what the device saw raises an alarm, at every visit', async () => {
    await open()
    await heading('Thiết bị này bắt đầu ghi nhớ sổ')
    server.fixture.ledger.tamper(3, true)
    server.fixture.ledger.record(5)
    for (let visit = 0; visit < 2; visit++) {
      await open()
      await heading('Sổ đã bị thay đổi')
      expect(await page.getByRole('alert').count()).toBe(1)
    }
  })

  test('has a statement, and shows when it was changed', async () => {
    const { ledger } = server.fixture
    await open()
    await check(ledger.idAt(4))
    await page.getByText('Đây là mục 5 trong 20 mục').waitFor()
    await page.getByText('Bản ghi đúng từng chữ như khi được lưu').waitFor()
    ledger.tamper(6, false)
    await check(ledger.idAt(6))
    await page.getByText('Bản ghi không còn là điều đã ghi vào sổ').waitFor()
    await check('abc')
    await page.getByText('Đó không phải là mã của một bản ghi.').waitFor()
    await check('3f0b7a52-3c58-4d0f-8b1e-999999999999')
    await page.getByText('Không kiểm tra được bản ghi').waitFor()
  })

  test('gives its checkpoint as a file', async () => {
    await open()
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Tải xuống' }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe('checkpoint-20.txt')
    expect(readFileSync(await download.path(), 'utf8')).toMatch(/^hocba\/[0-9a-f]{16}\n20\n/)
  })

  test('says what it is for while it is empty', async () => {
    server.fixture.mode = 'empty'
    await open()
    await heading('Sổ còn trống')
  })

  test('fits a phone', async () => {
    await open()
    await heading('Thiết bị này bắt đầu ghi nhớ sổ')
    const overflow = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect(overflow).toBe(0)
  })
})
