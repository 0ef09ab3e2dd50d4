import { readFileSync } from 'node:fs'
import { describeInBrowser } from '../support/browser.ts'
import { useConsole } from './console-browser.ts'
import * as data from './fixture-data.ts'

const secret = 'kQ7ZfJ2mVb0cX4nLr8sTwYh1dGpUe6oA'
const madeKey = '77aa12cd34ef56ab78cd90ef12ab34cd'
const basic = `Basic ${Buffer.from(`${madeKey}:${secret}`).toString('base64')}`

describeInBrowser('the credentials page', () => {
  const console = useConsole()
  const lastWrite = () => console().server.fixture.writes.at(-1)

  /** Fills in the first step, and the second one left as it is. */
  async function make(name: string): Promise<void> {
    const { open, page } = console()
    await open('/credentials')
    await page.getByRole('button', { name: 'Tạo khóa' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Tên khóa').fill(name)
    await dialog.getByRole('button', { name: 'Tiếp tục' }).click()
    await dialog.getByRole('button', { name: 'Tạo khóa' }).click()
    await dialog.getByText(secret, { exact: true }).first().waitFor()
  }

  test('tells how each key stands and what it may do', async () => {
    const { open, page } = console()
    await open('/credentials')
    const lines = await page.getByRole('listitem').allInnerTexts()
    const words = ['Đang dùng', 'Chưa dùng', 'Đang đổi khóa bí mật', 'Sắp hết hạn', 'Hết hạn']
    words.forEach((word, n) => {
      expect(lines.find((line) => line.includes(data.credentials[n]!.name))).toContain(word)
    })
    await page.getByRole('link', { name: 'Thử nghiệm H5P' }).click()
    await page.getByRole('dialog').getByText('statements/write', { exact: true }).waitFor()
    expect(new URL(page.url()).searchParams.get('open')).toBe(data.credentials[4]!.key)
  })

  test('makes a key in three steps, within limits, and points at an origin that is none', async () => {
    const { open, page } = console()
    await open('/credentials?create=1')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Tên khóa').fill('Storyline')
    await dialog.getByRole('button', { name: 'Tiếp tục' }).click()
    await dialog.getByLabel('Dùng được đến hết ngày').fill('2027-08-31')
    await dialog.getByLabel('Trang web được dùng khóa').fill('https://a.example/bai-giang')
    await dialog.getByRole('button', { name: /^Chỉ cho các gói/ }).click()
    await page.keyboard.type('an toan')
    await page.getByRole('option', { name: /An toàn thông tin/ }).click()
    await dialog.getByRole('button', { name: 'Tạo khóa' }).click()
    await dialog.getByText('Một dòng không phải địa chỉ gốc').waitFor()
    await dialog.getByLabel('Trang web được dùng khóa').fill('https://a.example\nhttps://b.example')
    await dialog.getByRole('button', { name: 'Tạo khóa' }).click()
    await dialog.getByText(secret, { exact: true }).first().waitFor()
    expect(lastWrite()).toMatchObject({
      method: 'POST',
      path: '/credentials',
      body: {
        name: 'Storyline',
        scopes: ['statements/write', 'statements/read/mine', 'state', 'define', 'profile'],
        expiresAt: '2027-08-31T16:59:59.000Z',
        allowedOrigins: ['https://a.example', 'https://b.example'],
        filter: {
          activities: [`${console().server.url}/activities/packages/${data.packages[1]!.id}`],
        },
      },
    })
  })

  test('shows the secret once, with the endpoint that ends in a slash, and gives it away as a file', async () => {
    await make('Storyline phòng Đào tạo')
    const { page } = console()
    await page.getByText('http://localhost:8080/xapi/').first().waitFor()
    await page.getByText(basic).first().waitFor()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Tải tệp .txt' }).click(),
    ])
    expect(file.suggestedFilename()).toBe('hocba-storyline-phong-dao-tao.txt')
    const text = readFileSync(await file.path(), 'utf8')
    for (const part of ['http://localhost:8080/xapi/', madeKey, secret, basic])
      expect(text).toContain(part)
    await page.getByRole('button', { name: 'Tôi đã lưu khóa bí mật' }).click()
    await page.getByText(secret).first().waitFor({ state: 'detached' })
  })

  test('names the fields of each tool as the tool does', async () => {
    await make('H5P')
    const { page } = console()
    const tools = page.getByRole('region', { name: 'Nhập vào công cụ' })
    await tools.getByRole('button', { name: 'H5P', exact: true }).click()
    for (const label of ['xAPI Endpoint URL', 'xAPI Username', 'xAPI Password'])
      await tools.getByText(label, { exact: true }).waitFor()
    for (const [tool, text] of [
      ['Adapt', `"_password": "${secret}"`],
      ['curl', `curl -u '${madeKey}:${secret}'`],
      ['@xapi/xapi', `XAPI.toBasicAuth('${madeKey}', '${secret}')`],
      ['TinCanJS', `password: '${secret}'`],
      ['Power BI', 'RelativePath = "api/v1/statements"'],
    ] as const) {
      await tools.getByRole('button', { name: tool, exact: true }).click()
      expect(await tools.locator('pre').innerText()).toContain(text)
    }
  })

  test('makes the address that opens a course, with the parameters of the launch and no others', async () => {
    await make('Rise')
    const { page } = console()
    const tools = page.getByRole('region', { name: 'Nhập vào công cụ' })
    await tools.getByRole('button', { name: 'Rise 360', exact: true }).click()
    await tools
      .getByLabel('Trang mở đầu của bài giảng')
      .fill('https://a.example/khoa/indexapi.html')
    await tools.getByLabel('Email học viên').fill('an@example.vn')
    const text = await tools.locator('code').last().innerText()
    expect(text).not.toContain('+')
    expect(Object.fromEntries(new URL(text).searchParams)).toEqual({
      endpoint: 'http://localhost:8080/xapi/',
      auth: basic,
      actor: '{"mbox":"mailto:an@example.vn"}',
    })
  })

  test('waits for the first request, says what was wrong, and lights up when one is taken', async () => {
    const { server, page } = console()
    await make('curl')
    await page.getByText('Đang chờ yêu cầu đầu tiên…').waitFor()
    server.fixture.refusedKeys.add(madeKey)
    await page.getByText('The header X-Experience-API-Version is missing.').waitFor()
    server.fixture.refusedKeys.clear()
    const one = server.fixture.credentials[0]!
    server.fixture.credentials[0] = { ...one, lastUsedAt: new Date(data.now).toISOString() }
    await page.getByText('Khóa hoạt động').waitFor()
    await page.getByText('Kết nối được, chưa có bản ghi nào được gửi.').waitFor()
  }, 20_000)

  test('replaces a secret while the one before works on', async () => {
    const { open, page } = console()
    await open(`/credentials?open=${data.credentials[0]!.key}`)
    await page.getByRole('button', { name: 'Đổi khóa bí mật' }).click()
    await page.getByRole('radio', { name: 'Thêm 7 ngày' }).click()
    await page.getByRole('button', { name: 'Tạo khóa bí mật mới' }).click()
    await page.getByText(secret, { exact: true }).first().waitFor()
    await page.getByText('Khóa bí mật cũ dùng được đến').waitFor()
    expect(lastWrite()!.path).toBe(`/credentials/${data.credentials[0]!.key}/rotate`)
    expect(lastWrite()!.query.get('overlapHours')).toBe('168')
  })

  test('changes limits, and keeps what the row filter already had', async () => {
    const { open, page } = console()
    const one = data.credentials[0]!
    await open(`/credentials?open=${one.key}`)
    await page.getByText(data.packages[1]!.title).waitFor()
    await page.getByRole('button', { name: 'Sửa' }).click()
    await page.getByLabel('Trang web được dùng khóa').fill('')
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await page.getByRole('button', { name: 'Sửa' }).waitFor()
    expect(lastWrite()).toMatchObject({
      method: 'PATCH',
      path: `/credentials/${one.key}`,
      body: { name: one.name, expiresAt: null, allowedOrigins: null, filter: one.filter },
    })
  })

  test('revokes a key only after its name is typed', async () => {
    const { open, page } = console()
    const one = data.credentials[1]!
    await open(`/credentials?open=${one.key}`)
    await page.getByRole('button', { name: 'Thu hồi' }).click()
    const dialog = page.getByRole('alertdialog')
    const revoke = dialog.getByRole('button', { name: 'Thu hồi', exact: true })
    expect(await revoke.isDisabled()).toBe(true)
    await dialog.getByRole('textbox').fill(one.name)
    await revoke.click()
    await page.getByText(`Đã thu hồi khóa ${one.name}`).waitFor()
    expect(lastWrite()).toMatchObject({ method: 'DELETE', path: `/credentials/${one.key}` })
  })
})
