import type { Me } from '../../src/access/wire.ts'
import { describeInBrowser } from '../support/browser.ts'
import { useConsole } from './console-browser.ts'
import * as data from './fixture-data.ts'
import { accounts, classes, organisations } from './fixture-school.ts'

/** What people do on the pages of a registration, a class, a learner and an account, and who is not offered it. */
describeInBrowser('the console', () => {
  const console = useConsole()
  const begun = data.registrations.find(({ completion }) => completion === 'completed')!
  const lastWrite = () => console().server.fixture.writes.at(-1)
  const auditor: Me = { ...data.me, roles: ['auditor'], scopes: ['all/read'], mayLocally: [] }

  test('makes a link for a new attempt, or for a review, where there is something to repeat', async () => {
    await console().open(`/registrations/${begun.id}`)
    const { page } = console()
    for (const [item, attempt] of [
      ['Lần học mới', 'new'],
      ['Xem lại kết quả', 'review'],
    ] as const) {
      await page.getByRole('button', { name: 'Liên kết học khác' }).click()
      await page.getByRole('menuitem', { name: item }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).last().click()
      expect(lastWrite()?.query.get('attempt')).toBe(attempt)
    }
    const fresh = data.registrations.find(({ completion }) => completion === 'not-attempted')!
    await console().open(`/registrations/${fresh.id}`)
    await page.getByRole('button', { name: 'Tạo liên kết học' }).waitFor()
    expect(await page.getByRole('button', { name: 'Liên kết học khác' }).count()).toBe(0)
  })

  test('shows what a learner answered, and nothing where nothing was asked', async () => {
    const { page, open } = console()
    const card = page.locator('section', {
      has: page.getByRole('heading', { name: 'Câu trả lời' }),
    })
    const answered = data.registrations.find(({ progress }) => progress === 1)!
    await open(`/registrations/${answered.id}`)
    await card.getByText('Chủ tịch Ủy ban nhân dân tỉnh').waitFor()
    await card.getByText('Không ghi câu trả lời').waitFor()
    await card.getByText('Đúng', { exact: true }).waitFor()
    expect(await card.getByRole('link', { name: 'Tải bảng (CSV)' }).getAttribute('href')).toBe(
      `/api/v1/registrations/${answered.id}/answers.csv`,
    )
    const other = data.registrations.find(({ progress }) => progress < 1)!
    await open(`/registrations/${other.id}`)
    await page.getByRole('heading', { name: 'Kết quả theo nội dung' }).waitFor()
    expect(await card.count()).toBe(0)
  })

  test('takes a learner out of a class, after saying what stays', async () => {
    await console().open(`/classes/${classes[0]!.id}`)
    const { page } = console()
    const { id, name } = data.learners[2]!
    await page.getByRole('button', { name: `Rút ${name} khỏi lớp` }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/kết quả của học viên được giữ nguyên/).waitFor()
    await dialog.getByRole('button', { name: 'Rút khỏi lớp' }).click()
    await page.getByText(`Đã rút ${name} khỏi lớp`).waitFor()
    expect(lastWrite()).toMatchObject({
      method: 'DELETE',
      path: `/classes/${classes[0]!.id}/learners/${id}`,
    })
  })

  test('ends a session of somebody else', async () => {
    const { id } = accounts[1]!
    await console().open(`/accounts?open=${id}`)
    const dialog = console().page.getByRole('dialog')
    await dialog.getByText('Nơi đang đăng nhập').waitFor()
    await dialog.getByRole('button', { name: 'Đăng xuất' }).first().click()
    await console().page.waitForTimeout(200)
    expect(lastWrite()).toMatchObject({
      method: 'DELETE',
      path: expect.stringMatching(new RegExp(`^/accounts/${id}/sessions/.+`)),
    })
  })

  test('shows who sent a learner, and changes it', async () => {
    const { page, open } = console()
    await open(`/learners/${data.learners[1]!.id}`)
    await page.getByText(organisations[1]!.name).waitFor()
    await open(`/learners/${data.learners[0]!.id}`)
    await page.getByText('Chưa có cơ quan cử đi học').waitFor()
    await page.getByRole('button', { name: 'Sửa cơ quan cử đi học' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Cơ quan cử đi học').selectOption(organisations[3]!.id)
    await dialog.getByRole('button', { name: 'Lưu' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(lastWrite()).toMatchObject({
      method: 'PATCH',
      body: { organisation: organisations[3]!.id },
    })
  })

  test('offers none of it to who may only read', async () => {
    const { page, open, server } = console()
    server.fixture.me = auditor
    const course = data.packages[0]!.id
    for (const [path, buttons] of [
      [`/registrations/${begun.id}`, [/liên kết học/i, 'Xác nhận']],
      [`/library/${course}?tab=versions`, [/Chạy thử/, /phiên bản mới/i, 'Lưu']],
      [`/classes/${classes[0]!.id}`, [/^Rút /, 'Ghi danh', 'Sửa lớp']],
      [`/learners/${data.learners[1]!.id}`, [/Sửa cơ quan/, /Thêm/]],
      [`/accounts?open=${accounts[1]!.id}`, ['Đăng xuất', /^Gỡ vai trò/]],
      ['/library', ['Tải gói lên', /Chỉ kiểm tra/]],
    ] as const) {
      await open(path)
      for (const name of buttons) {
        expect([path, name, await page.getByRole('button', { name }).count()]).toEqual([
          path,
          name,
          0,
        ])
      }
    }
  })
})
