import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CreatedWebhook, TestResult } from '../../../src/feeds/wire.ts'
import { waitUntil } from '../../support/receiver.ts'
import { freePorts, startServer } from '../../support/server.ts'
import { statementOf, xapiClient } from '../../support/xapi-client.ts'

const root = join(import.meta.dirname, '../../..')

test('the receiver in docs/integrating.md takes what is signed, and nothing else', async () => {
  const document = readFileSync(join(root, 'docs/integrating.md'), 'utf8')
  const [, code] = /```js\n([\s\S]+?)```/.exec(document)!
  const [port] = await freePorts(1)
  const server = await startServer()
  const url = `http://127.0.0.1:${port}/`
  const made = await server.request('POST', '/api/v1/webhooks', { name: 'example', url })
  const { id, secret } = (await made.json()) as CreatedWebhook
  const program = code!.replace('listen(3000)', `listen(${port})`)
  const receiver = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: root,
    env: { ...process.env, HOCBA_WEBHOOK_SECRET: secret },
  })
  let output = ''
  receiver.stdout.on('data', (chunk) => {
    output += chunk
  })
  try {
    const isUp = () =>
      fetch(url, { method: 'POST', body: '{}' }).then(({ status }) => status === 401)
    await waitUntil(() => isUp().catch(() => false))
    const result = await server.request('POST', `/api/v1/webhooks/${id}/test`)
    expect((await result.json()) as TestResult).toMatchObject({ isDelivered: true, status: 204 })
    const { body } = await xapiClient(server).post([statementOf(), statementOf()])
    await waitUntil(() => output.trim().split('\n').length === 2)
    expect(output.trim().split('\n')).toEqual(body)
  } finally {
    receiver.kill()
    await server.stop()
  }
})
