import type { Browser, Page } from 'playwright-core'
import { describeInBrowser, openChromium } from '../support/browser.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { statementOf, voiding, xapiClient } from '../support/xapi-client.ts'

/** The screens that follow the server while they are open, over the server itself. */
describeInBrowser('the console over a real server', () => {
  let server: TestServer
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    server = await startServer()
    browser = await openChromium()
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(server.setupUrl!)
    await page.getByLabel('Họ và tên').fill('Trần Thị Mai Hương')
    await page.getByLabel('Email').fill('huong@example.vn')
    await page.getByLabel('Mật khẩu').fill('bốn từ không liên quan')
    await page.getByRole('button', { name: 'Tạo tài khoản và bắt đầu' }).click()
    await page.getByRole('heading', { name: /Chào buổi/ }).waitFor()
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const named = (name: string) => statementOf({ actor: { mbox: 'mailto:moi@example.vn', name } })

  test('statements come in live, and wait for a reader below', async () => {
    const client = xapiClient(server)
    const ids: string[] = (await client.post(Array.from({ length: 80 }, () => statementOf()))).body
    await client.post(voiding(ids[0]!))
    await page.goto(`${server.url}/statements?tail=1`)
    await page.getByText('Đang theo dõi trực tiếp').waitFor({ state: 'attached' })
    await page.getByRole('heading', { name: /^80 bản ghi/ }).waitFor()
    await client.post(named('Người Mới'))
    await page.getByText('Người Mới').waitFor()
    await page.mouse.move(700, 600)
    await page.mouse.wheel(0, 2000)
    await page.waitForTimeout(200)
    await client.post([named('Chờ Một'), named('Chờ Hai')])
    await page.getByRole('button', { name: /^2 bản ghi mới/ }).click()
    await page.getByText('Chờ Hai').waitFor()

    await page.goto(`${server.url}/statements?open=${ids[0]}`)
    await page.getByText('Đã bị vô hiệu hóa').waitFor()
  })

  test('a new key waits for its first request, says what was wrong with it, and lights up', async () => {
    await page.goto(`${server.url}/credentials?create=1`)
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Tên khóa').fill('Storyline')
    await dialog.getByRole('button', { name: 'Tiếp tục' }).click()
    await dialog.getByRole('button', { name: 'Tạo khóa' }).click()
    await dialog.getByText('Đang chờ yêu cầu đầu tiên…').waitFor()
    const copied = await dialog.locator('code').allInnerTexts()
    const endpoint = copied.find((text) => text.endsWith('/xapi/'))!
    const headers = {
      Authorization: copied.find((text) => text.startsWith('Basic '))!,
      'Content-Type': 'application/json',
    }
    const post = (extra: Record<string, string>) =>
      fetch(`${endpoint}statements`, {
        method: 'POST',
        headers: { ...headers, ...extra },
        body: JSON.stringify(statementOf()),
      })
    expect((await post({})).status).toBe(400)
    await dialog.getByText('Một yêu cầu vừa bị từ chối').waitFor()
    await dialog.getByText(/^The header X-Experience-API-Version/).waitFor()
    expect((await post({ 'X-Experience-API-Version': '1.0.3' })).status).toBe(200)
    await dialog.getByText('Một yêu cầu vừa bị từ chối').waitFor({ state: 'detached' })
    await dialog.getByText('Khóa hoạt động').waitFor()
    await dialog.getByText('đã trả lời').waitFor()
  })
})
