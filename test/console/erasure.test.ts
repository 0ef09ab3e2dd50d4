import { describeInBrowser } from '../support/browser.ts'
import { useConsole } from './console-browser.ts'
import * as data from './fixture-data.ts'
import { holds } from './fixture-erasures.ts'
import { classes } from './fixture-school.ts'

describeInBrowser('the erasure of a person in the console', () => {
  const console = useConsole()
  const dialog = () => console().page.getByRole('dialog')
  const button = (name: string) => dialog().getByRole('button', { name, exact: true })
  const openDialog = async (learner: { id: string }) => {
    await console().open(`/learners/${learner.id}`)
    await console().page.getByRole('button', { name: 'Xóa dữ liệu cá nhân' }).click()
  }

  test('is ordered when its grounds are given and the code is typed, and says what it came to', async () => {
    const [learner] = data.learners as [(typeof data.learners)[0]]
    await openDialog(learner)
    await dialog().getByText('214').waitFor()
    await dialog().getByText('Kho bản ghi của tỉnh').waitFor()
    await dialog().getByLabel('Căn cứ pháp lý').selectOption('consent-withdrawn')
    await dialog().getByLabel('Lý do').fill('Đơn ngày 2/5')
    await dialog().getByLabel('Người phê duyệt').fill('Trần Thị B')
    const typed = dialog().getByLabel(/HV-2026-001/)
    await typed.fill('HV-2026-00')
    expect(await button('Xóa vĩnh viễn').isDisabled()).toBe(true)
    await typed.fill('HV-2026-001')
    await typed.press('Enter')
    await dialog().getByText('erased-5f0c2a9be1d24c1f', { exact: false }).waitFor()
    expect(console().server.fixture.writes.at(-1)).toMatchObject({
      path: '/erasures',
      body: {
        ...{ subject: { person: learner.id }, basis: 'consent-withdrawn', reason: 'Đơn ngày 2/5' },
        ...{ approver: 'Trần Thị B', confirmation: 'HV-2026-001' },
      },
    })
    await button('Đóng').last().click()
    await console().page.waitForURL(/\/learners$/)
  })

  test('cannot be ordered while a hold is on them, and says why', async () => {
    const [hold] = holds as [(typeof holds)[0]]
    await openDialog({ id: hold.of })
    await dialog().getByRole('alert').getByText(hold.reason, { exact: false }).waitFor()
    expect(await dialog().locator('form').count()).toBe(0)
  })

  test('is forbidden by a hold that is placed with a reason, by keyboard alone', async () => {
    const { page, server, open } = console()
    await open('/holds')
    await page.getByRole('button', { name: 'Tạm giữ dữ liệu' }).press('Enter')
    await dialog()
      .getByRole('radio', { name: /Học viên/ })
      .focus()
    await page.keyboard.down('ArrowRight')
    await dialog().getByRole('radio', { name: /Lớp/, checked: true }).waitFor()
    await page.keyboard.up('ArrowRight')
    await dialog().getByRole('button', { name: 'Lớp: Chọn lớp' }).press('Enter')
    const search = page.getByPlaceholder('Tìm lớp theo tên hoặc mã')
    await page.getByRole('option', { name: classes[1]!.name }).waitFor()
    await search.press('ArrowDown')
    await search.press('Enter')
    await dialog().getByLabel('Lý do').fill('Thanh tra đột xuất')
    await button('Tạm giữ dữ liệu').press('Enter')
    await page.locator('main li').getByText('Thanh tra đột xuất').waitFor()
    expect(server.fixture.writes.at(-1)).toMatchObject({
      path: '/legal-holds',
      body: { kind: 'class', of: classes[1]!.id, reason: 'Thanh tra đột xuất' },
    })
  })

  test('is allowed again when the hold is lifted, with a reason', async () => {
    const { page, server, open } = console()
    await open('/holds')
    await page.getByRole('button', { name: 'Bỏ tạm giữ' }).first().click()
    expect(await button('Bỏ tạm giữ').isDisabled()).toBe(true)
    await dialog().getByLabel('Lý do bỏ tạm giữ').fill('Đã giải quyết')
    await button('Bỏ tạm giữ').click()
    await page.getByText(holds[0]!.reason).waitFor({ state: 'detached' })
    expect(server.fixture.writes.at(-1)).toMatchObject({
      path: `/legal-holds/${holds[0]!.id}/lifting`,
      body: { reason: 'Đã giải quyết' },
    })
  })
})
