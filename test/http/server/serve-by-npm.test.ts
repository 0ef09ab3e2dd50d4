import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../../support/courses.ts'
import { freePorts } from '../../support/server.ts'

const root = join(import.meta.dirname, '../../..')

test('npm run hocba -- serve ends the server when npm gets SIGTERM', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-npm-'))
  const [port, contentPort] = await freePorts(2)
  const child = spawn('npm', ['run', '-s', 'hocba', '--', 'serve'], {
    cwd: root,
    env: {
      ...process.env,
      HOCBA_DATA: folder,
      HOCBA_PORT: String(port),
      HOCBA_CONTENT_PORT: String(contentPort),
    },
    stdio: 'ignore',
  })
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  await until(answers, (isReady) => isReady)
  child.kill('SIGTERM')
  await until(answers, (isReady) => !isReady)
  rmSync(folder, { recursive: true, force: true })
})
