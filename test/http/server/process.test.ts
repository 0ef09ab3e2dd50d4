import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePorts } from '../../support/server.ts'
import { startServerProcess } from '../../support/server-process.ts'

let folder: string
let env: Record<string, string>
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-process-'))
  const [port, contentPort] = await freePorts(2)
  env = { HOCBA_DATA: folder, HOCBA_PORT: String(port), HOCBA_CONTENT_PORT: String(contentPort) }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the server process', () => {
  test('prints the console address, the set-up link and how to load the demonstration', async () => {
    const server = await startServerProcess(env)
    expect(server.output()).toContain(`http://localhost:${env.HOCBA_PORT}\n`)
    expect(server.output()).toMatch(/\/setup#[\w-]{43}/)
    expect(server.output()).toContain('npm run -s hocba -- demo')
    await server.terminate()
  })

  test('answers what is under way and exits 0, however often it is told to stop', async () => {
    const server = await startServerProcess(env)
    // A connection that is kept alive must not hold the stop back.
    await fetch(`http://127.0.0.1:${env.HOCBA_PORT}/healthz`)
    const underWay = await halfSentSignIn(Number(env.HOCBA_PORT))
    // Ctrl-C at `npm start` comes twice: from the terminal, and from npm.
    for (const signal of ['SIGINT', 'SIGINT', 'SIGTERM']) {
      process.kill(server.pid, signal)
      await wait(50)
    }
    expect(await underWay.finish()).toBe(400)
    expect(await server.exited).toBe(0)
  })

  test('stops with a sentence that names the variable when one is wrong', async () => {
    await expect(startServerProcess({ ...env, HOCBA_CONTENT_PORT: 'x1' })).rejects.toThrow(
      /HOCBA_CONTENT_PORT is "x1"; it must be a whole number/,
    )
  })

  test('stops with a sentence when the port is in use, and names the variable', async () => {
    const other = createServer()
    await new Promise<void>((resolve) =>
      other.listen(Number(env.HOCBA_CONTENT_PORT), '127.0.0.1', resolve),
    )
    await expect(startServerProcess(env)).rejects.toThrow(/in use.*HOCBA_CONTENT_PORT/s)
    await new Promise((resolve) => other.close(resolve))
  })
})

/** A request whose body has begun to come; `finish` sends the rest, and resolves with the status. */
async function halfSentSignIn(port: number) {
  const sending = request({ port, method: 'POST', path: '/api/v1/sign-in' })
  sending.setHeader('Content-Length', 2)
  const status = new Promise<number | undefined>((resolve, reject) => {
    sending.once('response', (response) => resolve(response.resume().statusCode))
    sending.once('error', reject)
  })
  await new Promise<void>((resolve) => sending.write('{', () => resolve()))
  await wait(100)
  return {
    finish() {
      sending.end('}')
      return status
    },
  }
}
