import type { Browser, Page } from 'playwright-core'
import type { Me } from '../../src/access/wire.ts'
import { describeInBrowser, openChromium } from '../support/browser.ts'
import { newFixture } from './fixture-api.ts'
import * as data from './fixture-data.ts'
import { classes } from './fixture-school.ts'
import { type FixtureServer, startFixtureServer } from './fixture-server.ts'

const signedInAs = (role: Me['roles'][number], rights: Partial<Me>): Me => ({
  ...data.me,
  roles: [role],
  grants: [],
  scopes: [],
  ...rights,
})

const learner = signedInAs('learner', {
  learner: data.learners[0]!.id,
  mayLocally: ['registrations/read', 'registrations/launch'],
})
const manager = signedInAs('class-manager', {
  grants: [
    {
      id: classes[0]!.id,
      role: 'class-manager',
      place: { kind: 'class', id: classes[0]!.id },
      createdAt: '2026-09-01T00:00:00.000Z',
    },
  ],
  mayLocally: [
    ...(['classes/read', 'classes/write', 'learners/read', 'learners/write'] as const),
    ...(['organisations/read', 'packages/read', 'registrations/read'] as const),
    'registrations/write',
  ],
})
const auditor = signedInAs('auditor', { scopes: ['all/read'] })

describeInBrowser('what the console shows whom', () => {
  let server: FixtureServer
  let browser: Browser
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
    page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'vi-VN' })
  })
  afterEach(() => page.close())

  const openAs = async (me: Me, path: string) => {
    server.fixture.me = me
    await page.goto(server.url + path, { waitUntil: 'networkidle' })
    return page.locator('aside nav a').allInnerTexts()
  }

  test('a learner begins at their courses, and sees no other place', async () => {
    expect(await openAs(learner, '/')).toEqual(['Khóa của tôi'])
    expect(new URL(page.url()).pathname).toBe('/my-courses')
    const resume = page.getByRole('button', { name: 'Học tiếp' }).first()
    expect(await resume.isVisible()).toBe(true)
  })

  test('a class manager begins at their classes, and enrols a list', async () => {
    expect(await openAs(manager, '/')).toEqual([
      ...['Kho học liệu', 'Lớp học', 'Học viên', 'Lượt học'],
    ])
    expect(await page.getByRole('button', { name: 'Thêm lớp' }).count()).toBe(0)
    await page.getByRole('link', { name: /Bồi dưỡng ngạch chuyên viên, khóa 12/ }).click()
    await page.getByRole('button', { name: 'Ghi danh' }).first().click()
    await page.getByLabel('Danh sách học viên').fill('Lê Văn Tám; HV-8\nTrần Thị Chín\t HV-9')
    await page.getByRole('button', { name: 'Ghi danh 2 người' }).click()
    await page.waitForTimeout(200)
    expect(server.fixture.writes.at(-1)).toMatchObject({
      method: 'POST',
      body: {
        people: [
          { name: 'Lê Văn Tám', code: 'HV-8' },
          { name: 'Trần Thị Chín', code: 'HV-9' },
        ],
      },
    })
    await openAs(manager, `/classes/${classes[1]!.id}`)
    expect(await page.getByRole('button', { name: 'Ghi danh' }).count()).toBe(0)
    await openAs(manager, `/learners/${data.learners[0]!.id}`)
    expect(await page.getByRole('heading', { name: 'Bản ghi' }).count()).toBe(0)
  })

  test('an auditor sees every place, and no button that changes anything', async () => {
    expect(await openAs(auditor, '/learners')).toContain('Nhật ký quản trị')
    for (const [path, button] of [
      ['/learners', 'Thêm học viên'],
      ['/accounts', 'Mời người dùng'],
      ['/classes', 'Thêm lớp'],
      ['/organisations', 'Thêm đơn vị'],
      ['/credentials', 'Tạo khóa'],
      ['/feeds', 'Thêm webhook'],
      ['/transfers', 'Nhập từ tệp'],
    ] as const) {
      await openAs(auditor, path)
      expect([path, await page.getByRole('button', { name: button }).count()]).toEqual([path, 0])
    }
  })
})
